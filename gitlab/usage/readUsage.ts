import type { GitLabClient } from "../client";
import type { FleetProgress } from "../figures/fleetFigures";
import { mapBounded } from "../mapBounded";
import { NotFoundError, PermissionError } from "../transport/errors";
import { withSignal } from "../transport/operationSignal";
import { type RunnerUsage, type UsageWindow, countJobs } from "./runnerUsage";

/**
 * Reads the jobs of runners into `usages`, a page of some runners' at a time. A page is counted together
 * with the cursor of the next one: whenever the reading ends, it can go on from there.
 *
 * @throws what the first request that failed threw; the other requests end then, too.
 */
export async function readUsage(
  gitlab: GitLabClient,
  usages: readonly RunnerUsage[],
  window: UsageWindow,
  concurrency: number,
  progress: (read: FleetProgress) => void,
): Promise<void> {
  const ended = new AbortController();
  const read = {
    runners: usages.filter(({ isRead }) => isRead).length,
    jobs: usages.reduce((sum, usage) => sum + jobsOf(usage), 0),
  };
  const unread = usages.filter(({ isRead }) => !isRead);
  try {
    await withSignal(ended.signal, () =>
      mapBounded(unread, concurrency, async (usage) => {
        await readRunner(gitlab, usage, window, (jobs) => {
          read.jobs += jobs;
          progress(read);
        });
        read.runners += 1;
        progress(read);
      }),
    );
  } catch (error) {
    ended.abort(error);
    throw error;
  }
}

async function readRunner(
  gitlab: GitLabClient,
  usage: RunnerUsage,
  window: UsageWindow,
  counted: (jobs: number) => void,
): Promise<void> {
  try {
    for await (const { rows, next } of gitlab.iterateRunnerJobPages(
      usage.id,
      usage.cursor ?? undefined,
    )) {
      const before = jobsOf(usage);
      const isMore = countJobs(usage, rows, window);
      // Nothing waits between the count and the cursor, so that no page counts twice.
      usage.isRead = !isMore || next === undefined;
      usage.cursor = next ?? null;
      counted(jobsOf(usage) - before);
      if (usage.isRead) return;
    }
  } catch (error) {
    if (!(error instanceof PermissionError || error instanceof NotFoundError)) throw error;
    usage.isRead = true;
    usage.reason = error.message;
    usage.projects = [];
  }
}

function jobsOf({ projects }: RunnerUsage): number {
  return projects.reduce((sum, { jobs }) => sum + jobs, 0);
}
