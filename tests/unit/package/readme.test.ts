import { readFileSync } from "node:fs";
import { join } from "node:path";

import { FULL_KEYS } from "../../../gitlab/settings/keys";
import { readSettings } from "../../../gitlab/settings/settings";
import { type ArgumentName, runnerArguments } from "../../../provider/runner/runnerArguments";

const README = readFileSync(join(__dirname, "../../../README.md"), "utf8");
const ARGUMENTS = Object.keys(runnerArguments) as ArgumentName[];

/** The rows of the table whose first column has this title, as cells. */
function rows(title: string): string[][] {
  const lines = README.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\| ${title} +\\|`).test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What a cell has in code, `a` and `b` of "`a`, `b` (both)". */
function names(cell = ""): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);
}

describe("the README", () => {
  test("names every argument of a runner, and no other", () => {
    const named = rows("argument").flatMap(([cell]) => names(cell));
    expect(named.sort()).toEqual([...ARGUMENTS].sort());
  });

  test("says what changing an argument does", () => {
    for (const [cell, , changing = ""] of rows("argument"))
      for (const name of names(cell))
        expect([name, /^\w+/.exec(changing)?.[0]]).toEqual([
          name,
          runnerArguments[name as ArgumentName].changing,
        ]);
  });

  test("names every key of the configuration, and no other", () => {
    const named = rows("key").flatMap(([cell]) => names(cell));
    expect(named.sort()).toEqual([...FULL_KEYS].sort());
  });
});

test("every key of the configuration is read", () => {
  const read = new Set<string>();
  const config = (key: string): string | undefined => {
    read.add(key);
    return key === "gitlab:token" ? "glpat-of-this-test-0001" : undefined;
  };
  readSettings({ config, environment: {} });
  expect(FULL_KEYS.filter((key) => !read.has(key))).toEqual([]);
});
