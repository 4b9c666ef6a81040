import type { GitLabClient } from "../client";
import { GitLabError, PermissionError } from "../transport/errors";
import { isOfSeveralProjects } from "../endpoints/refusedDeletion";
import { unlessGone } from "../transport/unlessGone";
import type { MarkedRunner } from "../endpoints/runners";

/** What became of a runner that was to be deleted. */
export type Deletion =
  { readonly outcome: "deleted" | "gone" } | { readonly outcome: "kept"; readonly reason: string };

/**
 * Deletes a runner if it still is to go, by what GitLab shows right before. Where GitLab deletes no runner
 * of several projects, it first unassigns the runner from all but the owner project.
 *
 * @param reasonToStay - why the runner stays, by its details; undefined if it goes.
 * @throws {GitLabError} when GitLab refuses; it names the projects that do not have the runner any more.
 * @see lib/api/ci/runners.rb in GitLab's source, authenticate_delete_runner!
 */
export async function deleteStale(
  gitlab: GitLabClient,
  id: number,
  reasonToStay: (runner: MarkedRunner) => string | undefined,
): Promise<Deletion> {
  const first = await staysOrGone(gitlab, id, reasonToStay);
  if (first) return first;
  try {
    await unlessGone(gitlab.deleteRunner(id));
    return { outcome: "deleted" };
  } catch (error) {
    if (!isOfSeveralProjects(error)) throw error;
  }
  const unassigned: string[] = [];
  try {
    await unassignAllButOwner(gitlab, id, unassigned);
    const second = await staysOrGone(gitlab, id, reasonToStay);
    if (second) return { ...second, ...reasonWith(second, unassigned) };
    await unlessGone(gitlab.deleteRunner(id));
    return { outcome: "deleted" };
  } catch (error) {
    if (!(error instanceof GitLabError) || unassigned.length === 0) throw error;
    throw new GitLabError(`${error.message}. ${lossOf(unassigned)}`, { cause: error });
  }
}

async function staysOrGone(
  gitlab: GitLabClient,
  id: number,
  reasonToStay: (runner: MarkedRunner) => string | undefined,
): Promise<Deletion | undefined> {
  const runner = await unlessGone(gitlab.getMarkedRunner(id));
  if (!runner) return { outcome: "gone" };
  const reason = reasonToStay(runner);
  return reason === undefined ? undefined : { outcome: "kept", reason };
}

/**
 * The owner project keeps its runner whoever asks, so one refusal is expected. A second one ends it, before
 * more projects lose a runner that GitLab would not delete afterwards.
 *
 * @param unassigned - the paths of projects that have lost the runner are added to it.
 */
async function unassignAllButOwner(
  gitlab: GitLabClient,
  id: number,
  unassigned: string[],
): Promise<void> {
  let owner: string | undefined;
  for (const project of await gitlab.listRunnerProjects(id))
    try {
      await unlessGone(gitlab.unassignRunner(project.id, id));
      unassigned.push(project.path_with_namespace);
    } catch (error) {
      if (!(error instanceof PermissionError) || owner !== undefined) throw error;
      owner = project.path_with_namespace;
    }
}

function reasonWith(deletion: Deletion, unassigned: readonly string[]): { reason?: string } {
  if (deletion.outcome !== "kept" || unassigned.length === 0) return {};
  return { reason: `${deletion.reason}. ${lossOf(unassigned)}` };
}

function lossOf(projects: readonly string[]): string {
  return `The runner is not assigned any more to ${projects.join(", ")}`;
}
