import {
  plainText,
  printable,
  printableJson,
  printableLines,
  shown,
} from "../../../gitlab/text/shown";

test.each([
  ["text", '"text"'],
  [7, "7"],
  [Number.NaN, "NaN"],
  [null, "null"],
  [undefined, "nothing"],
  [{ toString: null }, '{"toString":null}'],
])("%p is shown as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("a long value is cut short", () => {
  expect(shown("a".repeat(1_000_000))).toHaveLength(61);
});

test("no character reaches a terminal that it would obey or not show", () => {
  expect(shown("a\u001b[31m\u202eb\u200b\u007f\ud800")).toBe(
    '"a\\u001b[31m\\u{202e}b\\u{200b}\\u{7f}\\ud800"',
  );
});

/** What a terminal obeys or a person does not see, an end of a line apart. */
const HIDDEN = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

test.each([
  ["C0", "\0\u0007\b\v\f\u001b\u001f"],
  ["DEL and C1", "\u007f\u0080\u0085\u008d\u0090\u009b\u009c\u009d\u009f"],
  ["directions", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"],
  [
    "no width",
    "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060\u2064\u3164\ufeff\uffa0",
  ],
  ["ends of lines", "\u2028\u2029\u0085"],
  ["halves", "\ud800x\udc00"],
  ["tags", "\u{e0001}\u{e0041}\u{e007f}"],
  ["variations", "\ufe00\ufe0f\u{e0100}\u{e01ef}a\ufe0f1\ufe0f"],
  ["annotations", "\ufff9\ufffa\ufffb"],
  ["private and unassigned", "\ue000\u{f0000}\uffff\u{1fffe}\u0378"],
])("nothing hidden is left of %s", (_, text) => {
  for (const write of [printable, printableLines, plainText]) {
    expect(write(text)).not.toMatch(HIDDEN);
    expect(write(write(text))).toBe(write(text));
  }
  const json = printableJson({ [text]: [text] });
  expect(json).not.toMatch(/[^\n\x20-\x7e]/);
  expect(JSON.parse(json)).toEqual({ [text]: [text] });
  // A JSON text in a line means the same afterwards.
  expect(JSON.parse(plainText(JSON.stringify(text)))).toBe(text);
});

test("a text of one line has no end of a line in it, whichever", () => {
  expect(printable("a\r\nb\rc\nd\te")).toBe("a b c d e");
  expect(printableLines("a\r\nb\rc\nd")).toBe("a \nb c\nd");
});

test.each([
  "Grüße, 東京, שלום, नमस्ते, e\u0301 n\u0303",
  "🦊 ❤️ ✔︎ 1️⃣ #️⃣ 👩‍💻 👩🏽‍🚀 🏳️‍🌈 👨‍👩‍👧‍👦",
  "no\u00a0break\u3000wide",
])("%s stays as it is", (text) => {
  expect(printable(text)).toBe(text);
  expect(JSON.parse(printableJson(text))).toBe(text);
});
