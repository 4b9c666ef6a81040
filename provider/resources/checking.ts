import * as v from "valibot";
import type { dynamic } from "@pulumi/pulumi";
import { shown } from "../api/shown";
import type { Properties } from "./resourceHandler";
import { isUnknown } from "./unknown";

/** One argument of a resource: its shape, and whether its value must not be shown. */
export interface Argument {
  readonly schema: v.GenericSchema;
  readonly secret?: boolean;
}

/** Arguments after validation. */
export interface CheckedArguments<Values> {
  /** All that are given, as they are, also under names that are no arguments. */
  readonly given: Properties;
  /** Those that are given, known and of the right shape. */
  readonly values: Partial<Values>;
  /** Names of those whose value is not known before the apply. */
  readonly unknown: ReadonlySet<string>;
  readonly failures: readonly dynamic.CheckFailure[];
}

/**
 * Validates the shape of every argument. A null is as good as an absent argument, as in Pulumi's
 * own types; keys of the engine (`__provider`) pass.
 *
 * @param resource - the resource's type, for the text about an argument it does not have.
 */
export function checkArguments<Values>(
  resource: string,
  table: Readonly<Record<keyof Values & string, Argument>>,
  news: Properties,
): CheckedArguments<Values> {
  const given = Object.fromEntries(
    Object.entries(news).filter(
      ([name, value]) => !name.startsWith("__") && value !== null && value !== undefined,
    ),
  );
  const values: Properties = {};
  const unknown = new Set<string>();
  const failures: dynamic.CheckFailure[] = [];
  for (const [name, value] of Object.entries(given)) {
    // A name such as `constructor` is one that every object has.
    const argument = Object.hasOwn(table, name)
      ? (table as Readonly<Record<string, Argument>>)[name]
      : undefined;
    if (argument === undefined) {
      failures.push(noSuchArgument(resource, name, Object.keys(table)));
    } else if (isUnknown(value)) {
      unknown.add(name);
    } else {
      const result = v.safeParse(argument.schema, value);
      if (result.success) values[name] = result.output;
      else
        // The items of a list may all be wrong for the same reason.
        for (const message of new Set(result.issues.map((issue) => issue.message)))
          failures.push(failure(name, message, { secret: argument.secret }));
    }
  }
  return {
    given,
    values: values as Partial<Values>,
    unknown,
    failures: presentable(failures, given),
  };
}

/**
 * A failure of one argument. The engine prints the value beside a failure that names its property,
 * also a secret one or one of many lines, so that of these names the property in its text only.
 */
export function failure(
  property: string,
  reason: string,
  { secret = false, long = false }: { secret?: boolean | undefined; long?: boolean } = {},
): dynamic.CheckFailure {
  return secret || long ? { property: "", reason: `${property}: ${reason}` } : { property, reason };
}

/** Whether a resource has been applied before, by its old inputs. */
export function isInState(olds: Properties): boolean {
  return Object.keys(olds).some((name) => !name.startsWith("__"));
}

const LONGEST_SHOWN = 200;

export function isLong(value: unknown): boolean {
  return ((JSON.stringify(value) as string | undefined) ?? "").length > LONGEST_SHOWN;
}

const MOST_SHOWN = 10;

/** Failures as a person can read them: not too many, and none with a long value beside it. */
export function presentable(
  failures: readonly dynamic.CheckFailure[],
  values: Properties,
): dynamic.CheckFailure[] {
  const few = failures
    .slice(0, MOST_SHOWN)
    .map(({ property, reason }) =>
      failure(property, reason, { long: property !== "" && isLong(values[property]) }),
    );
  const more = failures.length - few.length;
  return more === 0 ? few : [...few, failure("", `${more} more of these arguments are refused`)];
}

function noSuchArgument(
  resource: string,
  name: string,
  names: readonly string[],
): dynamic.CheckFailure {
  const similar = names.find((candidate) => plain(candidate) === plain(name));
  return {
    property: "",
    reason:
      `${resource} has no argument ${/^\w{1,60}$/.test(name) ? name : shown(name)}; ` +
      (similar === undefined ? `it has ${names.join(", ")}` : `did you mean ${similar}?`),
  };
}

/** The same for `tag_list`, `tagList`, `taglist` and `tagLists`. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/s$/, "");
}
