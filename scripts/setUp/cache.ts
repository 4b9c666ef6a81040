import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Where what was installed or built is kept for this user, whichever clone asks. */
export function cacheDirectory(): string {
  const base =
    process.env["XDG_CACHE_HOME"] ??
    (process.platform === "win32" ? process.env["LOCALAPPDATA"] : undefined) ??
    join(homedir(), ".cache");
  return process.env["PULUMI_GITLAB_RUNNERS_CACHE"] ?? join(base, "pulumi-gitlab-runners");
}

/**
 * The directory of a key, made by `make` if it isn't there.
 *
 * What is made appears under its name only when it is whole: it is made beside, under a name that
 * nobody else has, and then renamed. Of two that make it at once, the first one's stays.
 */
export async function cached(
  key: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const root = cacheDirectory();
  const directory = join(root, key);
  if (existsSync(directory)) return directory;
  await mkdir(root, { recursive: true });
  await removeLeftovers(root);
  const temporary = await mkdtemp(join(root, `.making-${key}-`));
  try {
    await make(temporary);
    await rename(temporary, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return directory;
}

/** Of set-ups that were killed. */
async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(".making-")) continue;
    const path = join(root, name);
    // Another set-up may have finished it since it was listed.
    const mtimeMs = await stat(path).then(
      (found) => found.mtimeMs,
      () => Infinity,
    );
    if (Date.now() - mtimeMs > DAY_MILLISECONDS) await rm(path, { recursive: true, force: true });
  }
}
