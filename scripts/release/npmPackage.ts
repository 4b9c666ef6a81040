import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildPackage } from "../build";
import { manifestOf } from "../schema/packageSchema";
import { publicationOf } from "../schema/publication";
import { runCommand } from "../setUp/commands";
import { npmReadme } from "./npmReadme";

const ROOT = join(__dirname, "../..");

/**
 * Makes the npm package as a release publishes it: what npm packs of this clone, with the addresses that
 * follow from the repository of package.json. Without a repository it is what npm packs.
 *
 * @returns the file, in `dist/npm`, which is made anew.
 */
export async function makeNpmPackage(): Promise<string> {
  await buildPackage();
  const folder = join(ROOT, "dist", "npm");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const work = mkdtempSync(join(tmpdir(), "gitlab-runners-npm-"));
  const packed = await pack(ROOT, work);
  await runCommand("tar", ["-xzf", packed, "-C", work]);
  const content = join(work, "package");
  addAddresses(content);
  const file = await pack(content, folder);
  rmSync(work, { recursive: true });
  return file;
}

/** @returns the file that npm makes of a folder. */
async function pack(folder: string, destination: string): Promise<string> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", destination];
  const { stdout } = await runCommand("npm", args, { cwd: folder });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return join(destination, filename);
}

/**
 * Completes the folder of a package by what follows from its repository. npm's page shows these addresses,
 * and npm derives them for a few hosts of repositories only.
 */
export function addAddresses(content: string): void {
  const manifest = manifestOf(content);
  const publication = publicationOf(manifest);
  if (publication === undefined) return;
  const { repository, homepage, issues } = publication;
  const readme = join(content, "README.md");
  const text = npmReadme(readFileSync(readme, "utf8"), ROOT, publication, manifest.version);
  writeFileSync(readme, text);
  const complete = {
    ...manifest,
    repository: { type: "git", url: `git+${repository}.git` },
    homepage,
    bugs: { url: issues },
  };
  writeFileSync(join(content, "package.json"), `${JSON.stringify(complete, null, 2)}\n`);
}
