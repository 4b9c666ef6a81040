import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { FULL_KEYS } from "../../../gitlab/settings/keys";
import { readSettings } from "../../../gitlab/settings/settings";
import { blocksOf } from "../../helpers/pageBlocks";

const ROOT = join(__dirname, "../../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The rows of the table whose first column has this title, as cells. */
function rows(page: string, title: string): string[][] {
  const lines = page.split("\n");
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
    const shown = blocksOf("README.md")
      .flatMap((block) => (block.language === language ? [block.code] : []))
      .join("");
    expect(lines(shown).length).toBeGreaterThan(10);
    const applied = lines(readFileSync(join(ROOT, example), "utf8"));
    expect(lines(shown).filter((line) => !applied.includes(line))).toEqual([]);
  });
});

test("the page of the configuration has each key in its namespace, and no other", () => {
  const page = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");
  const listed = rows(page, "key").flatMap(([cell, shared]) =>
    names(cell).map((name) => `${shared === "yes" ? "gitlab" : "gitlab-runners"}:${name}`),
  );
  expect(listed.sort()).toEqual([...FULL_KEYS].sort());
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

describe("the pages", () => {
  const pages = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  const [, list = ""] = /^## Read on\n(.*?)^## /ms.exec(README) ?? [];
  const groups = list.split(/^\*\*(?=[A-Z])/m).slice(1);

  test("are each of one kind by the README: to learn, to do, to look up or to understand", () => {
    expect(groups.map((group) => group.split("**")[0])).toEqual([
      ...["Learn", "Do", "Look up", "Understand"],
    ]);
    const listed = groups.flatMap((group) =>
      Array.from(group.matchAll(/\]\(docs\/([\w-]+\.md)\)/g), ([, name = ""]) => name),
    );
    // CONTRIBUTING.md has the page that is for this package's own releases.
    expect(listed.sort()).toEqual(pages.filter((name) => name !== "releasing.md"));
  });

  test.each(pages)("docs/%s says at its top what it answers", (name) => {
    const [, top = ""] = /^# .+\n\n(.*)/.exec(readFileSync(join(ROOT, "docs", name), "utf8")) ?? [];
    expect(top).toMatch(/^(?:[A-Z[]|`(?!`)).{20}/);
  });
});
