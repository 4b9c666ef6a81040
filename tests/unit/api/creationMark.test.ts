import {
  MARK_LENGTH,
  fingerprint,
  markLine,
  splitNote,
  withMark,
} from "../../../provider/api/creationMark";

const mark = { resource: "0123456789abcdef", attempt: "01234567" };
const LINE = "Created by pulumi-gitlab-runners (0123456789abcdef-01234567)";

test("a mark is a line that says where it comes from", () => {
  expect(markLine(mark)).toBe(LINE);
  expect(MARK_LENGTH).toBe(`\n${LINE}`.length);
});

test.each([
  ["no note", undefined, LINE],
  ["an empty note", "", LINE],
  ["a note", "ours", `ours\n${LINE}`],
  ["a note of two lines", "ours\n\nstill ours", `ours\n\nstill ours\n${LINE}`],
])("goes under %s and is taken out again", (_, note, text) => {
  expect(withMark(note, mark)).toBe(text);
  expect(splitNote(text)).toEqual({ note: note ?? "", mark });
});

test.each([
  ["a line below it", `ours\n${LINE}\nmore`, "ours\nmore"],
  ["line breaks as a browser sends them", `ours\r\n${LINE}`, "ours"],
])("is found with %s", (_, text, note) => {
  expect(splitNote(text)).toEqual({ note, mark });
});

test.each([
  ["no mark", "ours\r\nand yours"],
  ["a mark within a line", `see ${LINE}`],
  ["a mark that is cut short", LINE.slice(0, -2)],
])("a note with %s stays as it is", (_, note) => {
  expect(splitNote(note)).toEqual({ note });
});

test("a fingerprint is the same for the same parts and no others", () => {
  expect(fingerprint(["a", 1])).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint(["a", 1])).toBe(fingerprint(["a", 1]));
  expect(fingerprint(["a", 1])).not.toBe(fingerprint(["a", "1"]));
  expect(fingerprint(["a", undefined])).not.toBe(fingerprint(["a"]));
});
