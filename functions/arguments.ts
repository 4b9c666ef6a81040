import * as v from "valibot";
import { isFullPath, isId } from "../gitlab/payloads/identifiers";
import { shown } from "../gitlab/text/shown";
import { isWhole, lengthOf, tagListSchema } from "../gitlab/text/texts";
import { FunctionError } from "./functionError";

const numberOrText = (message: string): v.GenericSchema<number | string> =>
  v.union([v.number(), v.string()], message);

const idMessage = "must be an id, a whole number such as 42";

/** An id of GitLab's as number or digits. */
export const idSchema = v.pipe(numberOrText(idMessage), v.check(isId, idMessage));

const idOrPathMessage = "must be an id or a full path, such as 42 or group/project";

/** An id, or a full path. */
export const idOrPathSchema = v.pipe(
  numberOrText(idOrPathMessage),
  v.check(
    (value) => isId(value) || (typeof value === "string" && isFullPath(value)),
    idOrPathMessage,
  ),
);

export const limitSchema = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(1, "must be 1 or more"),
);

/** Tags that a runner must have all of. */
export const tagsSchema = tagListSchema;

const LONGEST_TEXT = 255;

export const textSchema = v.pipe(
  v.string("must be a text"),
  v.check(
    (text) => lengthOf(text) <= LONGEST_TEXT,
    `must be a text of at most ${LONGEST_TEXT} characters`,
  ),
  v.check(isWhole, "holds a NUL or half a surrogate pair, which GitLab refuses"),
);

/** A day, or an instant. */
export const timeSchema = v.pipe(
  v.string("must be a time in ISO 8601"),
  v.check(
    (text) =>
      /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text) &&
      !Number.isNaN(Date.parse(text)),
    "must be a time in ISO 8601",
  ),
);

/** One of GitLab's constants. */
export function constantSchema<const T extends readonly string[]>(
  allowed: T,
): v.GenericSchema<T[number]> {
  return v.picklist(allowed, `must be one of ${allowed.join(", ")}`);
}

const MOST_SHOWN = 5;

/**
 * Checks the arguments of a function before GitLab is asked for anything.
 *
 * @throws FunctionError that names the function and every argument that is wrong.
 */
export function checkArgs<S extends v.GenericSchema>(
  name: string,
  schema: S,
  args: unknown,
): v.InferOutput<S> {
  // A list would have its indices for arguments.
  if (Array.isArray(args)) throw new FunctionError(`${name}: ${noObject(args)}`);
  const result = v.safeParse(schema, args);
  if (result.success) return result.output;
  // The items of a list may all be wrong for the same reason: the first stands for them.
  const first = new Map<string, v.BaseIssue<unknown>>();
  for (const issue of result.issues) {
    const places = issue.path?.map(({ key }) => (typeof key === "number" ? "" : String(key)));
    const reason = JSON.stringify([places, issue.message]);
    if (!first.has(reason)) first.set(reason, issue);
  }
  const problems = [...first.values()].map(problem);
  const few = problems.slice(0, MOST_SHOWN);
  const more = problems.length - few.length;
  throw new FunctionError(
    `${name}: ${[...few, ...(more > 0 ? [`${more} more are wrong`] : [])].join("; ")}`,
  );
}

/** Schemas whose own issues are that a value is no object, or of the keys that it has. */
const OBJECTS: ReadonlySet<string> = new Set(["object", "loose_object", "strict_object"]);

function problem({ path, type, expected, message, input }: v.BaseIssue<unknown>): string {
  if (path === undefined) {
    return OBJECTS.has(type) || type === "variant" ? noObject(input) : message;
  }
  const argument = path.map(({ key }) => named(key)).join(".");
  if (!OBJECTS.has(type)) return `${argument} ${message}`;
  if (expected === "Object") return `${argument} must be an object`;
  return expected === "never" ? `it has no argument ${argument}` : `${argument} is missing`;
}

function noObject(args: unknown): string {
  return `its arguments must be an object, not ${shown(args)}`;
}

function named(key: unknown): string {
  return /^\w{1,60}$/.test(String(key)) ? String(key) : shown(key);
}
