import * as v from "valibot";
import { shown } from "../gitlab/text/shown";
import type { KeySchema } from "./runnerRule";

const LEVELS = ["advisory", "mandatory", "disabled"] as const;

/**
 * Refuses a value that a key cannot have. The engine checks a file of `--policy-pack-config` itself, but not what a
 * program in JavaScript passes.
 *
 * @param name - of the key, for messages.
 * @throws Error that says what the key takes.
 */
export function requireValue(name: string, schema: KeySchema, value: unknown): void {
  if (v.is(valueSchema(schema), value)) return;
  throw new Error(`${name} must be ${wanted(schema)}, not ${shown(value)}`);
}

/** @throws Error for anything else than a level. */
export function requireLevel(name: string, value: unknown): void {
  if (value === undefined || v.is(v.picklist(LEVELS), value)) return;
  throw new Error(`${name} must be one of ${LEVELS.join(", ")}, not ${shown(value)}`);
}

function valueSchema({ type, items, minimum = -Infinity, pattern }: KeySchema): v.GenericSchema {
  switch (type) {
    case "integer":
      return v.pipe(v.number(), v.safeInteger(), v.minValue(minimum));
    case "string":
      return v.pipe(v.string(), v.regex(new RegExp(pattern ?? "", "u")));
    case "array":
      return v.array(valueSchema(items as KeySchema));
    default:
      throw new Error(`no key of a rule is of the type ${String(type)}`);
  }
}

function wanted({ type, items, minimum, pattern }: KeySchema): string {
  if (type === "array")
    return `a list of ${(items as KeySchema).type === "integer" ? "whole numbers" : "texts"}`;
  if (type === "string") return pattern === undefined ? "a text" : `a text that matches ${pattern}`;
  return minimum === undefined ? "a whole number" : `a whole number, ${minimum} or more`;
}
