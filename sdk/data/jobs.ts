import type * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { camelCased } from "../../provider/api/camelCase";
import { JOB_STATUSES } from "../../provider/api/schemas";
import {
  type InputsOf,
  checkArgs,
  constantSchema,
  idSchema,
  limitSchema,
  timeSchema,
} from "./arguments";
import {
  type Connection,
  type DataOptions,
  type DataOutputOptions,
  ask,
  askOutput,
} from "./connection";
import type { JobStatus, RunnerJob } from "./types";

/** Arguments of {@link getRunnerJobs} and {@link iterateRunnerJobs}. */
export interface GetRunnerJobsArgs {
  /** GitLab's id of the runner. */
  id: number | string;
  /** One status, or several. */
  status?: JobStatus | JobStatus[] | undefined;
  /** Of the manager that ran it. */
  systemId?: string | undefined;
  /** By id: the newest first (`desc`) if left out. */
  sort?: "asc" | "desc" | undefined;
  /** Only jobs that were created at or after this time, ISO 8601. */
  since?: string | undefined;
  /** The most jobs to read; all, if left out. */
  limit?: number | undefined;
}

const status = constantSchema(JOB_STATUSES);
const jobArgs = v.strictObject({
  id: idSchema,
  status: v.optional(
    v.union([status, v.array(status)], `must be one or some of ${JOB_STATUSES.join(", ")}`),
  ),
  systemId: v.optional(v.string("must be a text")),
  sort: v.optional(constantSchema(["asc", "desc"])),
  since: v.optional(timeSchema),
  limit: v.optional(limitSchema),
});

/**
 * The jobs that a runner ran or runs, of projects where the credential may see jobs.
 *
 * @throws Error that says what GitLab answered, as a rejection.
 * @see https://docs.gitlab.com/api/runners/#list-all-jobs-processed-by-a-runner
 */
export function getRunnerJobs(
  args: GetRunnerJobsArgs,
  options?: DataOptions,
): Promise<RunnerJob[]> {
  return ask(options, (connection) => readJobs(connection, args));
}

/** The same as an Output. */
export function getRunnerJobsOutput(
  args: pulumi.Input<InputsOf<GetRunnerJobsArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerJob[]> {
  return askOutput(args, options, readJobs);
}

/**
 * The same one by one, a page in memory at a time.
 *
 * ```ts
 * for await (const job of iterateRunnerJobs({ id: 7, status: "failed" })) console.log(job.webUrl);
 * ```
 */
export async function* iterateRunnerJobs(
  args: GetRunnerJobsArgs,
  options?: DataOptions,
): AsyncGenerator<RunnerJob, void, undefined> {
  const connection = await ask(options, (found) => Promise.resolve(found));
  yield* jobsOf(connection, args);
}

async function readJobs(connection: Connection, args: unknown): Promise<RunnerJob[]> {
  const jobs: RunnerJob[] = [];
  for await (const job of jobsOf(connection, args)) jobs.push(job);
  return jobs;
}

/** GitLab filters by one status; several, and the time, are looked at here. */
async function* jobsOf(
  { gitlab }: Connection,
  args: unknown,
): AsyncGenerator<RunnerJob, void, undefined> {
  const {
    id,
    status: wanted,
    systemId,
    sort,
    since,
    limit = Infinity,
  } = checkArgs("getRunnerJobs", jobArgs, args);
  const several = Array.isArray(wanted) ? new Set<string>(wanted) : undefined;
  const earliest = since === undefined ? -Infinity : Date.parse(since);
  const one = Array.isArray(wanted) ? (wanted.length === 1 ? wanted[0] : undefined) : wanted;
  let left = limit;
  if (several?.size === 0) return;
  for await (const job of gitlab.iterateRunnerJobs(id, { status: one, systemId, sort })) {
    const isEarlier = Date.parse(job.created_at) < earliest;
    // Ids rise with the time of creation, so no later job follows the first that is too old.
    if (isEarlier && sort !== "asc") return;
    if (isEarlier || several?.has(job.status) === false) continue;
    yield camelCased(job) as RunnerJob;
    left -= 1;
    if (left <= 0) return;
  }
}
