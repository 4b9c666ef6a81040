import * as v from "valibot";

import { rotationSchema } from "../../../provider/runner/rotationSchema";
import {
  drainSchema,
  idOrPathSchema,
  idSchema,
  instantSchema,
  textSchema,
} from "../../../provider/values/argumentSchemas";
import { runnerArguments } from "../../../provider/runner/runnerArguments";

const messages = (schema: v.GenericSchema, value: unknown): string[] =>
  (v.safeParse(schema, value).issues ?? []).map(({ message }) => message);

test.each(["x", "0", "-1", "1.5", "01", 0, -1, 1.5, 2 ** 53, true, {}, "12345678901234567890"])(
  "%p is no id, and the message says what one is",
  (value) => {
    expect(messages(idSchema("runner"), value)).toEqual([
      'must be the id of a runner, a whole number such as 42 or "42"',
    ]);
  },
);

test.each(["", "/", "a/", "/a", "a//b", "a b", "../x", "a?b", "a#b", "0", 0])(
  "%p is no project, and the message says how one is named",
  (value) => {
    const found = messages(idOrPathSchema("project"), value);
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) expect(message).toMatch(/^must be the id of a project/);
  },
);

test.each([
  ["42", 42],
  [42, 42],
  ["group/project", "group/project"],
  ["gruppe/straße.de", "gruppe/straße.de"],
])("%p is read as %p", (value, read) => {
  expect(v.parse(idOrPathSchema("project"), value)).toBe(read);
});

test("the characters of a text are counted as GitLab counts them", () => {
  expect(messages(textSchema(4), "\u{1f600}".repeat(4))).toEqual([]);
  expect(messages(textSchema(4), "\u{1f600}".repeat(5))).toEqual([
    "is longer than the 4 characters that GitLab allows (5)",
  ]);
});

test.each([
  ["a\0b", /NUL/],
  ["\ud800", /surrogate/],
  [" \u00a0\n", /white space/],
])("the text %j is refused, as GitLab would refuse or drop it", (text, message) => {
  expect(messages(textSchema(9), text)).toEqual([expect.stringMatching(message)]);
});

test.each(["", " a ", "a\nb", "\u202e", "\u{1f600}"])("the text %j is as good as any", (text) => {
  expect(v.parse(textSchema(9), text)).toBe(text);
});

test.each([
  ['"docker"', /quotes/],
  ["'docker", /quotes/],
  ["a\0", /NUL/],
  ["a,b", /commas/],
  ["\u{1f600}".repeat(256), /more than 255/],
  [" ", /empty/],
])("the tag %j is refused", (tag, message) => {
  expect(messages(runnerArguments.tagList.schema, [tag])).toEqual([expect.stringMatching(message)]);
});

test.each(["2030-02-30T00:00:00Z", "2030-04-31T00:00:00Z", "2030-13-01T00:00:00Z"])(
  "%s is no day of the calendar",
  (text) => {
    expect(messages(instantSchema, text)).toHaveLength(1);
  },
);

test("the 29th of February is one in a leap year", () => {
  expect(v.parse(instantSchema, "2028-02-29T00:00:00+01:00")).toBe("2028-02-28T23:00:00.000Z");
});

const DRAIN = "must have a timeout that is a whole number of seconds, from 1 to 604800 (a week)";

test.each<[v.GenericSchema, unknown, string[]]>([
  [drainSchema, {}, [DRAIN]],
  [drainSchema, { timeout: null }, [DRAIN]],
  [
    drainSchema,
    { onTimeout: "stop", timeOut: 5 },
    [
      "drain has no option timeOut; did you mean timeout?",
      DRAIN,
      'must have "fail" or "force" as onTimeout, not "stop"',
    ],
  ],
  [drainSchema, 5, ["must be an object of timeout, onTimeout"]],
  [
    rotationSchema,
    { everyDays: 0, strategi: "reset", beforeExpiryDays: "1" },
    [
      "rotation has no option strategi; did you mean strategy?",
      "everyDays must be a whole number of days, 1 to 3650",
      "beforeExpiryDays must be a whole number of days, 1 to 3650",
    ],
  ],
])(
  "%# all that is wrong with an object is said at once, each in plain words",
  (schema, value, all) => {
    expect(messages(schema, value)).toEqual(all);
  },
);
