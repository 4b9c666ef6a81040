import fc from "fast-check";

import { ATTRIBUTE_NAMES, type AttributeName } from "../../../provider/runner/argumentNames";
import { runnerArguments } from "../../../provider/runner/runnerArguments";
import type { Properties } from "../../../provider/values/operation";
import { ARGUMENT_VALUES } from "../../helpers/argumentValues";
import { hostileText } from "./hostile";
import { GIVEN_TOKEN } from "./tokens";

export const NAMES = Object.keys(runnerArguments);

export const ways = fc.constantFrom<Properties>(
  { runnerType: "instance_type" },
  { runnerType: "group_type", groupId: 7 },
  { runnerType: "project_type", projectId: "acme/app" },
  { registrationToken: "register-me" },
  { runnerId: 2 },
  { authenticationToken: GIVEN_TOKEN },
  { runnerId: 3, resetTokenOnAdopt: true, deleteOnDestroy: true },
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 100 }) },
  { weight: 1, arbitrary: hostileText },
);
const tag = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .string({ minLength: 1, maxLength: 10 })
      .filter((each) => !/^\s*["']|,|^\s*$/.test(each)),
  },
  { weight: 1, arbitrary: fc.constantFrom('"a"', "'a'", '"a', 'b"', "a\tb", " a ") },
  { weight: 1, arbitrary: hostileText },
);
/** Of settings that take more than a few values; of others the values that they are tried with count. */
const manyValues: Partial<Record<AttributeName, fc.Arbitrary<unknown>>> = {
  description: text,
  maintenanceNote: text,
  tagList: fc.array(tag, { maxLength: 5 }),
  maximumTimeout: fc.integer({ min: 590, max: 2 ** 31 }),
};
export const attributes = fc.record<Properties>(
  Object.fromEntries(
    ATTRIBUTE_NAMES.map((name) => {
      const { value, other } = ARGUMENT_VALUES[name];
      return [name, manyValues[name] ?? fc.constantFrom<unknown>(value, other)];
    }),
  ),
  { requiredKeys: [] },
);
const instant = fc
  .integer({ min: -60, max: 23 * 24 * 60 })
  .map((minutes) => new Date(Date.now() + minutes * 60_000).toISOString());
/** What else may be given, or nearly so. */
export const own: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  accessLevel: fc.constant("Ref-Protected"),
  runnerType: fc.constantFrom("instance_type", "group_type", "shared", null),
  groupId: fc.constantFrom(7, "7", "007", "acme", 8, "acme/"),
  projectId: fc.constantFrom(11, "11", "0011", "acme/app", "ACME/app", "acme%2Fapp", 99),
  tokenExpiresAt: instant,
  tokenRotationDeadline: instant,
  runnerId: fc.constantFrom(1, "2", 3, 99),
  authenticationToken: fc.constantFrom(GIVEN_TOKEN, "glrt-wrong", "glpat-x", "GR1348941x"),
  registrationToken: fc.constantFrom("register-me", "wrong", "glrt-x"),
};
export const good = fc.tuple(ways, attributes).map(([way, more]) => ({ ...way, ...more }));
