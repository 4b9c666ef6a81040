import type { GroupProjectsFilter, ProjectPayload } from "../../gitlab";
import type { Context } from "../context/context";
import type { CheckFailure } from "../values/operation";
import { type Reference, lookUpId, refusals } from "./namespaceCheck";

/** Projects that a resource names by their groups. */
interface NamedByGroups {
  readonly groupIds: readonly (number | string)[];
  /** The projects that are left out. */
  readonly except: readonly (number | string)[];
  readonly filter: GroupProjectsFilter;
}

interface FoundInGroups {
  /** Ids in place of paths, so that a renamed group or project makes no difference. */
  readonly groupIds: readonly number[];
  readonly except: readonly number[];
  /** The projects of the groups, without those that are left out, by their ids. */
  readonly projectIds: readonly number[];
  readonly failures: readonly CheckFailure[];
}

interface Group {
  readonly id: number;
  readonly projects: readonly ProjectPayload[];
}

/** What GitLab has, or why it is refused. */
type Found<T> = { readonly found: T } | { readonly failures: readonly CheckFailure[] };

/**
 * The present projects of groups. They are what the resource declares, so GitLab is asked even where
 * previews check nothing, and an outage is an error.
 *
 * @throws {GitLabError} if GitLab cannot be asked.
 */
export async function projectsOfGroups(
  context: Context,
  { groupIds, except, filter }: NamedByGroups,
): Promise<FoundInGroups> {
  const answers = await Promise.all(groupIds.map((idOrPath) => groupOf(context, idOrPath, filter)));
  const groups = foundIn(answers);
  const projects = groups.flatMap((group) => group.projects);
  const idsByPath = new Map(projects.map((each) => [lowerCase(each.path_with_namespace), each.id]));
  const exceptions = await Promise.all(
    except.map((idOrPath) => exceptionOf(context, idOrPath, idsByPath)),
  );
  const leftOut = new Set(foundIn(exceptions));
  const ids = new Set(projects.map(({ id }) => id).filter((id) => !leftOut.has(id)));
  return {
    groupIds: [...new Set(groups.map(({ id }) => id))],
    except: [...leftOut],
    projectIds: [...ids].sort((one, other) => one - other),
    failures: [...answers, ...exceptions].flatMap((answer) =>
      "failures" in answer ? answer.failures : [],
    ),
  };
}

function foundIn<T>(answers: readonly Found<T>[]): T[] {
  return answers.flatMap((answer) => ("found" in answer ? [answer.found] : []));
}

function groupOf(
  context: Context,
  idOrPath: number | string,
  filter: GroupProjectsFilter,
): Promise<Found<Group>> {
  const reference = { property: "groupIds", kind: "group", idOrPath } as const;
  return orRefused(reference, async () => {
    const id = await lookUpId(context, reference);
    return { id, projects: await context.lookups.groupProjects(id, filter) };
  });
}

/** A project that the lists do not name may have another path now, which GitLab knows. */
async function exceptionOf(
  context: Context,
  idOrPath: number | string,
  idsByPath: ReadonlyMap<string, number>,
): Promise<Found<number>> {
  const listed = typeof idOrPath === "string" ? idsByPath.get(lowerCase(idOrPath)) : idOrPath;
  if (listed !== undefined) return { found: listed };
  const reference = { property: "exceptProjectIds", kind: "project", idOrPath } as const;
  return orRefused(reference, () => lookUpId(context, reference));
}

async function orRefused<T>(reference: Reference, find: () => Promise<T>): Promise<Found<T>> {
  try {
    return { found: await find() };
  } catch (error) {
    const failures = refusals(reference, error);
    if (!failures) throw error;
    return { failures };
  }
}

/** GitLab's paths differ by more than their case. */
function lowerCase(path: string): string {
  return path.toLowerCase();
}
