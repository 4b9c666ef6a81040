import { AbortedError, GitLabError } from "../../gitlab";
import { MOST_NAMES, comparePaths, firstNames } from "../../gitlab/text/firstNames";
import { namedId } from "../../gitlab/text/namedId";
import type { Context } from "./context";

/** `1 project` or `3 projects`, with a verb in the form that goes with it. */
export function countedProjects(count: number, verb: string): string {
  return count === 1 ? `1 project ${verb}s` : `${count} projects ${verb}`;
}

/** The first projects of several by their paths: `acme/app (1), acme/site (8) and 4 more`. */
export async function namedProjects(
  context: Context,
  ids: readonly number[],
  runnerId?: number,
): Promise<string> {
  const first = await firstProjects(context, ids, runnerId);
  return firstNames(
    first.map(([id, path]) => namedId(id, path)),
    ids.length,
  );
}

/** The full paths of the first projects of several by their ids, as far as GitLab shows them. */
export async function firstPaths(
  context: Context,
  ids: readonly number[],
  runnerId?: number,
): Promise<Record<string, string>> {
  const first = await firstProjects(context, ids, runnerId);
  return Object.fromEntries(
    first.flatMap(([id, path]) => (path === undefined ? [] : [[id, path]])),
  );
}

/**
 * The first projects of several by their paths. If no reply has named some of them yet, this asks for
 * the runner that all of them use, or for the first of them.
 *
 * @param runnerId - the runner; undefined if not all of them use one.
 */
async function firstProjects(
  context: Context,
  ids: readonly number[],
  runnerId: number | undefined,
): Promise<(readonly [id: number, path: string | undefined])[]> {
  const { settings, lookups } = context;
  const unnamed = ids.filter((id) => lookups.pathOf("project", id) === undefined);
  if (unnamed.length > 0 && settings.previewChecks)
    await (runnerId === undefined
      ? Promise.all(unnamed.slice(0, MOST_NAMES).map((id) => orUnnamed(lookups.project(id))))
      : orUnnamed(lookups.runner(runnerId)));
  return ids
    .map((id) => [id, lookups.pathOf("project", id)] as const)
    .sort(([, one], [, other]) => comparePaths(one, other))
    .slice(0, MOST_NAMES);
}

/** Without an answer, a message names projects by their ids. */
async function orUnnamed(read: Promise<unknown>): Promise<void> {
  try {
    await read;
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
  }
}
