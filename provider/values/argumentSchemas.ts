import * as v from "valibot";
import { LONGEST_DRAIN_S, TIMEOUT_ACTIONS } from "../../gitlab/draining/drain";
import { isFullPath, isId } from "../../gitlab/payloads/identifiers";
import { noSuchName } from "../../gitlab/text/noSuchName";
import { shown } from "../../gitlab/text/shown";
import { isWhole, lengthOf } from "../../gitlab/text/texts";

/** Schemas of arguments that several resources have; each message says what is expected. */

/** A whole number of 1 or more, as a number or its digits. */
export function idSchema(what: string): v.GenericSchema<unknown, number> {
  const message = `must be the id of a ${what}, a whole number such as 42 or "42"`;
  return v.pipe(
    v.union([v.number(), v.string()], message),
    v.check(isId, message),
    v.transform(Number),
  );
}

/** The id of a project or group, or its full path. */
export function idOrPathSchema(what: string): v.GenericSchema<unknown, number | string> {
  const message =
    `must be the id of a ${what} or its full path, such as 42, "42" or ` +
    (what === "project" ? '"group/subgroup/project"' : '"group/subgroup"');
  return v.union([idSchema(what), v.pipe(v.string(), v.check(isFullPath, message))], message);
}

export function textSchema(longest: number): v.GenericSchema<string> {
  return v.pipe(
    v.string("must be a text"),
    v.check(isWhole, "holds a NUL or half a surrogate pair, which GitLab refuses"),
    v.check(
      (text) => text === "" || /[^\p{White_Space}]/u.test(text),
      "contains only white space, which GitLab drops. Leave it out",
    ),
    v.check(
      (text) => lengthOf(text) <= longest,
      ({ input }) =>
        `is longer than the ${longest} characters that GitLab allows (${lengthOf(input)})`,
    ),
  );
}

const LONGEST_TOKEN = 1024;

/** A token, of which no message may show the value. */
export const secretTextSchema = v.pipe(
  v.string("must be a text"),
  v.maxLength(LONGEST_TOKEN, "is longer than any token of GitLab's"),
  v.regex(/^[\x21-\x7e]+$/, "is empty or holds white space or characters that no token has"),
);

export const flagSchema = v.boolean(({ input }) => `must be true or false, not ${shown(input)}`);

/** One of GitLab's constants; a constant in another case gets the right one suggested. */
export function constantSchema<const T extends readonly string[]>(
  allowed: T,
): v.GenericSchema<unknown, T[number]> {
  const plain = (value: unknown): string =>
    shown(value)
      .toLowerCase()
      .replace(/[^a-z]/g, "");
  return v.picklist(allowed, ({ input }) => {
    const similar = allowed.find(
      (constant) =>
        plain(constant) === plain(input) || plain(constant).replace(/type$/, "") === plain(input),
    );
    return similar === undefined
      ? `must be one of ${allowed.join(", ")}, not ${shown(input)}`
      : `is ${shown(input)}; did you mean ${similar}?`;
  });
}

/** A 30th of February would become the 2nd of March. */
function isDayOfCalendar(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** An instant, ISO 8601 with a zone; normalised to UTC with milliseconds, as GitLab writes it. */
export const instantSchema: v.GenericSchema<unknown, string> = v.pipe(
  v.string("must be an instant in ISO 8601, such as 2030-01-31T12:00:00Z"),
  v.check(
    (text) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text) &&
      !Number.isNaN(Date.parse(text)) &&
      isDayOfCalendar(text),
    "must be a time in ISO 8601 with a time zone, such as 2030-01-31T12:00:00Z",
  ),
  v.transform((text) => new Date(text).toISOString()),
);

/** A whole number from 1 to a most; the message is for whatever else comes. */
export function wholeNumberSchema(most: number, message: string) {
  return boundedNumberSchema(1, most, message);
}

/** A whole number from a least to a most; the message is for whatever else comes. */
export function boundedNumberSchema(least: number, most: number, message: string) {
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

/**
 * An object of options, of which a null is as good as one left out. What is wrong with an option, its own
 * schema says, by its name, and also that it is missing. All that is wrong is said at once.
 *
 * @param what - the argument that it is, for the text about an option that it does not have.
 */
export function objectSchema<const Entries extends v.ObjectEntries>(
  entries: Entries,
  what: string,
) {
  const names = Object.keys(entries);
  const options = v.object(entries);
  const required = names.filter((name) => entries[name]?.type !== "exact_optional");
  const wanted = `must be an object of ${names.join(", ")}`;
  return v.pipe(
    v.record(v.string(), v.unknown(), wanted),
    v.check((value) => !Array.isArray(value), wanted),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const given = Object.entries(dataset.value).filter(([, value]) => value !== null);
      const unknown = given.map(([name]) => name).filter((name) => !names.includes(name));
      for (const name of unknown)
        addIssue({ message: `${what} has no option ${noSuchName(name, names)}` });
      const result = v.safeParse(options, {
        ...Object.fromEntries(required.map((name) => [name, undefined])),
        ...Object.fromEntries(given),
      });
      for (const { message } of result.issues ?? []) addIssue({ message });
      return result.success && unknown.length === 0 ? result.output : NEVER;
    }),
  );
}

/** How long the jobs of a runner are waited for before it goes. */
export const drainSchema = objectSchema(
  {
    timeout: wholeNumberSchema(
      LONGEST_DRAIN_S,
      `must have a timeout that is a whole number of seconds, from 1 to ${LONGEST_DRAIN_S} (a week)`,
    ),
    onTimeout: v.exactOptional(
      v.picklist(
        TIMEOUT_ACTIONS,
        ({ input }) => `must have "fail" or "force" as onTimeout, not ${shown(input)}`,
      ),
    ),
  },
  "drain",
);
