import * as fc from "fast-check";
import { parse } from "yaml";

import { yamlText } from "../../../functions/delivery/yamlText";

/** As Helm, Docker Compose and cloud-init read it. */
const read = (text: string): unknown => parse(text, { version: "1.1" });

/** What YAML 1.1 takes for no text, or for none of one line. */
const TREACHEROUS = [
  ...["on", "Off", "y", "N", "yes", "null", "~", "", " ", "=", "<<", "NaN", ".inf", "-.INF"],
  ...["1_000", "0x1f", "0o17", "017", "1e3", "12:30:45", "190:20:30", "2026-11-26", "0b11", "+1"],
  ...[
    "# none",
    "a: b",
    "- a",
    "? a",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a",
    "a #b",
    "{a}",
    "[a",
    "'",
    '"',
  ],
  ...[
    "\u0085",
    "a\u2028b",
    "a\u2029",
    "\ufeff",
    "a\ufffeb\uffff",
    "\0",
    "\x07\x1b[31m",
    "\x7f",
    "\x9f",
    "\ud83d\ude00",
  ],
  ...[
    "\n",
    "a\n",
    "a\nb\n",
    "\ta\n\tb\n",
    " a\nb\n",
    "a\n\n\n",
    "a \nb \n",
    "a\r\nb\r\n",
    "a\n\u0085\n",
  ],
  ...["---\na\n", "a\n...\nb\n", "a\n# b\n"],
];

test.each(TREACHEROUS)("a text is read as it was: %j", async (text) => {
  const value = { a: text, list: [text], deep: { b: text } };
  expect(read(await yamlText(value))).toEqual(value);
});

test("long texts are read as they were, in as many lines as they have", async () => {
  const value = {
    word: "x".repeat(5000),
    words: "x ".repeat(5000),
    lines: `${"x ".repeat(2000)}\ny\n`,
  };
  const text = await yamlText(value);
  expect(read(text)).toEqual(value);
  expect(text.split("\n")).toHaveLength(6);
});

test("any value is read as it was", async () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...TREACHEROUS));
  const leaf = fc.oneof(text, fc.integer(), fc.boolean());
  const value = fc.dictionary(
    fc.stringMatching(/^[a-z][a-z_]{0,9}$/),
    fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.constantFrom("on", "a b", "checksum/x"), leaf)),
  );
  await fc.assert(
    fc.asyncProperty(value, async (given) => {
      expect(read(await yamlText(given))).toEqual(given);
    }),
  );
});

test("the text holds no character that a terminal obeys, and no line beyond its own", async () => {
  const text = await yamlText({ a: TREACHEROUS.join("") });
  expect(text).toMatch(/^[\t\n\x20-\x7e\u{1f600}]*$/u);
  expect(text.split("\n")).toHaveLength(2);
});

test("lines stay lines, for people to read", async () => {
  expect(await yamlText({ config: "[[runners]]\n  limit = 1\n" }, ["One.", "Two."])).toBe(
    "# One.\n# Two.\nconfig: |\n  [[runners]]\n    limit = 1\n",
  );
});
