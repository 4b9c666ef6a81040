import * as v from "valibot";
import { noSuchName } from "../../gitlab/text/noSuchName";
import type { Properties, CheckFailure } from "./operation";
import { isUnknown } from "./unknown";

/** One argument of a resource, as `check` sees it. */
export interface Argument {
  /** What its value must be. */
  readonly schema: v.GenericSchema;
  /** Whether its value must not be shown. */
  readonly secret?: boolean;
  /** Whether it must be given. */
  readonly required?: boolean;
}

/** The arguments of a resource, by their names. */
export type ArgumentTable = Readonly<Record<string, Argument>>;

/** The arguments of a table after `check`. */
export type InputsOf<Table extends ArgumentTable> = {
  -readonly [Name in keyof Table]: v.InferOutput<Table[Name]["schema"]>;
};

/** Arguments after validation. */
export interface CheckedArguments<Values> {
  /** All that are given, as they are, also under names that are no arguments. */
  readonly given: Properties;
  /** The arguments that are given, known and valid. */
  readonly values: Partial<Values>;
  /** Names of those whose value is not known before the apply. */
  readonly unknown: ReadonlySet<string>;
  readonly failures: readonly CheckFailure[];
}

/**
 * Validates every argument, and that those are given that must be. A null is as good as
 * an absent argument, as in Pulumi's own types.
 *
 * @param resource - the resource's type, for the text about an argument it does not have.
 */
export function checkArguments<Table extends ArgumentTable>(
  resource: string,
  table: Table,
  news: Properties,
): CheckedArguments<InputsOf<Table>> {
  const given = Object.fromEntries(
    Object.entries(news).filter(([, value]) => value !== null && value !== undefined),
  );
  const values: Properties = {};
  const unknown = new Set<string>();
  const failures: CheckFailure[] = [];
  for (const [name, value] of Object.entries(given)) {
    // A name such as `constructor` is one that every object has.
    const argument = Object.hasOwn(table, name) ? table[name] : undefined;
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
          failures.push(failure(name, message, { isSecret: argument.secret }));
    }
  }
  for (const [name, { required }] of Object.entries(table))
    if (required === true && !Object.hasOwn(given, name))
      failures.push(failure(name, "is missing"));
  return {
    given,
    values: values as Partial<InputsOf<Table>>,
    unknown,
    failures,
  };
}

/** The arguments whose value is not known before the apply, as they are given. */
export function unknownArguments({
  given,
  unknown,
}: Pick<CheckedArguments<unknown>, "given" | "unknown">): Properties {
  return Object.fromEntries([...unknown].map((name) => [name, given[name]]));
}

/** A failure of one argument. */
export function failure(
  property: string,
  reason: string,
  { isSecret = false }: { isSecret?: boolean | undefined } = {},
): CheckFailure {
  return { property, reason, ...(isSecret && { isSecret }) };
}

/** Whether a resource has been applied before, by its old inputs. */
export function isInState(olds: Properties): boolean {
  return Object.keys(olds).length > 0;
}

function noSuchArgument(resource: string, name: string, names: readonly string[]): CheckFailure {
  return { property: "", reason: `${resource} has no argument ${noSuchName(name, names)}` };
}
