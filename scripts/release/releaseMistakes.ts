import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type PublishedManifest, requirePublication } from "../schema/publication";
import { runCommand } from "../setUp/commands";

type Manifest = PublishedManifest & { readonly version: string };

/** A heading of a version with its date, `## 0.2.0 (2026-11-26)`. */
const RELEASED = /^## (\S+) \((\d{4}-\d{2}-\d{2})\)$/;

/**
 * What keeps a clone from being released, each with the way out.
 *
 * @param tag - the tag that it is released by, if there is one yet.
 */
export async function releaseMistakes(root: string, tag?: string): Promise<string[]> {
  const manifest = json(root, "package.json") as Manifest;
  const { version } = manifest;
  return [
    ...repositoryMistakes(manifest),
    ...(tag === undefined || tag === `v${version}`
      ? []
      : [`the tag is ${tag}, and package.json has the version ${version}: the tag is v${version}`]),
    ...lockMistakes(root, version),
    ...changelogMistakes(root, version),
    ...(await changes(root)),
  ];
}

function repositoryMistakes(manifest: Manifest): string[] {
  try {
    requirePublication(manifest);
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [error.message];
  }
}

function lockMistakes(root: string, version: string): string[] {
  const lock = json(root, "package-lock.json") as {
    version: string;
    packages: Record<string, { version?: string }>;
  };
  const wrong = [lock.version, lock.packages[""]?.version].find((locked) => locked !== version);
  return wrong === undefined
    ? []
    : [
        `package-lock.json has the version ${wrong}, and package.json ${version}: ` +
          "set it by npm version --no-git-tag-version",
      ];
}

function changelogMistakes(root: string, version: string): string[] {
  const text = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  const heading = /^## .*$/m.exec(text)?.[0] ?? "none";
  return RELEASED.exec(heading)?.[1] === version
    ? []
    : [
        `CHANGELOG.md begins with "${heading}": it needs the version and its date, ` +
          `"## ${version} (YYYY-MM-DD)"`,
      ];
}

async function changes(root: string): Promise<string[]> {
  const { stdout } = await runCommand("git", ["status", "--porcelain"], { cwd: root });
  return stdout.trim() === ""
    ? []
    : [`the clone has changes that are not committed:\n${stdout.trimEnd()}`];
}

function json(root: string, name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), "utf8"));
}
