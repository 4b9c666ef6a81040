import type * as pulumi from "@pulumi/pulumi";
import { type GetRunnerJobsArgs, jobsOf, readJobs } from "../../functions/jobs";
import { type DataOptions, type DataOutputOptions, ask, askOutput, shownError } from "./connection";
import type { InputsOf } from "./inputs";
import type { RunnerJob } from "./types";

export type { GetRunnerJobsArgs } from "../../functions/jobs";

/**
 * The jobs that a runner ran or is running, in projects where the access token may see jobs.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-all-jobs-processed-by-a-runner
 */
export function getRunnerJobs(
  args: GetRunnerJobsArgs,
  options?: DataOptions,
): Promise<RunnerJob[]> {
  return ask(options, (connection) => readJobs(connection, args));
}

/** Like {@link getRunnerJobs}, but returns an Output. */
export function getRunnerJobsOutput(
  args: pulumi.Input<InputsOf<GetRunnerJobsArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerJob[]> {
  return askOutput(args, options, readJobs);
}

/**
 * Like {@link getRunnerJobs}, but yields the jobs one at a time and keeps one page in memory.
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
  try {
    yield* jobsOf(connection, args);
  } catch (error) {
    throw shownError(error);
  }
}
