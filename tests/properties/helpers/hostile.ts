import { runtime } from "@pulumi/pulumi";
import fc from "fast-check";

const MEGABYTE = 1_000_000;

/** Texts that have broken some program before. */
const INFAMOUS = [
  "",
  " ",
  "\t",
  "\u00a0",
  "\u200b",
  "\ufeff",
  ".",
  "..",
  "../../",
  "a/../b",
  "%2e%2e",
  "%2F..%2F",
  "%",
  "%zz",
  "a//b",
  "/a",
  "a/",
  "\\..\\",
  "a\r\nX-Injected: y",
  "a\nb",
  "?x=1",
  "a?x=1",
  "#",
  "a#b",
  "a&b=c",
  "a;b",
  "a,b",
  '"a"',
  "'a'",
  '"a',
  'b"',
  "\0",
  "a\0b",
  "\u001b[31m",
  "\u007f",
  "\ud800",
  "a\udc00",
  "\u202egnp.exe",
  "e\u0301",
  "\u{1f600}",
  "\u{1f468}\u200d\u{1f469}",
  "ﬀ",
  "İ",
  "true",
  "null",
  "undefined",
  "NaN",
  "Infinity",
  "-Infinity",
  "0",
  "-0",
  "-1",
  "+1",
  "1.5",
  "1e3",
  "0x10",
  "007",
  "1 ",
  "١",
  "9007199254740993",
  "99999999999999999999",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "[object Object]",
  "${HOME}",
  "$(id)",
  "'; DROP TABLE runners; --",
  "<script>alert(1)</script>",
  "{}",
  "[]",
  "2030-13-01T00:00:00Z",
  "2030-01-01",
  "+275760-09-13T00:00:00.001Z",
];

/** Any sequence of code units, lone surrogates and control characters among them. */
const codeUnits = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 12,
});

const huge = fc.constantFrom(
  "a".repeat(MEGABYTE),
  "9".repeat(MEGABYTE),
  "a/".repeat(MEGABYTE / 2),
  "\u{1f600}".repeat(1000),
  "../".repeat(MEGABYTE / 3),
  "a".repeat(1025),
  "a".repeat(1000),
  "é".repeat(1024),
);

export const hostileText = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...INFAMOUS) },
  { weight: 4, arbitrary: codeUnits },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 1, arbitrary: huge },
);

export const hostileNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1.5, 1e3, 599, 600, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 1e21, 1e308),
  fc.constantFrom(Number.NaN, Infinity, -Infinity),
  fc.double(),
  fc.maxSafeInteger(),
);

const hostileList = fc.oneof(
  fc.array(fc.oneof(hostileText, hostileNumber, fc.constant(null)), { maxLength: 4 }),
  fc.constantFrom<unknown[]>(
    Array.from({ length: 10_000 }, (_, index) => `tag ${index}`),
    Array.from({ length: 10_000 }, (_, index) => `a,${index}`),
    Array.from({ length: 10_000 }, () => ""),
    Array.from({ length: 10_000 }, () => null),
    Array.from({ length: 51 }, (_, index) => `t${index}`),
    [[["a"]]],
  ),
);

const hostileObject = fc.oneof(
  fc.dictionary(fc.oneof(hostileText, fc.constant("id")), fc.jsonValue({ maxDepth: 1 }), {
    maxKeys: 3,
  }),
  fc.constantFrom<object>(
    {},
    { toString: null },
    { length: 1 },
    JSON.parse('{"__proto__":{"polluted":true}}') as object,
  ),
);

/** What the SDK sends in a preview for a value that only the apply knows. */
const unknown = runtime.unknownValue;

/** A value of any type that can cross as JSON, and the numbers that cannot. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 3, arbitrary: hostileNumber },
  { weight: 2, arbitrary: hostileList },
  { weight: 1, arbitrary: hostileObject },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(unknown, ["a", unknown], { a: unknown }) },
);

/** Names that no argument has, some of which every object has. */
export const hostileName = fc.constantFrom(
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "",
  "a\0b",
  "tag_list",
  "taglist",
  "TagList",
  "x".repeat(5000),
);

/**
 * Objects of named values, a few of which are replaced: by hostile ones, by those of another kind of
 * trouble that their name has, or under hostile names.
 *
 * @param own - for a name, values that are good or nearly so.
 */
export function spoiled(
  base: fc.Arbitrary<Readonly<Record<string, unknown>>>,
  names: readonly string[],
  own: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<Record<string, unknown>> {
  const change = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...names), hostile) },
    { weight: 1, arbitrary: fc.tuple(hostileName, hostile) },
    ...Object.entries(own).map(([name, values]) => ({
      weight: 1,
      arbitrary: fc.tuple(fc.constant(name), values),
    })),
  );
  // From entries, so that `__proto__` is a key as any other.
  return fc
    .tuple(base, fc.array(change, { maxLength: 2, size: "xsmall" }))
    .map(([values, changes]) => Object.fromEntries([...Object.entries(values), ...changes]));
}
