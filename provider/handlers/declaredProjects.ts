import * as v from "valibot";
import type { Context } from "../context/context";
import { projectsOfGroups } from "../checks/groupProjects";
import { resolveProjects } from "../checks/namespaceCheck";
import { flagSchema, idOrPathSchema, wholeNumberSchema } from "../values/argumentSchemas";
import {
  type ArgumentTable,
  type CheckedArguments,
  type InputsOf,
  failure,
} from "../values/checking";
import type { CheckFailure, Properties } from "../values/operation";
import { unknownIn } from "../values/unknown";

/** Somebody who moves more projects at once has told nobody, or something is wrong. */
const DEFAULT_MOST_CHANGES = 100;
const MOST_CHANGES = 1_000_000;

/** The arguments that say which projects use a runner. */
export const projectArguments = {
  projectIds: {
    schema: v.array(idOrPathSchema("project"), "must be a list of ids or full paths of projects"),
  },
  groupIds: {
    schema: v.array(idOrPathSchema("group"), "must be a list of ids or full paths of groups"),
  },
  recursive: { schema: flagSchema },
  exceptProjectIds: {
    schema: v.array(idOrPathSchema("project"), "must be a list of ids or full paths of projects"),
  },
  archived: { schema: flagSchema },
  maxChanges: {
    schema: wholeNumberSchema(
      MOST_CHANGES,
      `must be a number of projects, from 1 to ${MOST_CHANGES}`,
    ),
  },
} as const satisfies ArgumentTable;

/** The arguments that only groups need. */
const OF_GROUPS = ["recursive", "exceptProjectIds", "archived"] as const;
/** The arguments that decide which projects there are. */
const DECIDING = ["projectIds", "groupIds", ...OF_GROUPS] as const;

interface DeclaredProjects {
  /** The arguments about groups as they are applied, with ids in place of paths. */
  readonly ofProgram: Properties;
  /** All projects, those of the groups included, as `projectIds` is applied; perhaps not known yet. */
  readonly projectIds: unknown;
  /** Projects that the program names; a path is one that GitLab could not be asked for. */
  readonly named: readonly (number | string)[];
  /** The projects of the groups. */
  readonly ofGroups: readonly number[];
  /** The most that an apply may change, if there is a limit. */
  readonly maxChanges: number | undefined;
  readonly failures: readonly CheckFailure[];
}

/** Which projects a resource declares: those that it names, and the present ones of its groups. */
export async function declaredProjects(
  context: Context,
  { given, values, unknown }: CheckedArguments<InputsOf<typeof projectArguments>>,
): Promise<DeclaredProjects> {
  const { projectIds, groupIds, recursive = true, archived = false, exceptProjectIds } = values;
  const hasGroups = given["groupIds"] !== undefined;
  const hidden = DECIDING.filter((name) => unknown.has(name)).map((name) => given[name]);
  const [projects, groups] = await Promise.all([
    resolveProjects(context, "projectIds", projectIds ?? []),
    groupIds && hidden.length === 0
      ? projectsOfGroups(context, {
          groupIds,
          except: exceptProjectIds ?? [],
          filter: { recursive, archived },
        })
      : undefined,
  ]);
  const maxChanges = values.maxChanges ?? (hasGroups ? DEFAULT_MOST_CHANGES : undefined);
  const ofGroups = groups?.projectIds ?? [];
  const all =
    projectIds || groups ? [...new Set([...projects.ids, ...ofGroups])] : given["projectIds"];
  return {
    ofProgram: {
      ...(hasGroups && {
        groupIds: groups?.groupIds ?? groupIds,
        recursive,
        archived,
        exceptProjectIds: exceptProjectIds && (groups?.except ?? exceptProjectIds),
      }),
      maxChanges,
    },
    projectIds: hasGroups && hidden.length > 0 ? unknownIn(hidden) : all,
    named: projects.ids,
    ofGroups,
    maxChanges,
    failures: [...missing(given), ...projects.failures, ...(groups?.failures ?? [])],
  };
}

function missing(given: Properties): CheckFailure[] {
  if (given["groupIds"] !== undefined) return [];
  const useless = OF_GROUPS.filter((name) => given[name] !== undefined);
  return [
    ...(given["projectIds"] === undefined
      ? [failure("projectIds", "is missing. Give projectIds, groupIds or both")]
      : []),
    ...useless.map((name) => failure(name, "is for the projects of groupIds, which is missing")),
  ];
}
