import { GraphQLError } from "graphql";

import { filtered } from "../rules/runnerFilters";
import { below, offeredToGroup, offeredToProject, ownedByGroup } from "../rules/offeredRunners";
import type { RunnerStatus } from "../rules/status";
import { parseTags } from "../rules/tagList";
import type { Group, Project, Runner, RunnerType } from "../store/records";
import { type ColumnKey, type Keys, type PageArguments, byColumn, connection } from "./connections";
import { idOf } from "./globalId";
import type { Viewer } from "./viewer";

/** The arguments of a list of runners, as a query sends them. */
export interface RunnerArguments extends PageArguments {
  active?: boolean | null;
  paused?: boolean | null;
  status?: Uppercase<RunnerStatus> | null;
  type?: Uppercase<RunnerType> | null;
  tagList?: readonly string[] | null;
  search?: string | null;
  sort?: keyof typeof ORDERS | null;
  creatorId?: string | null;
  creatorUsername?: string | null;
  versionPrefix?: string | null;
}

export interface GroupRunnerArguments extends RunnerArguments {
  membership?: "DIRECT" | "DESCENDANTS" | "ALL_AVAILABLE" | null;
}

const ORDERS = {
  CONTACTED_ASC: ["contacted_at", "asc"],
  CONTACTED_DESC: ["contacted_at", "desc"],
  CREATED_ASC: ["created_at", "asc"],
  CREATED_DESC: ["created_at", "desc"],
  TOKEN_EXPIRES_AT_ASC: ["token_expires_at", "asc"],
  TOKEN_EXPIRES_AT_DESC: ["token_expires_at", "desc"],
} as const;

export const RUNNER_SORTS = Object.keys(ORDERS) as (keyof typeof ORDERS)[];

/**
 * All runners.
 *
 * @throws GraphQLError unless the caller may read all of them.
 */
export function allRunners(wanted: RunnerArguments, viewer: Viewer): object {
  if (viewer.policy?.canReadAll !== true) throw notAvailable();
  return listed(viewer.instance.store.runners.all(), wanted, viewer);
}

/** @throws GraphQLError unless the caller may list the runners of the group. */
export function runnersOfGroup(group: Group, wanted: GroupRunnerArguments, viewer: Viewer): object {
  if (viewer.policy?.canListGroupRunners(group) !== true) throw notAvailable();
  const { store } = viewer.instance;
  switch (wanted.membership) {
    case "DIRECT":
      return listed(ownedByGroup(group, store), wanted, viewer);
    case "ALL_AVAILABLE":
      return listed(
        [...new Set([...offeredToGroup(group, store), ...below(group, store)])],
        wanted,
        viewer,
      );
    default:
      return listed(below(group, store), wanted, viewer);
  }
}

/** @throws GraphQLError unless the caller may list the runners of the project. */
export function runnersOfProject(
  project: Project,
  wanted: RunnerArguments,
  viewer: Viewer,
): object {
  if (viewer.policy?.canListProjectRunners(project) !== true) throw notAvailable();
  return listed(offeredToProject(project, viewer.instance.store), wanted, viewer);
}

/** The runners that the caller manages. */
export function runnersOfCaller(wanted: RunnerArguments, viewer: Viewer): object {
  const all = viewer.instance.store.runners.all();
  const owned = all.filter((runner) => viewer.policy?.ownsRunner(runner) === true);
  return listed(owned, wanted, viewer);
}

const notAvailable = (): GraphQLError =>
  new GraphQLError(
    "The resource that you are attempting to access does not exist or you don't have permission to perform this action",
  );

function listed(runners: readonly Runner[], wanted: RunnerArguments, viewer: Viewer): object {
  const keys = keysOf(wanted.sort ?? "CREATED_DESC");
  const there = runners.filter((runner) => viewer.hasOnReplica(runner));
  const rows = selected(there, wanted, viewer)
    .map((runner, index) => ({ runner, key: keys.of(runner, index) }))
    .sort((one, other) => keys.compare(one.key, other.key))
    .map(({ runner }) => runner);
  return connection(rows, keys, (runner) => viewer.canReadRunner(runner), wanted);
}

function keysOf(sort: keyof typeof ORDERS): Keys<Runner, ColumnKey> {
  const [column, direction] = ORDERS[sort];
  return byColumn<Runner>(column, (runner) => runner[column], direction);
}

/** GitLab's app/graphql/resolvers/ci/runners_resolver.rb, to which `active: false` means nothing. */
function selected(
  runners: readonly Runner[],
  wanted: RunnerArguments,
  { instance }: Viewer,
): Runner[] {
  const { type, status, search, creatorUsername } = wanted;
  const { store, features } = instance;
  const paused = wanted.paused === undefined && wanted.active === true ? false : wanted.paused;
  const creators: (number | undefined)[] = [];
  if (wanted.creatorId != null) creators.push(idOf(wanted.creatorId, "User"));
  if (creatorUsername != null && creatorUsername !== "")
    creators.push(store.users.find(({ username }) => username === creatorUsername)?.id);
  const tags = parseTags(wanted.tagList ?? []);
  const filters = {
    type: type == null ? null : (type.toLowerCase() as RunnerType),
    paused,
    status: status == null ? null : (status.toLowerCase() as RunnerStatus),
    tag_list: features.graphql.partialTags ? [] : tags,
    version_prefix: /^[\d+.]+/.exec(wanted.versionPrefix ?? "")?.[0],
  };
  return filtered(runners, filters, instance)
    .filter((runner) => creators.every((id) => runner.creator_id === id))
    .filter((runner) => tags.every((tag) => runner.tag_list.some((own) => own.includes(tag))))
    .filter((runner) => search == null || search.trim() === "" || isFound(runner, search));
}

const MIN_WORD_CHARACTERS = 3;

/**
 * By the whole token, or by words of the description: those that are shorter than three characters
 * do not count, and if there are no others the whole description must be what is searched for.
 */
function isFound({ token, description }: Runner, search: string): boolean {
  if (token === search) return true;
  const text = (description ?? "").toLowerCase();
  const wanted = search.trim().replace(/\s+/g, " ").toLowerCase();
  const words = wanted.split(" ").filter((word) => word.length >= MIN_WORD_CHARACTERS);
  return words.length > 0 ? words.every((word) => text.includes(word)) : text === wanted;
}
