import fc from "fast-check";

import {
  shortDigest,
  markerLine,
  splitNote,
  withMarker,
} from "../../../gitlab/text/creationMarker";

const marker = { resource: "0123456789abcdef", attempt: "01234567" };
const LINE = "Created by pulumi-gitlab-runners (0123456789abcdef-01234567)";
const OTHER = "Created by pulumi-gitlab-runners (fedcba9876543210-76543210)";

test("a marker is a line that says where it comes from", () => {
  expect(markerLine(marker)).toBe(LINE);
});

test.each([
  ["no note", undefined, LINE],
  ["an empty note", "", LINE],
  ["a note", "ours", `ours\n${LINE}`],
  ["a note of two lines", "ours\n\nstill ours", `ours\n\nstill ours\n${LINE}`],
  ["a note of Windows' lines", "a\r\nb\r\n", `a\r\nb\r\n\n${LINE}`],
  ["a note of all kinds of line breaks", "\na\rb\r\nc\n\n", `\na\rb\r\nc\n\n\n${LINE}`],
  ["a note that ends in half a line break", "a\r", `a\r\r\n${LINE}`],
])("goes under %s and is taken out again", (_, note, text) => {
  expect(withMarker(note, marker)).toBe(text);
  expect(splitNote(text)).toEqual({ note: note ?? "", marker });
});

test.each([
  ["a line below it", `ours\n${LINE}\nmore`, "ours\nmore"],
  ["a line below it, and its line breaks", `a\r\nb\r\n${LINE}\r\nmore\n`, "a\r\nb\r\nmore\n"],
  ["a note below it alone", `${LINE}\r\nours`, "ours"],
  ["line breaks as a browser sends them", `ours\r\n${LINE}`, "ours"],
  ["another one above it, pasted from elsewhere", `a\n${OTHER}\nb\n${LINE}`, "a\nb"],
])("is found with %s", (_, text, note) => {
  expect(splitNote(text)).toEqual({ note, marker });
});

test.each([
  ["no marker", "ours\r\nand yours"],
  ["a marker within a line", `see ${LINE}`],
  ["a marker that is cut short", LINE.slice(0, -2)],
])("a note with %s stays as it is", (_, note) => {
  expect(splitNote(note)).toEqual({ note });
});

test("any note of any characters and line breaks is taken apart as it was put together", () => {
  const part = fc.oneof(
    fc.constantFrom("\n", "\r", "\r\n", "a", " "),
    fc.string({ unit: "grapheme" }),
  );
  const note = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(note, (text) => {
      expect(splitNote(withMarker(text, marker))).toEqual({ note: text, marker });
    }),
  );
});

test("a shortDigest is the same for the same parts and no others", () => {
  expect(shortDigest(["a", 1])).toMatch(/^[0-9a-f]{16}$/);
  expect(shortDigest(["a", 1])).toBe(shortDigest(["a", 1]));
  expect(shortDigest(["a", 1])).not.toBe(shortDigest(["a", "1"]));
  expect(shortDigest(["a", undefined])).not.toBe(shortDigest(["a"]));
});
