import { readFileSync } from "node:fs";
import { join } from "node:path";

import { FULL_KEYS } from "../../../gitlab/settings/keys";
import { readSettings } from "../../../gitlab/settings/settings";
import { type ArgumentName, runnerArguments } from "../../../provider/runner/runnerArguments";

const ROOT = join(__dirname, "../../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
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

  test.each([
    ["python", "examples/python/__main__.py"],
    ["go", "examples/go/main.go"],
    ["yaml", "examples/yaml/Pulumi.yaml"],
  ])("shows the first stack in %s as %s has it", (language, example) => {
    const lines = (text: string): string[] =>
      text
        .split("\n")
        .map((line) => line.replace(/ +(#|\/\/) .*$/, "").trim())
        .filter((line) => line !== "");
    const shown = [...README.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))]
      .map(([, code = ""]) => code)
      .join("");
    expect(lines(shown).length).toBeGreaterThan(10);
    const applied = lines(readFileSync(join(ROOT, example), "utf8"));
    expect(lines(shown).filter((line) => !applied.includes(line))).toEqual([]);
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
