import * as v from "valibot";

const DURATION = /^([+-])P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000];

/**
 * A time of a seed: ISO 8601, or a duration of ISO 8601 with its sign, from the time at which the
 * seed is applied: `-PT5M` is five minutes ago, so that a file's runners stay online.
 */
export function timeFrom(now: Date): v.GenericSchema<string, string> {
  return v.pipe(
    v.string(),
    v.check(
      (text) => parse(text, now) !== undefined,
      "must be a time in ISO 8601, or a duration with its sign, such as -PT5M for 5 minutes ago",
    ),
    v.transform((text) => new Date(parse(text, now) ?? now).toISOString()),
  );
}

/** Milliseconds since 1970; undefined for what is neither. */
function parse(text: string, now: Date): number | undefined {
  const match = DURATION.exec(text);
  if (!match) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }
  const counts = match.slice(2) as (string | undefined)[];
  if (counts.every((count) => count === undefined)) return undefined;
  const length = counts.reduce(
    (sum, count, index) => sum + Number(count ?? 0) * (UNITS_MS[index] ?? 0),
    0,
  );
  return now.getTime() + (match[1] === "-" ? -length : length);
}
