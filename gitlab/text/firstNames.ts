/** More than these are no longer read. */
export const MOST_NAMES = 10;

/**
 * The first of several names in a line: `acme/app (1), acme/site (8) and 4 more`.
 *
 * @param names - those that are shown, or more.
 * @param count - how many there are in all, if not all are given.
 */
export function firstNames(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = count - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/** Puts projects in the order of their paths; those whose path nobody knows come last. */
export function comparePaths(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  return one.localeCompare(other, "en");
}
