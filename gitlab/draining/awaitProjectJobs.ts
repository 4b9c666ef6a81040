import type { GitLabClient } from "../client";
import { type Waited, awaitIdle } from "./awaitIdle";
import { workUnseen } from "./drainRunner";
import { reporter } from "./progress";
import { type Work, workFor } from "./runnerWork";

/**
 * Waits until a runner runs no job of projects that it was taken away from: GitLab gives it no more of
 * their jobs, and lets those that run go on.
 *
 * @param timeout - seconds.
 * @param named - what a message calls a project: `project acme/site (8)`.
 */
export function awaitProjectJobs(
  gitlab: GitLabClient,
  runnerId: number,
  projects: readonly number[],
  timeout: number,
  { named, note }: { named: (project: number) => string; note: (text: string) => void },
): Promise<Waited> {
  const wanted = new Set(projects);
  const look = async (): Promise<Work> => {
    try {
      return await workFor(gitlab, await gitlab.getRunnerAlone(runnerId), wanted);
    } catch (error) {
      return workUnseen(error);
    }
  };
  const [only = NaN, ...others] = projects;
  const which = others.length === 0 ? named(only) : `${projects.length} projects`;
  const subject = `runner ${runnerId} gets no more jobs of ${which} and ends those that run`;
  return awaitIdle(look, timeout * 1000, reporter(subject, timeout, note));
}
