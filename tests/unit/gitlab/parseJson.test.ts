import { parseJson } from "../../../gitlab/text/parseJson";

test.each([
  '{"a":"[[[","b":"\\"[[[\\\\","c":[{}]}',
  JSON.stringify("[".repeat(1000)),
  JSON.stringify(`\\"${'"['.repeat(1000)}`),
  JSON.stringify(["\\", "\\\\", '\\"', ...Array<string>(200).fill('["')]),
  JSON.stringify(Array.from({ length: 1000 }, () => [{ a: [] }])),
  "[".repeat(100) + "]".repeat(100),
])("text %# is read", (text) => {
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

test.each(["[".repeat(101) + "]".repeat(101), '{"a":'.repeat(101) + "1" + "}".repeat(101)])(
  "text %# has too many levels",
  (text) => {
    expect(() => parseJson(text)).toThrow(new SyntaxError("has more than 100 levels"));
  },
);

test.each(["", "{", "[1,]", "<html>", "]".repeat(1000) + "[".repeat(1000)])(
  "text %# is refused, and not quoted",
  (text) => {
    expect(() => parseJson(text)).toThrow(new SyntaxError("is not JSON"));
  },
);
