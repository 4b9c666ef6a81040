import * as v from "valibot";

import { idOrPathShape, idShape } from "../../../provider/resources/argumentShapes";

const messages = (schema: v.GenericSchema, value: unknown): string[] =>
  (v.safeParse(schema, value).issues ?? []).map(({ message }) => message);

test.each(["x", "0", "-1", "1.5", "01", 0, -1, 1.5, 2 ** 53, true, {}, "12345678901234567890"])(
  "%p is no id, and the message says what one is",
  (value) => {
    expect(messages(idShape("runner"), value)).toEqual([
      'must be the id of a runner, a whole number such as 42 or "42"',
    ]);
  },
);

test.each(["", "/", "a/", "/a", "a//b", "a b", "../x", "a?b", "a#b", "0", 0])(
  "%p is no project, and the message says how one is named",
  (value) => {
    const found = messages(idOrPathShape("project"), value);
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
  expect(v.parse(idOrPathShape("project"), value)).toBe(read);
});
