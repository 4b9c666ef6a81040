import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { RELEASED, SURFACE, type Part } from "../../../scripts/surface/surface";
import { versionMistakes } from "../../../scripts/surface/versionMistakes";
import { isAtLeast, leastNext } from "../../../scripts/surface/versionNumbers";

const ONE: Part = { list: "command" };
const TWO: Part = { ...ONE, show: "command" };

describe("the version of a clone", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "gitlab-runners-surface-"));
    mkdirSync(join(root, "api"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const write = (name: string, version: string, commands: Part): void => {
    writeFileSync(join(root, name), JSON.stringify({ version, parts: { commands } }));
  };
  const changelog = (...headings: string[]): void => {
    const text = headings.map((heading) => `## ${heading}\n`).join("\n");
    writeFileSync(join(root, "CHANGELOG.md"), `# Changelog\n\n${text}`);
  };

  test("may be any before the first release", () => {
    write(SURFACE, "0.1.0", ONE);
    changelog("0.1.0 (not released)");
    expect(versionMistakes(root)).toEqual([]);
    changelog("0.1.0 (2026-01-01)");
    expect(versionMistakes(root)).toEqual([]);
  });

  test("stays after a release while nothing public changes", () => {
    write(SURFACE, "0.1.0", ONE);
    write(RELEASED, "0.1.0", ONE);
    changelog("0.1.0 (2026-01-01)");
    expect(versionMistakes(root)).toEqual([]);
  });

  test.each([
    ["0.1.0", "0.1.0", ONE, TWO, "0.1.1"],
    ["0.1.0", "0.1.9", TWO, ONE, "0.2.0"],
    ["1.4.2", "1.4.3", ONE, TWO, "1.5.0"],
    ["1.4.2", "1.5.0", TWO, ONE, "2.0.0"],
  ])(
    "after %s is too small with %s for a change that needs more",
    (last, version, was, is, least) => {
      write(RELEASED, last, was);
      write(SURFACE, version, is);
      changelog(...(version === last ? [] : [`${version} (not released)`]), `${last} (2026-01-01)`);
      expect(versionMistakes(root)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^the public surface has changed since ${last}, so the version is ${least} or later: ` +
              `run npm version --no-git-tag-version ${least}, .*\n  (breaking|compatible), commands: show is`,
          ),
        ),
      ]);
      write(SURFACE, least, is);
      changelog(`${least} (not released)`, `${last} (2026-01-01)`);
      expect(versionMistakes(root)).toEqual([]);
    },
  );

  test("is not compared with a release before the last one", () => {
    write(RELEASED, "0.1.0", ONE);
    write(SURFACE, "0.3.0", ONE);
    changelog("0.3.0 (not released)", "0.2.0 (2026-02-02)", "0.1.0 (2026-01-01)");
    expect(versionMistakes(root)).toEqual([
      "the last release is 0.2.0 by CHANGELOG.md, and api/released.json is of 0.1.0: " +
        "run git show v0.2.0:api/surface.json > api/released.json",
    ]);
    rmSync(join(root, RELEASED));
    expect(versionMistakes(root)).toEqual([expect.stringContaining("is of none")]);
    write(RELEASED, "0.2.0", ONE);
    changelog("0.3.0 (not released)");
    expect(versionMistakes(root)).toEqual([
      "CHANGELOG.md has no release, and api/released.json is there: remove it",
    ]);
  });

  test("shows the first of many changes", () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`command ${index}`, "command"]),
    );
    write(RELEASED, "0.1.0", ONE);
    write(SURFACE, "0.1.0", { ...ONE, ...many });
    changelog("0.1.0 (2026-01-01)");
    const [mistake = ""] = versionMistakes(root);
    expect(mistake.split("\n")).toHaveLength(22);
    expect(mistake).toMatch(/\n {2}and 10 more$/);
  });
});

test("a later version is one by its numbers, not by its text", () => {
  expect(isAtLeast("0.10.0", "0.9.1")).toBe(true);
  expect(isAtLeast("1.0.0", "1.0.0")).toBe(true);
  expect(isAtLeast("0.9.1", "0.10.0")).toBe(false);
  expect(() => leastNext("next", false)).toThrow('"next" is not a version such as 1.2.3');
});
