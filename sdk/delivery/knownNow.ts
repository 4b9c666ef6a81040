import * as pulumi from "@pulumi/pulumi";
import { NOT_KNOWN_YET } from "../../functions";

/** Values as the program gives them, with NOT_KNOWN_YET for each value that is known only later. */
export function knownNow(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return NOT_KNOWN_YET;
  if (Array.isArray(value)) return value.map(knownNow);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, knownNow(each)]));
}
