import * as v from "valibot";
import type { RunnerFilter, RunnerListOwner } from "../gitlab";
import { camelCased } from "../gitlab/text/camelCase";
import { eachOnce } from "../gitlab/endpoints/runnerLists";
import { checkArgs, constantSchema, idOrPathSchema, limitSchema } from "./arguments";
import type { Connection } from "../gitlab/connection";
import { runnerFilters } from "./runnerFilters";
import { listedPayloads } from "./runnerPayloads";
import type { RunnerType } from "./runnerTypes";
import type { RunnerDetails, RunnerSummary } from "./types";

/** Filters of a list of runners. A runner must match all of them. */
export interface GetRunnersArgs {
  type?: RunnerType | undefined;
  status?: "online" | "offline" | "stale" | "never_contacted" | undefined;
  /** True: only paused runners. False: only runners that are not paused. */
  paused?: boolean | undefined;
  /** Only runners with all of these tags. */
  tagList?: string[] | undefined;
  /** Only runners with a manager whose version starts with this text: `18.` or `18.7.`. */
  versionPrefix?: string | undefined;
  /**
   * GitLab's old filter. The function translates it to today's filters, with a warning.
   * @deprecated Use `paused`, `status` or `type`.
   */
  scope?: "active" | "paused" | "online" | "specific" | "shared" | undefined;
  /** How many runners to read at most. All by default. */
  limit?: number | undefined;
}

/**
 * Filters of a list of runners with details: everything that GitLab shows of each runner. This takes
 * one request for each hundred runners. It takes one for each runner if the access token may not use
 * GraphQL (`api` or `read_api`) or may not update the runner. The list leaves out runners that somebody
 * deletes in the meantime. Times are exact to the second, `projects` are sorted by id, and `locked` is
 * false for group and instance runners.
 */
export interface GetRunnersDetailsArgs extends GetRunnersArgs {
  /** Whether to read everything that GitLab shows of each runner. */
  details: true;
}

/** The arguments of {@link getProjectRunners}. */
export interface GetProjectRunnersArgs extends GetRunnersArgs {
  /** The project's id or full path. */
  projectId: number | string;
}

/** The arguments of {@link getGroupRunners}. */
export interface GetGroupRunnersArgs extends GetRunnersArgs {
  /** The group's id or full path. */
  groupId: number | string;
}

const SCOPES = ["active", "paused", "online", "specific", "shared"] as const;
const filters = {
  ...runnerFilters,
  scope: v.optional(constantSchema(SCOPES)),
  limit: v.optional(limitSchema),
  details: v.optional(v.boolean("must be true or false")),
};
const listArgs = v.strictObject(filters);
const projectArgs = v.strictObject({ ...filters, projectId: idOrPathSchema });
const groupArgs = v.strictObject({ ...filters, groupId: idOrPathSchema });

type ListArgs = v.InferOutput<typeof listArgs>;

export async function readOwned(connection: Connection, args: unknown): Promise<RunnerSummary[]> {
  const given = checkArgs("getRunners", listArgs, args);
  return readList(connection, { of: "caller" }, given);
}

export async function readInstance(
  connection: Connection,
  args: unknown,
): Promise<RunnerSummary[]> {
  const given = checkArgs("getAllRunners", listArgs, args);
  return readList(connection, { of: "instance" }, given);
}

export async function readProject(connection: Connection, args: unknown): Promise<RunnerSummary[]> {
  const { projectId, ...given } = checkArgs("getProjectRunners", projectArgs, args);
  return readList(connection, { of: "project", id: projectId }, given);
}

export async function readGroup(connection: Connection, args: unknown): Promise<RunnerSummary[]> {
  const { groupId, ...given } = checkArgs("getGroupRunners", groupArgs, args);
  return readList(connection, { of: "group", id: groupId }, given);
}

/** In ascending order of ids, with details where they are asked for. */
async function readList(
  connection: Connection,
  owner: RunnerListOwner,
  { limit, details = false, ...given }: ListArgs,
): Promise<RunnerSummary[]> {
  const lists = await Promise.all(
    filtersOf(given, connection).map((filter) =>
      connection.gitlab.listRunners(owner, filter, { limit }),
    ),
  );
  const runners = eachOnce(lists.flat()).slice(0, limit);
  if (details) {
    const payloads = await listedPayloads(connection, owner, runners);
    return payloads.map((runner) => camelCased(runner) as RunnerDetails);
  }
  return runners.map((runner) => camelCased(runner) as RunnerSummary);
}

/**
 * Today's filters for the deprecated scope; for `specific` there are two, as it means the runners of
 * groups and of projects.
 * @see app/models/ci/runner.rb in GitLab's source, deprecated_specific
 */
function filtersOf(
  { scope, ...filter }: Omit<ListArgs, "limit" | "details">,
  { warn }: Connection,
): RunnerFilter[] {
  if (scope === undefined) return [filter];
  const today: Record<typeof scope, readonly [words: string, ...filters: RunnerFilter[]]> = {
    active: ["paused: false", { paused: false }],
    paused: ["paused: true", { paused: true }],
    online: ['status: "online"', { status: "online" }],
    shared: ['type: "instance_type"', { type: "instance_type" }],
    specific: [
      'type: "group_type" and type: "project_type"',
      { type: "group_type" },
      { type: "project_type" },
    ],
  };
  const [words, ...filters] = today[scope];
  warn(`GitLab deprecates scope: "${scope}" of a list of runners; use ${words}`);
  return filters.map((each) => ({ ...each, ...filter }));
}
