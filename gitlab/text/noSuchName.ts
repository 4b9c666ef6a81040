import { shown } from "./shown";

/** How many letters of a misspelt name may differ. A name of three letters with two others is another name. */
function mostBetween(one: string, other: string): number {
  return Math.min(one.length, other.length) <= 3 ? 1 : 2;
}

/**
 * What a message says of an unknown name: the one that was probably meant, or all that exist.
 *
 * @param prefix - that users write before each name.
 */
export function noSuchName(
  name: string,
  names: readonly string[],
  { prefix = "" }: { prefix?: string } = {},
): string {
  const own = prefix + (/^\w{1,60}$/.test(name) ? name : shown(name));
  const alike = alikeName(name, names);
  return alike === undefined
    ? `${own}; it has ${names.join(", ")}`
    : `${own}; did you mean ${prefix}${alike}?`;
}

/** The name that was probably meant by a misspelt one; undefined where none is near. */
export function alikeName(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name);
  const [nearest] = names
    .map((candidate) => ({ candidate, distance: distanceOf(plain(candidate), wanted) }))
    .filter(({ candidate, distance }) => distance <= mostBetween(plain(candidate), wanted))
    .sort((one, other) => one.distance - other.distance);
  return nearest?.candidate;
}

/** The same for `tag_list`, `tagList`, `taglist` and `tagLists`; no name that there is has as many letters. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/s$/, "")
    .slice(0, 60);
}

/** How many letters must be added, taken away or changed to make one of the other. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, against] of Array.from(other).entries()) {
      const [above = 0, left = 0, before = 0] = [row[column + 1], next[column], row[column]];
      next.push(Math.min(above + 1, left + 1, before + (letter === against ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
