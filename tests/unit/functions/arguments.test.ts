import * as v from "valibot";

import {
  checkArgs,
  idOrPathSchema,
  idSchema,
  tagsSchema,
  textSchema,
  timeSchema,
} from "../../../functions/arguments";

const schema = v.strictObject({
  id: idSchema,
  projectId: v.optional(idOrPathSchema),
  systemId: v.optional(textSchema),
  since: v.optional(timeSchema),
  tagList: v.optional(tagsSchema),
});
const refusal = (args: unknown): string => {
  try {
    checkArgs("getThings", schema, args);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

test.each<[RegExp, unknown]>([
  [/^getThings: id is missing$/, {}],
  [/^getThings: its arguments must be an object, not null$/, null],
  [/^getThings: its arguments must be an object, not "a{59}…$/, "a".repeat(1_000_000)],
  [/^getThings: it has no argument "a\\u0000b"$/, { id: 1, "a\0b": 1 }],
  [/^getThings: it has no argument constructor$/, { id: 1, constructor: 1 }],
  [/^getThings: id must be an id/, { id: "9".repeat(400) }],
  [/^getThings: projectId must be an id or a full path/, { id: 1, projectId: ".." }],
  [/^getThings: projectId must be/, { id: 1, projectId: "\ud800" }],
  [/^getThings: projectId must be/, { id: 1, projectId: "007" }],
  [/^getThings: systemId holds a NUL/, { id: 1, systemId: "a\0" }],
  [/^getThings: systemId must be a text of at most 255/, { id: 1, systemId: "a".repeat(256) }],
  [/^getThings: since must be a time in ISO 8601$/, { id: 1, since: "foo 1" }],
  [/^getThings: since must be a time in ISO 8601$/, { id: 1, since: 1 }],
  [/^getThings: tagList.0 holds the tag "a,b"/, { id: 1, tagList: ["a,b"] }],
  [/^getThings: tagList.0 holds an empty tag$/, { id: 1, tagList: Array(10_000).fill("") }],
])("%s", (message, args) => {
  expect(refusal(args)).toMatch(message);
});

test("what is right passes", () => {
  const args = { id: "7", projectId: "acme/app", since: "2026-01-01", tagList: ["a", "a"] };
  expect(checkArgs("getThings", schema, args)).toEqual({ ...args, tagList: ["a"] });
});
