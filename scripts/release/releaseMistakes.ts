import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { NOWHERE } from "../schema/language";
import { type PublishedManifest, requirePublication } from "../schema/publication";
import { runCommand } from "../setUp/commands";
import { versionMistakes } from "../surface/versionMistakes";
import { datedVersions } from "./changelog";

type Manifest = PublishedManifest & { readonly version: string };

/** More names nobody reads. */
const SHOWN = 5;
/** Where users and tests write a program in Go that imports the SDK. */
const PROGRAMS = ["README.md", "docs", "examples", "tests/fixtures"];

/**
 * What keeps a clone from being released, each with the way out.
 *
 * @param tag - the tag that it is released by, if there is one yet.
 */
export async function releaseMistakes(root: string, tag?: string): Promise<string[]> {
  const manifest = json(root, "package.json") as Manifest;
  const { version } = manifest;
  return [
    ...(await repositoryMistakes(root, manifest)),
    ...(tag === undefined || tag === `v${version}`
      ? []
      : [`the tag is ${tag}, and package.json has the version ${version}: the tag is v${version}`]),
    ...lockMistakes(root, version),
    ...changelogMistakes(root, version),
    ...versionMistakes(root),
    ...(await changes(root)),
  ];
}

async function repositoryMistakes(root: string, manifest: Manifest): Promise<string[]> {
  let goPath: string;
  try {
    ({ goPath } = requirePublication(manifest));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [error.message];
  }
  const { stdout } = await runCommand("git", ["ls-files", "--", ...PROGRAMS], { cwd: root });
  const old = stdout
    .split("\n")
    .map((name) => join(root, name))
    .filter((file) => isFile(file) && readFileSync(file, "utf8").includes(NOWHERE))
    .map((file) => relative(root, file));
  return old.length === 0
    ? []
    : [
        `package.json names the repository, and these files import the SDK for Go from ${NOWHERE}: ${listOf(old)}. ` +
          `Write ${goPath} there, and run npm run docs`,
      ];
}

/** Also of what git still lists, or of the one line that it prints for nothing. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function listOf(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more} more` : "");
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
  return datedVersions(heading)[0] === version
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
