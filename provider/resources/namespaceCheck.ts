import type { dynamic } from "@pulumi/pulumi";
import { AuthenticationError, GitLabError, NotFoundError, PermissionError } from "../api";
import type { Context } from "../configure";
import { failure } from "./checking";

/** A group or project that an argument names by id or path. */
interface Reference {
  readonly property: "groupId" | "projectId";
  readonly idOrPath: number | string | undefined;
}

export interface ResolvedNamespaces {
  /** Ids in place of paths, as far as GitLab could be asked. */
  readonly resolved: Readonly<Partial<Record<Reference["property"], number>>>;
  readonly failures: readonly dynamic.CheckFailure[];
}

/**
 * Turns full paths into ids, so that the state holds ids and a renamed group or project makes no
 * difference. A path that GitLab could not be asked for stays as it is.
 */
export async function resolveNamespaces(
  context: Context,
  values: { readonly groupId?: number | string; readonly projectId?: number | string },
): Promise<ResolvedNamespaces> {
  const references: Reference[] = [
    { property: "groupId", idOrPath: values.groupId },
    { property: "projectId", idOrPath: values.projectId },
  ];
  const answers = await Promise.all(references.map((reference) => resolve(context, reference)));
  return {
    resolved: Object.assign({}, ...answers.map(({ resolved }) => resolved)) as Record<
      string,
      number
    >,
    failures: answers.flatMap(({ failures }) => failures),
  };
}

async function resolve(
  { settings, lookups, warn }: Context,
  { property, idOrPath }: Reference,
): Promise<ResolvedNamespaces> {
  if (typeof idOrPath !== "string" || !settings.previewChecks)
    return { resolved: {}, failures: [] };
  const kind = property === "groupId" ? "group" : "project";
  const look = kind === "group" ? lookups.group : lookups.project;
  try {
    return { resolved: { [property]: (await look(idOrPath)).id }, failures: [] };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const refuse = (reason: string): ResolvedNamespaces => ({
      resolved: {},
      failures: [failure(property, reason)],
    });
    if (error instanceof NotFoundError) {
      return refuse(
        `GitLab has no ${kind} "${idOrPath}", or the token may not see it. Check the full path, ` +
          "and that the token's user is a member",
      );
    }
    if (error instanceof PermissionError || error instanceof AuthenticationError) {
      return refuse(
        `the token may not look up the ${kind} "${idOrPath}" (${error.reason}). Give its id, or a ` +
          "token with the scope read_api or api",
      );
    }
    warn(`${property}: the ${kind} "${idOrPath}" could not be looked up: ${error.message}`);
    return { resolved: {}, failures: [] };
  }
}
