import type { GitLabClient } from "../client";
import { NotFoundError, PermissionError } from "../transport/errors";
import { type JobFigures, JobSamples, type RunnerSamples, jobFigures } from "./jobFigures";
import { mapBounded } from "../mapBounded";
import type { JobPayload, RunnerDetailsPayload } from "../payloads/schemas";

/** Which jobs are looked at. */
export interface FleetWindow {
  /** Only jobs that were created at or after this time, milliseconds since 1970. */
  readonly since: number;
  /** Until when, milliseconds since 1970: jobs that still run count up to then. */
  readonly until: number;
  /** The most jobs of each runner, the newest; all of the window, if left out. */
  readonly limit?: number | undefined;
  /** How many projects are listed. */
  readonly topProjects: number;
}

/** Figures of one runner's jobs. */
export interface RunnerFigures<Runner> extends JobFigures {
  runner: Runner;
  /**
   * The start of the time in which the figures count all of the runner's jobs, ISO 8601: the start of
   * the window, or later if `limit` left out older jobs. The runner's shares are shares of this time.
   */
  since: string;
  /** Why the runner's jobs could not be read. The runner then counts nowhere else. */
  reason?: string | undefined;
}

/** Figures of the jobs of all runners with a tag, whichever tags the jobs required. */
export interface TagFigures extends JobFigures {
  tag: string;
  /** How many runners have the tag. */
  runners: number;
}

/** Figures of the jobs of a fleet. */
export interface FleetFigures<Runner> extends JobFigures {
  /** The start of the window, ISO 8601. */
  since: string;
  /** The end of the window, ISO 8601. */
  until: string;
  /** In ascending order of their ids. */
  runners: RunnerFigures<Runner>[];
  /** In the order of their names. */
  tags: TagFigures[];
}

/** How many runners and jobs were read so far. */
export interface FleetProgress {
  readonly runners: number;
  readonly jobs: number;
}

/** Who looks on while jobs are read. */
export interface FleetObserver {
  readonly progress?: ((read: FleetProgress) => void) | undefined;
  /** Each job that counts, in no order that means anything. Of a runner with a `reason`, too. */
  readonly job?: ((runner: RunnerDetailsPayload, job: JobPayload) => void) | undefined;
}

/**
 * Reads the jobs of runners, a page of some runners' at a time, and computes the fleet's figures.
 * A runner whose jobs the credential may not see says so and counts nowhere else.
 */
export async function readFleetFigures(
  gitlab: GitLabClient,
  runners: readonly RunnerDetailsPayload[],
  window: FleetWindow,
  concurrency: number,
  observer: FleetObserver = {},
): Promise<FleetFigures<RunnerDetailsPayload>> {
  const read = { runners: 0, jobs: 0 };
  const all = await mapBounded(runners, concurrency, async (runner) => {
    const found = await readRunner(gitlab, runner, window, (job) => {
      read.jobs += 1;
      observer.job?.(runner, job);
      observer.progress?.(read);
    });
    read.runners += 1;
    observer.progress?.(read);
    return found;
  });
  const known = all.filter(({ reason }) => reason === undefined);
  const tags = [...new Set(known.flatMap(({ runner }) => runner.tag_list))].sort();
  const { topProjects } = window;
  return {
    since: time(window.since),
    until: time(window.until),
    ...jobFigures(known, topProjects),
    runners: all.map(({ runner, reason, ...samples }) => ({
      runner,
      since: time(samples.window.from),
      ...(reason !== undefined && { reason }),
      ...jobFigures([samples], topProjects),
    })),
    tags: tags.map((tag) => {
      const having = known.filter(({ runner }) => runner.tag_list.includes(tag));
      return { tag, runners: having.length, ...jobFigures(having, topProjects) };
    }),
  };
}

interface ReadRunner extends RunnerSamples {
  readonly runner: RunnerDetailsPayload;
  readonly reason?: string;
}

async function readRunner(
  gitlab: GitLabClient,
  runner: RunnerDetailsPayload,
  { since, until, limit = Infinity }: FleetWindow,
  onJob: (job: JobPayload) => void,
): Promise<ReadRunner> {
  const samples = new JobSamples();
  let from = since;
  let oldest = until;
  try {
    // One more than the limit shows whether the limit cut anything off.
    for await (const job of gitlab.iterateRunnerJobs(runner.id, {}, { limit: limit + 1 })) {
      const createdAt = Date.parse(job.created_at);
      // The newest come first, so no later one follows the first that is too old.
      if (createdAt < since) break;
      if (samples.jobs === limit) {
        from = oldest;
        break;
      }
      samples.add(job);
      onJob(job);
      oldest = createdAt;
    }
  } catch (error) {
    if (!(error instanceof PermissionError || error instanceof NotFoundError)) throw error;
    const window = { from: since, to: until };
    return { runner, samples: new JobSamples(), window, reason: error.message };
  }
  return { runner, samples, window: { from, to: until } };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
