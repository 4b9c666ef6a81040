import * as v from "valibot";
import { camelCased } from "../gitlab/text/camelCase";
import { JOB_STATUSES } from "../gitlab/payloads/schemas";
import {
  checkArgs,
  constantSchema,
  idSchema,
  limitSchema,
  textSchema,
  timeSchema,
} from "./arguments";
import type { Connection } from "../gitlab/connection";
import type { JobStatus, RunnerJob } from "./types";

/** The arguments of {@link getRunnerJobs} and {@link iterateRunnerJobs}. */
export interface GetRunnerJobsArgs {
  /** The runner's id in GitLab. */
  id: number | string;
  /** One status, or several. */
  status?: JobStatus | JobStatus[] | undefined;
  /** Only jobs that the manager with this system id ran. */
  systemId?: string | undefined;
  /** GitLab has one order only: by id. */
  orderBy?: "id" | undefined;
  /** `desc` by default: the newest job first. */
  sort?: "asc" | "desc" | undefined;
  /** Only jobs that were created at or after this time, ISO 8601. */
  since?: string | undefined;
  /** How many jobs to read at most. All by default. */
  limit?: number | undefined;
}

const status = constantSchema(JOB_STATUSES);
const jobArgs = v.strictObject({
  id: idSchema,
  status: v.optional(
    v.union([status, v.array(status)], `must be one or some of ${JOB_STATUSES.join(", ")}`),
  ),
  systemId: v.optional(textSchema),
  orderBy: v.optional(constantSchema(["id"])),
  sort: v.optional(constantSchema(["asc", "desc"])),
  since: v.optional(timeSchema),
  limit: v.optional(limitSchema),
});

export async function readJobs(connection: Connection, args: unknown): Promise<RunnerJob[]> {
  const jobs: RunnerJob[] = [];
  for await (const job of jobsOf(connection, args)) jobs.push(job);
  return jobs;
}

/** One by one, a page in memory at a time. */
export async function* jobsOf(
  { gitlab }: Connection,
  args: unknown,
): AsyncGenerator<RunnerJob, void, undefined> {
  const { id, status, systemId, sort, since, limit } = checkArgs("getRunnerJobs", jobArgs, args);
  const filter = {
    status,
    systemId,
    sort,
    since: since === undefined ? undefined : Date.parse(since),
  };
  for await (const job of gitlab.iterateRunnerJobs(id, filter, { limit })) {
    yield camelCased(job) as RunnerJob;
  }
}
