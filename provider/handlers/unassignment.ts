import { GitLabError } from "../../gitlab";
import type { Drain } from "../../gitlab/draining/drain";
import { awaitProjectJobs } from "../../gitlab/draining/awaitProjectJobs";
import type { Work } from "../../gitlab/draining/runnerWork";
import { shownSeconds, workInFull } from "../../gitlab/draining/shownWork";
import { withoutSignal } from "../../gitlab/transport/operationSignal";
import type { Context } from "../context/context";
import { type Outcomes, each } from "./eachProject";
import { assign, unassign } from "./projectAssignment";

/** What a user does about jobs that do not end. */
const WAY_OUT =
  "Run Pulumi again when they have ended, or cancel them. To go on without them, apply " +
  'drain.onTimeout: "force" before you take the runner away';

/**
 * Takes a runner away from projects, each by itself. With a drain, the jobs of these projects that it runs
 * end before this is done: to unassign it is to pause it for them, as it takes no further job of theirs
 * and goes on with those that it has. A project whose jobs do not end in time gets it back.
 */
export async function unassignAll(
  context: Context,
  runnerId: number,
  projects: readonly number[],
  drain: Drain | undefined,
): Promise<Outcomes<"unassigned" | "owner">> {
  const outcomes = await each(projects, (project) => unassign(context, project, runnerId));
  const left = [...outcomes.done].flatMap(([project, how]) => (how === "owner" ? [] : [project]));
  if (!drain || left.length === 0) return outcomes;
  const refused = await endJobs(context, runnerId, left, drain);
  return {
    done: new Map([...outcomes.done].filter(([project]) => !refused.has(project))),
    failed: new Map([...outcomes.failed, ...refused]),
  };
}

/** @returns the projects that have the runner again, and why. */
async function endJobs(
  context: Context,
  runnerId: number,
  projects: readonly number[],
  { timeout, onTimeout = "fail" }: Drain,
): Promise<ReadonlyMap<number, Error>> {
  const { gitlab, lookups, note, warn } = context;
  const named = (project: number): string => lookups.named("project", project);
  const failed = new Map<number, Error>();
  try {
    const waited = await awaitProjectJobs(gitlab, runnerId, projects, timeout, { named, note });
    if (waited.isIdle) return failed;
    const time = shownSeconds(waited.milliseconds);
    for (const project of projects) {
      const work = workOfProject(waited.work, project);
      if (!work) continue;
      const found = `after ${time}, it still ${workInFull(work)}`;
      if (onTimeout === "force")
        warn(`runner ${runnerId} is removed from ${named(project)} all the same: ${found}`);
      else failed.set(project, notRemoved(runnerId, named(project), `${found}. ${WAY_OUT}`));
    }
  } catch (error) {
    for (const project of projects)
      failed.set(project, notRemoved(runnerId, named(project), (error as Error).message));
  }
  const back = await each([...failed.keys()], (project) =>
    withoutSignal(() => assign(context, project, runnerId)),
  );
  for (const [project, error] of failed) {
    const refusal = back.failed.get(project);
    error.message += refusal
      ? `. The project stays without it: ${refusal.message}`
      : ". The project has it again";
  }
  return failed;
}

function notRemoved(runnerId: number, project: string, why: string): Error {
  return new GitLabError(`runner ${runnerId} is not removed from ${project}: ${why}`);
}

/** Undefined where the project's jobs have ended. */
function workOfProject(work: Work, project: number): Work | undefined {
  if (work.jobs.length === 0) return work;
  const jobs = work.jobs.filter((job) => job.project?.id === project);
  return jobs.length === 0 ? undefined : { ...work, jobs };
}
