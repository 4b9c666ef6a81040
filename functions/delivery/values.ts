import * as v from "valibot";
import type { KnownTomlValue } from "./runnerTable";

/* The kinds of values that options have. */

export const text = v.string("must be a text");

export const flag = v.boolean("must be true or false");

export const count = v.pipe(v.number("must be a number"), v.safeInteger("must be a whole number"));

export const texts = v.array(text, "must be a list of texts");

export const textOrTexts = v.union(
  [text, v.array(v.string())],
  "must be a text or a list of texts",
);

/** Texts by a name that is the user's own. */
export const textByName = v.record(v.string(), text, "must be an object of texts");

const tomlValue: v.GenericSchema<KnownTomlValue> = v.lazy((input) => {
  if (Array.isArray(input)) return v.array(tomlValue);
  return typeof input === "object" && input !== null ? tomlTable : plain;
});

const plain = v.union(
  [v.string(), v.number(), v.boolean()],
  "must be a text, a number, true or false, a list or an object",
);

/** Values in gitlab-runner's own spelling. */
export const tomlTable = v.record(v.string(), tomlValue, "must be an object");
