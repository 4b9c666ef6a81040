import * as v from "valibot";
import { parse } from "yaml";

import { ConfigurationError } from "../../gitlab";
import { spanOf } from "../arguments";
import { LONG_WAIT } from "../health/longWait";
import { inputName, readInput } from "../readInput";

const LARGEST = 64 * 1024;

const count = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const span = v.optional(
  v.pipe(
    v.string(),
    v.check((text) => spanOf(text) !== undefined, "a span of time such as 10m or 14d"),
    v.transform((text) => spanOf(text) ?? 0),
  ),
);

const schema = v.strictObject({
  maxWait: span,
  maxStuck: count,
  maxOffline: count,
  maxStale: count,
  maxNeverContacted: count,
  maxOld: count,
  maxOfflineMachines: count,
  tokenExpiresWithin: span,
  maxQuota: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(100))),
});

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
  return { ...DEFAULTS, ...(file === undefined ? {} : await readFile(file)), ...defined(given) };
}

async function readFile(file: string): Promise<Partial<Thresholds>> {
  const bytes = await readInput(file, { largest: LARGEST, what: "file of thresholds" });
  const result = v.safeParse(schema, parsed(bytes.toString("utf8"), file));
  if (result.success) return defined(result.output);
  const [issue] = result.issues;
  const at = v.getDotPath(issue) ?? "its root";
  throw wrong(
    file,
    `${at} is not ${issue.expected === "never" ? "a threshold" : "as expected"}: ${issue.message}`,
  );
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
}

function wrong(file: string, reason: string): ConfigurationError {
  return new ConfigurationError(
    `${inputName(file)} does not have thresholds of gitlab-runners check: ${reason}`,
  );
}

function defined(values: Readonly<Record<string, number | undefined>>): Partial<Thresholds> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
