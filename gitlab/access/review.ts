import { comparePaths } from "../text/firstNames";
import {
  type Access,
  type AccessJob,
  type AccessProject,
  type AccessRunner,
  accessOf,
} from "./access";

/** Runners and projects, before it is looked at who may use which. */
export interface AccessFacts {
  readonly runners: readonly AccessRunner[];
  readonly projects: readonly AccessProject[];
  /** What GitLab did not show, a sentence each. */
  readonly notes: readonly string[];
}

/** Who may use which runner, and why. */
export interface AccessReview {
  /** By id. */
  runners: AccessRunner[];
  /** By full path. */
  projects: AccessProject[];
  /** By the path of the project and the id of the runner. */
  access: Access[];
  /** What GitLab did not show, a sentence each. */
  notes: string[];
}

/**
 * Looks at each runner with each project. A project runner and a project that it is not assigned to,
 * or a group runner and a project outside of its group, have nothing to do with each other: they are
 * only in the review if it is about one runner and one project.
 */
export function reviewOf(facts: AccessFacts, job: AccessJob = {}): AccessReview {
  const runners = [...facts.runners].sort((one, other) => one.id - other.id);
  const projects = [...facts.projects].sort((one, other) => comparePaths(one.path, other.path));
  const isOnePair = runners.length === 1 && projects.length === 1;
  const access = projects.flatMap((project) =>
    runners
      .map((runner) => accessOf(runner, project, job))
      .filter(
        ({ reason }) => isOnePair || !(reason === "not_assigned" || reason === "other_group"),
      ),
  );
  return { runners, projects, access, notes: [...facts.notes] };
}
