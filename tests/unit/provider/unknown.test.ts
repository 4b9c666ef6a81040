import { runtime } from "@pulumi/pulumi";

import { fromWire } from "../../../provider/engine/wire";
import { isUnknown } from "../../../provider/values/unknown";

test("what the SDK sends for an unknown value is known as such, also inside of lists", () => {
  const sent = { one: runtime.unknownValue, list: ["a", { b: runtime.unknownValue }], known: "a" };
  const { one, list, known } = fromWire(sent);
  expect([one, list, known].map(isUnknown)).toEqual([true, true, false]);
  expect(JSON.parse(JSON.stringify({ one, list, known }))).toEqual(sent);
});

test.each([undefined, null, "", 0, false, "text", ["a"], { a: null }])("%j is known", (value) => {
  expect(isUnknown(value)).toBe(false);
});

test("what is unknown stays so where it is decoded again", () => {
  const once = fromWire({ one: runtime.unknownValue, list: [runtime.unknownValue] });
  const { one, list } = fromWire(once);
  expect([one, list].map(isUnknown)).toEqual([true, true]);
  expect(JSON.parse(JSON.stringify({ one, list }))).toEqual({
    one: runtime.unknownValue,
    list: [runtime.unknownValue],
  });
});
