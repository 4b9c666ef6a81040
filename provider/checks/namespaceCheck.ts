import type { CheckFailure } from "../values/operation";
import { AuthenticationError, GitLabError, NotFoundError, PermissionError } from "../../gitlab";
import type { Context } from "../context/context";
import { shown } from "../../gitlab/text/shown";
import { failure } from "../values/checking";
import { isMistake } from "./configurationMistakes";

/** A group or project that an argument names by id or path. */
interface Reference {
  readonly property: string;
  readonly kind: "group" | "project";
  readonly idOrPath: number | string;
}

interface Resolved {
  /** The id; the path where GitLab could not be asked for it; undefined when it is refused. */
  readonly id?: number | string;
  readonly failures: readonly CheckFailure[];
}

export interface ResolvedNamespaces {
  /** Ids in place of paths, as far as GitLab could be asked. */
  readonly resolved: { readonly groupId?: number | string; readonly projectId?: number | string };
  readonly failures: readonly CheckFailure[];
}

/**
 * Turns full paths into ids, so that the state holds ids and a renamed group or project makes no
 * difference. A path that GitLab could not be asked for stays as it is.
 */
export async function resolveNamespaces(
  context: Context,
  { groupId, projectId }: ResolvedNamespaces["resolved"],
): Promise<ResolvedNamespaces> {
  const [group, project] = await Promise.all([
    groupId === undefined
      ? undefined
      : resolve(context, { property: "groupId", kind: "group", idOrPath: groupId }),
    projectId === undefined
      ? undefined
      : resolve(context, { property: "projectId", kind: "project", idOrPath: projectId }),
  ]);
  return {
    resolved: {
      ...(group?.id !== undefined && { groupId: group.id }),
      ...(project?.id !== undefined && { projectId: project.id }),
    },
    failures: [...(group?.failures ?? []), ...(project?.failures ?? [])],
  };
}

/** The same for a list of projects. */
export async function resolveProjects(
  context: Context,
  property: string,
  projects: readonly (number | string)[],
): Promise<{ ids: (number | string)[]; failures: CheckFailure[] }> {
  const answers = await Promise.all(
    projects.map((idOrPath) => resolve(context, { property, kind: "project", idOrPath })),
  );
  return {
    ids: answers.flatMap(({ id }) => id ?? []),
    failures: answers.flatMap(({ failures }) => failures),
  };
}

async function resolve(
  context: Context,
  { property, kind, idOrPath }: Reference,
): Promise<Resolved> {
  const { settings, lookups, warn } = context;
  if (typeof idOrPath !== "string" || !settings.previewChecks) {
    return { id: idOrPath, failures: [] };
  }
  const look = kind === "group" ? lookups.group : lookups.project;
  try {
    return { id: (await look(idOrPath)).id, failures: [] };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    if (error instanceof NotFoundError) {
      const reason =
        `GitLab has no ${kind} ${shown(idOrPath)}, or the token may not see it. Check the full path, ` +
        "and that the token's user is a member";
      return { failures: [failure(property, reason)] };
    }
    if (error instanceof PermissionError || error instanceof AuthenticationError) {
      const reason =
        `the token may not look up the ${kind} ${shown(idOrPath)} (${error.reason}). Give its id, or a ` +
        "token with the scope read_api or api";
      return { failures: [failure(property, reason)] };
    }
    if (isMistake(context, error)) throw error;
    warn(`${property}: could not look up the ${kind} ${shown(idOrPath)}: ${error.message}`);
    return { id: idOrPath, failures: [] };
  }
}
