import { GitLabError } from "../../gitlab";
import { mapBounded } from "../../gitlab/mapBounded";
import type { Connection } from "../connection";
import type { Change } from "./changes";
import type { JobsAtGitLab, Message } from "./report";

/** Counts the jobs that runners run now. The report names what GitLab refuses. */
export async function runningJobs(
  { gitlab, concurrency }: Connection,
  changes: readonly Change[],
): Promise<JobsAtGitLab> {
  const running = new Map<string, number>();
  const messages: Message[] = [];
  await mapBounded(changes, concurrency, async ({ id, urn }) => {
    if (id === undefined) return;
    try {
      let count = 0;
      for await (const job of gitlab.iterateRunnerJobs(id, { status: "running" })) {
        if (job.status === "running") count += 1;
      }
      running.set(id, count);
    } catch (error) {
      if (!(error instanceof GitLabError)) throw error;
      messages.push({ severity: "warning", text: `--check-jobs: ${error.message}`, urn });
    }
  });
  return { running, messages };
}
