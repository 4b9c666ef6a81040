import * as pulumi from "@pulumi/pulumi";
import { NOT_KNOWN_YET } from "../../functions";

type Later = pulumi.Output<unknown> | Promise<unknown>;

/** Values that are known only later, with what they have turned out to be. */
export type Resolved = ReadonlyMap<unknown, unknown>;

const NONE: Resolved = new Map();

/**
 * Values as the program gives them, with NOT_KNOWN_YET for each value that is known only later and is not
 * resolved.
 */
export function knownNow(value: unknown, resolved = NONE): unknown {
  if (isLater(value)) return resolved.has(value) ? resolved.get(value) : NOT_KNOWN_YET;
  if (Array.isArray(value)) return value.map((each) => knownNow(each, resolved));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, knownNow(each, resolved)]),
  );
}

/** The values at any depth that are known only later. */
export function laterValues(value: unknown): Later[] {
  if (isLater(value)) return [value];
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(laterValues)
    : [];
}

function isLater(value: unknown): value is Later {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
