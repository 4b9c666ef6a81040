import { performance } from "node:perf_hooks";

/** How long it takes, in milliseconds, and what it ends with. */
export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<[milliseconds: number, result: Result]> {
  const begun = performance.now();
  const result = await work();
  return [performance.now() - begun, result];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return (low + high) / 2;
}

/** Milliseconds as text, or seconds where there are many. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Milliseconds of something of ours and of its floor. */
export interface Pair {
  readonly ours: number;
  readonly floor: number;
}

/**
 * Times something and its floor, one right after the other, so that whatever else the machine does
 * meets both.
 *
 * @param turn - which of them comes first: it changes with every number.
 */
export async function pair(
  turn: number,
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<Pair> {
  if (turn % 2 === 0) {
    const [first] = await timed(ours);
    return { ours: first, floor: (await timed(floor))[0] };
  }
  const [first] = await timed(floor);
  return { ours: (await timed(ours))[0], floor: first };
}

/** The medians, and that of the pairs' ratios. */
export function summary(pairs: readonly Pair[]): Pair & { readonly ratio: number } {
  return {
    ours: median(pairs.map(({ ours }) => ours)),
    floor: median(pairs.map(({ floor }) => floor)),
    ratio: median(pairs.map(({ ours, floor }) => ours / floor)),
  };
}
