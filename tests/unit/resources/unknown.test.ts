import { runtime } from "@pulumi/pulumi";

import { isUnknown } from "../../../provider/resources/unknown";

test("what the SDK sends for an unknown value is known as such, also inside of lists", () => {
  expect(isUnknown(runtime.unknownValue)).toBe(true);
  expect(isUnknown(["a", { b: runtime.unknownValue }])).toBe(true);
});

test.each([undefined, null, "", 0, false, "text", ["a"], { a: null }])("%j is known", (value) => {
  expect(isUnknown(value)).toBe(false);
});
