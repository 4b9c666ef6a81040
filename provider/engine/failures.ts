import type { CheckFailure, Properties } from "../values/operation";

/** A failure in the engine's form. */
export interface ShownFailure {
  readonly property: string;
  readonly reason: string;
}

const LONGEST_SHOWN = 200;
const MOST_SHOWN = 10;

/**
 * Failures as a person can read them, and not too many. The engine prints the value beside a failure
 * that names its property, also a secret one or one of many lines, so that of these names the property
 * in its text only.
 *
 * @param values - the inputs that are refused.
 */
export function shownFailures(
  failures: readonly CheckFailure[],
  values: Properties,
): ShownFailure[] {
  const few = failures.slice(0, MOST_SHOWN).map(({ property, reason, isSecret = false }) => {
    const isHidden = property !== "" && (isSecret || isLong(values[property]));
    return isHidden ? { property: "", reason: `${property}: ${reason}` } : { property, reason };
  });
  const more = failures.length - few.length;
  return more === 0
    ? few
    : [...few, { property: "", reason: `${more} more of these arguments are refused` }];
}

function isLong(value: unknown): boolean {
  return ((JSON.stringify(value) as string | undefined) ?? "").length > LONGEST_SHOWN;
}
