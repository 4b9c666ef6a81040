import { GitLabError } from "../../gitlab";
import { isCiEnabled } from "../../gitlab/access/readProjects";
import type { Context } from "../context/context";
import { isMistake } from "./configurationMistakes";
import { hasScopeTo } from "./credentialCheck";
import type { Target } from "./targetCheck";

/**
 * Warns of a new runner that gets no jobs, because of the settings of its project or of all projects of its
 * group. An instance runner has no such settings: each project decides for itself.
 *
 * @see app/services/ci/register_job_service.rb and app/models/ci/pending_build.rb in GitLab's source
 */
export async function warnOfUselessRunner(
  context: Context,
  { property, kind, id }: Target,
): Promise<void> {
  if ((await hasScopeTo(context, "read groups and projects")) === false) return;
  try {
    const reason = await (kind === "project" ? ofProject : ofGroup)(context, id);
    if (reason !== undefined)
      context.warn(`${property}: ${context.lookups.named(kind, id)} ${reason}`);
  } catch (error) {
    // The runner can be created all the same.
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
  }
}

/** The switches for instance and group runners do not apply to the project's own. */
async function ofProject({ lookups }: Context, id: number): Promise<string | undefined> {
  const project = await lookups.project(id);
  if (project.archived === true)
    return "is archived, so nobody can start a pipeline there and the runner gets no jobs. Unarchive the project";
  if (isCiEnabled(project) === false)
    return "has CI/CD turned off, so the runner gets no jobs there. Turn CI/CD on in the project's settings";
  return undefined;
}

/** A group has no switch for group runners, but each of its projects has one. */
async function ofGroup({ lookups }: Context, id: number): Promise<string | undefined> {
  const { projects, count } = await lookups.firstGroupProjects(id);
  const isUnused = projects.every(
    (project) => project.group_runners_enabled === false || isCiEnabled(project) === false,
  );
  // Projects come later than the runners of a new group.
  if (projects.length === 0 || projects.length !== count || !isUnused) return undefined;
  return (
    "has no project that uses its runners, so the runner gets no jobs: each project has group runners or " +
    "CI/CD turned off. Turn both on in the settings of a project"
  );
}
