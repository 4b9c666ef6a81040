import { shown } from "../../../provider/api/shown";

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
