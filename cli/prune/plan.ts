import * as v from "valibot";

import { ConfigurationError } from "../../gitlab";
import { printableJson } from "../../gitlab/text/shown";
import { wouldTakeOnline } from "../../gitlab/pruning/staleness";
import { RUNNER_TYPES } from "../../gitlab/payloads/schemas";
import { inputName } from "../readInput";
import { readJsonFile } from "../readJsonFile";

/** More than the plan of any fleet has. */
const LARGEST = 64 * 1024 * 1024;
const VERSION = 1;

const text = v.string();
const time = v.pipe(
  text,
  v.check((value) => !Number.isNaN(Date.parse(value)), "a time in ISO 8601"),
);

const plannedSchema = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  runnerType: v.picklist(RUNNER_TYPES),
  description: text,
  /** When GitLab last heard of it; null where GitLab reports no time. */
  heardAt: v.nullable(time),
  reason: text,
});

const planSchema = v.strictObject({
  version: v.literal(VERSION),
  apiUrl: text,
  madeAt: time,
  /** Stale is what GitLab has not heard of since then. */
  since: time,
  delete: v.array(plannedSchema),
  keep: v.array(plannedSchema),
});

/** A runner in a plan. */
export type PlannedRunner = v.InferOutput<typeof plannedSchema>;

/** Which stale runners are to be deleted and which stay: docs/prune.schema.json. */
export type Plan = v.InferOutput<typeof planSchema>;

/** A plan as the text of a file. */
export function planText(plan: Omit<Plan, "version">): string {
  return `${printableJson({ version: VERSION, ...plan })}\n`;
}

/**
 * Reads the plan of a file, or of standard input.
 *
 * @throws ConfigurationError where there is none, or it is of another GitLab.
 */
export async function readPlan(file: string, apiUrl: string): Promise<Plan> {
  const plan = await readJsonFile(file, {
    schema: planSchema,
    largest: LARGEST,
    what: "plan",
    command: "prune",
    refusal: noPlan,
  });
  if (wouldTakeOnline(Date.parse(plan.since)))
    throw noPlan(
      file,
      "its since is less than 2 hours ago, so that a runner that is online is stale",
    );
  if (plan.apiUrl !== apiUrl)
    throw new ConfigurationError(
      `the plan of ${inputName(file)} is of ${plan.apiUrl}, and this command asks ${apiUrl}. Set ` +
        "GITLAB_BASE_URL to the GitLab of the plan, or make a plan of this GitLab",
    );
  return plan;
}

function noPlan(file: string, reason: string): ConfigurationError {
  return new ConfigurationError(
    `${inputName(file)} is not a plan of gitlab-runners prune --out: ${reason}`,
  );
}
