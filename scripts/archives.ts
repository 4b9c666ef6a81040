import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildPackage } from "./build";
import { writeChecksums } from "./release/checksums";
import { runCommand } from "./setUp/commands";

const ROOT = join(__dirname, "..");
const PROGRAM = "pulumi-resource-gitlab-runners";
/** As the engine names them in the archive that it asks for. */
export const PLATFORMS = ["linux", "darwin", "windows"].flatMap((system) =>
  ["amd64", "arm64"].map((architecture) => ({ system, architecture })),
);

type Platform = (typeof PLATFORMS)[number];

/** The archive that the engine asks for. */
export function archiveName(version: string, { system, architecture }: Platform): string {
  return `${PROGRAM}-v${version}-${system}-${architecture}.tar.gz`;
}

/**
 * Makes the archives from which `pulumi plugin install` takes the plugin, one for each platform. All hold
 * the same program, which a Node on the machine runs, and the command that starts it there. Their
 * checksums lie beside them.
 *
 * @returns the folder with them, which is made anew.
 */
export async function makeArchives(): Promise<string> {
  await buildPackage();
  const folder = join(ROOT, "dist", "archives");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  for (const platform of PLATFORMS) {
    const { system } = platform;
    const content = mkdtempSync(join(tmpdir(), "gitlab-runners-archive-"));
    const command = system === "windows" ? `${PROGRAM}.cmd` : PROGRAM;
    for (const name of ["main.js", "schema.json", command])
      cpSync(join(ROOT, "dist", "plugin", name), join(content, name));
    chmodSync(join(content, command), 0o755);
    const archive = join(folder, archiveName(version, platform));
    await runCommand("tar", ["-czf", archive, "-C", content, "."], { cwd: ROOT });
    rmSync(content, { recursive: true });
  }
  writeChecksums(folder);
  return folder;
}
