import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const ROOT = join(__dirname, "../../..");
const PATTERNS = "@textlint-rule/pattern";
const { rules } = parse(readFileSync(join(ROOT, ".textlintrc.yml"), "utf8")) as {
  rules: { [PATTERNS]: { patterns: { message: string }[] } };
};

/** What the prose linter reports of each paragraph, by the messages of its patterns. */
function reported(paragraphs: readonly string[]): string[][] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules/textlint/bin/textlint.js"),
      ...["--stdin", "--stdin-filename", "page.md", "--format", "json"],
    ],
    { cwd: ROOT, input: paragraphs.join("\n\n"), encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const [page] = JSON.parse(stdout) as [
    { messages: { line: number; message: string; ruleId: string }[] },
  ];
  return paragraphs.map((_, index) =>
    page.messages
      .filter(({ line }) => line === 2 * index + 1)
      .map(({ ruleId, message }) => (ruleId === PATTERNS ? message : ruleId)),
  );
}

/** A sentence for each pattern, in the order of the configuration. */
const STIFF = [
  "GitLab is gone, and the user is never told.",
  "A runner is found again, and one that is new is not.",
  "The arguments that are given decide.",
  "A check asks GitLab for the project.",
  "The old runner is deleted by the engine.",
  "By it a runner is found again.",
  "The preview warns, and so does the apply.",
  "The audit refuses what is no preview.",
  "The runner was never in contact.",
  "The runner stays at GitLab.",
  "The provider looks whether the runner exists.",
  "A test holds the page against the figures.",
  "No such tool can be had here.",
  "The version is the newest if left out.",
  "The address is wrong, hence the error.",
  "Use it in order to read runners.",
  "Simply run the command.",
  "The the runner is gone.",
];

const PLAIN = [
  "The runner stays in GitLab, and its limits at GitLab.com are known.",
  "GitLab's words are at GitLab's address.",
  "Do so, so do not rely on it: the ways that were given up are no longer there.",
  "A preview that is no more than a check sorts runners by id, as it was tried by hand.",
  "The `told one that` is code.",
];

test("the prose linter reports what readers stumbled over, and how to write it", () => {
  const messages = rules[PATTERNS].patterns.map(({ message }) => message.replace(/\.$/, ""));
  expect(reported(STIFF).map(([first = ""]) => first.replace(/\.$/, ""))).toEqual(messages);
});

test("it reports a sentence that is too long, but no list in one line", () => {
  const long = `${Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ")}.`;
  const list = Array.from({ length: 40 }, (_, index) => `[page ${index}](page.md)`).join(" · ");
  expect(reported([long, `${list}.`])).toEqual([["sentence-length"], []]);
});

test("it reports nothing of plain sentences", () => {
  expect(reported(PLAIN)).toEqual(PLAIN.map(() => []));
});
