import * as v from "valibot";

import { spanOf } from "../arguments";
import { LONG_WAIT } from "../health/longWait";
import { type HandwrittenKind, mapping, readHandwritten } from "../readHandwritten";

const LARGEST = 64 * 1024;

const count = v.optional(number(/^(?:0|[1-9]\d{0,14})$/, "a whole number from 0 on"));
const percentage = v.optional(number(/^(?:[1-9]\d?(?:\.\d{1,6})?|100)$/, "percent, from 1 to 100"));
const SPAN = "a span of time such as 10m or 14d";
const span = v.optional(
  v.pipe(
    v.string(SPAN),
    v.check((text) => spanOf(text) !== undefined, SPAN),
    v.transform((text) => spanOf(text) ?? 0),
  ),
);

const THRESHOLDS = {
  what: "file of thresholds",
  largest: LARGEST,
  example: "{maxWait: 30m, maxOffline: 2, tokenExpiresWithin: 7d}",
  schema: mapping({
    maxWait: span,
    maxStuck: count,
    maxOffline: count,
    maxStale: count,
    maxNeverContacted: count,
    maxOld: count,
    maxOfflineMachines: count,
    tokenExpiresWithin: span,
    maxQuota: percentage,
  }),
} satisfies HandwrittenKind<unknown>;

/** From where on a check fails. Spans of time are seconds. */
export interface Thresholds {
  /** How long a job may wait. */
  readonly maxWait: number;
  /** How many jobs may wait that no runner takes. */
  readonly maxStuck: number;
  readonly maxOffline: number;
  readonly maxStale: number;
  readonly maxNeverContacted: number;
  readonly maxOld: number;
  /** Without it, any number: machines that scale come and go. */
  readonly maxOfflineMachines?: number | undefined;
  readonly tokenExpiresWithin: number;
  /** Percent of the registered runners that GitLab allows. Without it nobody asks for the limit. */
  readonly maxQuota?: number | undefined;
}

const DEFAULTS: Thresholds = {
  maxWait: LONG_WAIT,
  maxStuck: 0,
  maxOffline: 0,
  maxStale: 0,
  maxNeverContacted: 0,
  maxOld: 0,
  tokenExpiresWithin: 14 * 24 * 60 * 60,
};

/**
 * The thresholds of the options, then of a file, then the defaults.
 *
 * @throws {ConfigurationError} when the file is not readable, or has another key or value.
 */
export async function readThresholds(
  options: Partial<Thresholds>,
  file: string | undefined,
): Promise<Thresholds> {
  const { maxWait, maxStuck, maxOffline, maxStale, maxNeverContacted } = options;
  const { maxOld, maxOfflineMachines, tokenExpiresWithin, maxQuota } = options;
  const counts = { maxWait, maxStuck, maxOffline, maxStale, maxNeverContacted, maxOld };
  const given = { ...counts, maxOfflineMachines, tokenExpiresWithin, maxQuota };
  const ofFile = file === undefined ? {} : await readHandwritten(file, THRESHOLDS);
  return { ...DEFAULTS, ...defined(ofFile), ...defined(given) };
}

function number(pattern: RegExp, expected: string): v.GenericSchema<string, number> {
  return v.pipe(v.string(expected), v.regex(pattern, expected), v.transform(Number));
}

function defined(values: Readonly<Record<string, number | undefined>>): Partial<Thresholds> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
