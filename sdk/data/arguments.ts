import type * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { runError } from "../runError";

/** Arguments of which each may be an Input. */
export type InputsOf<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

/** An id of GitLab's as number or digits. */
export const idSchema = textOrNumber(/^[1-9]\d*$/, "must be an id, a whole number such as 42");

/** An id, or a full path. */
export const idOrPathSchema = textOrNumber(
  /^[^\s?#]+$/,
  "must be an id or a full path, such as 42 or group/project",
);

function textOrNumber(pattern: RegExp, message: string): v.GenericSchema<number | string> {
  return v.pipe(
    v.union([v.number(), v.string()], message),
    v.check(
      (value) =>
        typeof value === "number" ? Number.isSafeInteger(value) && value > 0 : pattern.test(value),
      message,
    ),
  );
}

export const limitSchema = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(1, "must be 1 or more"),
);

export const timeSchema = v.pipe(
  v.string("must be a text"),
  v.check((text) => !Number.isNaN(Date.parse(text)), "must be a time in ISO 8601"),
);

/** One of GitLab's constants. */
export function constantSchema<const T extends readonly string[]>(
  allowed: T,
): v.GenericSchema<T[number]> {
  return v.picklist(allowed, `must be one of ${allowed.join(", ")}`);
}

/**
 * Checks the arguments of a data function before GitLab is asked for anything.
 *
 * @throws pulumi.RunError that names the function and every argument that is wrong.
 */
export function checkArgs<S extends v.GenericSchema>(
  name: string,
  schema: S,
  args: unknown,
): v.InferOutput<S> {
  const result = v.safeParse(schema, args);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => {
    const at = v.getDotPath(issue);
    if (at !== null && issue.type === "strict_object") {
      return issue.expected === "never" ? `it has no argument ${at}` : `${at} is missing`;
    }
    return at === null ? issue.message : `${at} ${issue.message}`;
  });
  throw runError(`${name}: ${problems.join("; ")}`);
}
