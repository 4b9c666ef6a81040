type Numbers = readonly [major: number, minor: number, patch: number];

/**
 * The least version that may follow one, by Semantic Versioning; before 1.0 the second number says what
 * the first one says later, as npm's `^` reads it.
 *
 * @throws Error for a text that is not a version.
 */
export function leastNext(version: string, isBreaking: boolean): string {
  const [major, minor, patch] = numbersOf(version);
  if (major === 0) return isBreaking ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  return isBreaking ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}

/** Whether a version is another one or later. */
export function isAtLeast(version: string, least: string): boolean {
  const [one, other] = [numbersOf(version), numbersOf(least)];
  const place = one.findIndex((number, index) => number !== other[index]);
  return place === -1 || (one[place] ?? 0) > (other[place] ?? 0);
}

function numbersOf(version: string): Numbers {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  const [major, minor, patch] = numbers.map(Number);
  if (major === undefined || minor === undefined || patch === undefined)
    throw new Error(`${JSON.stringify(version)} is not a version such as 1.2.3`);
  return [major, minor, patch];
}
