import type { GitLabClient } from "../client";
import { isAdministrator } from "../isAdministrator";
import { AbortedError, GitLabError, NotFoundError, ValidationError } from "../transport/errors";
import type { JobPayload, JobStatus, RunnerDetailsPayload } from "../payloads/schemas";

/** A job that a runner runs now. */
export type RunningJob = Pick<JobPayload, "id" | "web_url" | "project">;

/** What a look at a runner's work found. */
export interface Work {
  /** The running jobs that the credential may see. */
  readonly jobs: readonly RunningJob[];
  /**
   * Whether there are jobs beside these: GitLab lists only those of projects in which the credential's
   * user is a Reporter. `unknown` where GitLab does not say, or did not answer.
   */
  readonly hidden: "none" | "some" | "unknown";
  /** Why that is unknown. */
  readonly reason?: string | undefined;
}

/** GitLab's statuses of a job that a machine is at; the second is from GitLab 17. */
const EXECUTING = ["running", "canceling"] as const satisfies readonly JobStatus[];

export function isIdle({ jobs, hidden }: Work): boolean {
  return jobs.length === 0 && hidden === "none";
}

/** All that a runner works at. */
export async function workOf(gitlab: GitLabClient, runner: RunnerDetailsPayload): Promise<Work> {
  const jobs = await executingJobs(gitlab, runner.id);
  if (!(jobs instanceof GitLabError) && jobs.length > 0)
    return { jobs, hidden: (await isAdministrator(gitlab)) ? "none" : "unknown" };
  const status = runner.job_execution_status ?? (await gitlab.getJobExecutionStatus(runner.id));
  // It counts the jobs of every project, whoever asks.
  if (status === "idle") return { jobs: [], hidden: "none" };
  if (status !== undefined) return { jobs: [], hidden: "some" };
  if (!(jobs instanceof GitLabError) && (await isAdministrator(gitlab)))
    return { jobs, hidden: "none" };
  const reason =
    jobs instanceof GitLabError
      ? jobs.message
      : "this GitLab shows the access token no job_execution_status. An access token of an " +
        "administrator sees every job; one with the scope read_api sees that status from GitLab 15.7 on";
  return { jobs: [], hidden: "unknown", reason };
}

/**
 * What a runner works at for some projects. The credential's user is a Maintainer of these projects and
 * sees all of their jobs.
 */
export async function workFor(
  gitlab: GitLabClient,
  runner: RunnerDetailsPayload,
  projects: ReadonlySet<number>,
): Promise<Work> {
  const jobs = await executingJobs(gitlab, runner.id);
  if (!(jobs instanceof GitLabError))
    return {
      jobs: jobs.filter(({ project }) => project && projects.has(project.id)),
      hidden: "none",
    };
  const isIdle = runner.job_execution_status === "idle";
  return { jobs: [], hidden: isIdle ? "none" : "unknown", reason: jobs.message };
}

/** The jobs that the credential may see, or why it may see none. */
async function executingJobs(
  gitlab: GitLabClient,
  runnerId: number,
): Promise<RunningJob[] | GitLabError> {
  try {
    const lists = await Promise.all(EXECUTING.map((status) => jobsWith(gitlab, runnerId, status)));
    return lists.flat();
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
    if (error instanceof NotFoundError) throw error;
    return error;
  }
}

async function jobsWith(
  gitlab: GitLabClient,
  runnerId: number,
  status: JobStatus,
): Promise<RunningJob[]> {
  const found: RunningJob[] = [];
  try {
    for await (const job of gitlab.iterateRunnerJobs(runnerId, { status })) found.push(job);
  } catch (error) {
    // A GitLab that does not know the status has no such job.
    if (error instanceof ValidationError && status === "canceling") return [];
    throw error;
  }
  return found;
}
