import { readFileSync } from "node:fs";
import { join } from "node:path";

import { datedVersions } from "../release/changelog";
import { differences, shownDifference } from "./differences";
import { RELEASED, SURFACE, type Surface, readSurface } from "./surface";
import { isAtLeast, leastNext } from "./versionNumbers";

/** More of a list nobody reads. */
const SHOWN = 20;
/**
 * Where a clone breaks the rule of docs/versions.md: its version goes far enough from the last
 * release's for what changed in the public surface. Each mistake comes with the way out.
 */
export function versionMistakes(root: string): string[] {
  const surface = readSurface(root, SURFACE);
  if (surface === undefined) return [`there is no ${SURFACE}: run npm run docs`];
  const released = readSurface(root, RELEASED);
  const misplaced = releasedMistake(root, surface, released);
  if (misplaced !== undefined) return [misplaced];
  if (released === undefined) return [];
  const changed = differences(released, surface);
  if (changed.length === 0) return [];
  const least = leastNext(
    released.version,
    changed.some(({ isBreaking }) => isBreaking),
  );
  if (isAtLeast(surface.version, least)) return [];
  return [
    `the public surface has changed since ${released.version}, so the version is ${least} or later: run ` +
      `npm version --no-git-tag-version ${least}, add its heading to CHANGELOG.md and run npm run docs. ` +
      `What has changed:\n${listOf(changed.map(shownDifference))}`,
  ];
}

/** Whether the surface that is compared is another one than the last release's. */
function releasedMistake(
  root: string,
  { version }: Surface,
  released: Surface | undefined,
): string | undefined {
  const dated = datedVersions(readFileSync(join(root, "CHANGELOG.md"), "utf8"));
  // The release's own commit still has the one before it, and the next commit has the release's.
  const expected = [dated.find((other) => other !== version)];
  if (dated.includes(version)) expected.push(version);
  if (expected.includes(released?.version)) return undefined;
  const [last] = dated;
  return last === undefined
    ? `CHANGELOG.md has no release, and ${RELEASED} is there: remove it`
    : `the last release is ${last} by CHANGELOG.md, and ${RELEASED} is of ${released?.version ?? "none"}: ` +
        `run git show v${last}:${SURFACE} > ${RELEASED}`;
}

/** Lines for a person, the rest of many by their number. */
export function listOf(lines: readonly string[]): string {
  const more = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])]
    .map((line) => `  ${line}`)
    .join("\n");
}
