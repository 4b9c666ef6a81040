import type { CheckFailure } from "../values/operation";
import { AuthenticationError, GitLabError, NotFoundError, PermissionError } from "../../gitlab";
import type { Context } from "../context/context";
import type { NamespaceKind } from "../context/namespacePaths";
import { shown } from "../../gitlab/text/shown";
import { failure } from "../values/checking";
import { isMistake } from "./configurationMistakes";

/** A group or project that an argument names by id or path. */
export interface Reference {
  readonly property: string;
  readonly kind: NamespaceKind;
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

async function resolve(context: Context, reference: Reference): Promise<Resolved> {
  const { property, kind, idOrPath } = reference;
  const { settings, warn } = context;
  if (typeof idOrPath !== "string" || !settings.previewChecks) {
    return { id: idOrPath, failures: [] };
  }
  try {
    return { id: await lookUpId(context, reference), failures: [] };
  } catch (error) {
    const failures = refusals(reference, error);
    if (failures) return { failures };
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(`${property}: could not look up the ${kind} ${shown(idOrPath)}: ${error.message}`);
    return { id: idOrPath, failures: [] };
  }
}

/** The id of a group or project, which is asked for if it is named by its path. */
export async function lookUpId(
  { lookups }: Context,
  { kind, idOrPath }: Reference,
): Promise<number> {
  if (typeof idOrPath === "number") return idOrPath;
  return (await (kind === "group" ? lookups.group : lookups.project)(idOrPath)).id;
}

/** Failures for a group or project that GitLab does not show; undefined where GitLab did not say so. */
export function refusals(
  { property, kind, idOrPath }: Reference,
  error: unknown,
): CheckFailure[] | undefined {
  if (error instanceof NotFoundError) return [failure(property, noSuchNamespace(kind, idOrPath))];
  if (error instanceof PermissionError || error instanceof AuthenticationError) {
    const reason =
      `the token may not look up the ${kind} ${shown(idOrPath)} (${error.reason}). Give its id, or a ` +
      "token with the scope read_api or api";
    return [failure(property, reason)];
  }
  return undefined;
}

export function noSuchNamespace(kind: NamespaceKind, idOrPath: number | string): string {
  const name = typeof idOrPath === "number" ? "id" : "full path";
  return (
    `GitLab has no ${kind} ${shown(idOrPath)}, or the token may not see it. Check the ${name}, ` +
    "and that the token's user is a member"
  );
}
