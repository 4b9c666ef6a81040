import * as v from "valibot";
import { eachOnce, runnerListOwner } from "../gitlab/endpoints/runnerLists";
import * as fleet from "../gitlab/figures/fleetFigures";
import { camelCased } from "../gitlab/text/camelCase";
import { checkArgs, idOrPathSchema, limitSchema, timeSchema } from "./arguments";
import type { Connection } from "../gitlab/connection";
import { runnerFilters } from "./runnerFilters";
import { listedPayloads } from "./runnerPayloads";
import type { RunnerType } from "./runnerTypes";
import type { RunnerDetails } from "./types";

/** Figures of a fleet's jobs: of the whole fleet, of each runner and of each tag. */
export type FleetFigures = fleet.FleetFigures<RunnerDetails>;

/** Figures of one runner's jobs. */
export type RunnerFigures = fleet.RunnerFigures<RunnerDetails>;

/**
 * The arguments of {@link getFleetFigures}. Without `all`, `projectId` and `groupId`, the fleet is the
 * runners that {@link getRunners} lists. The filters are the same as for the lists.
 */
export interface GetFleetFiguresArgs {
  /** All runners of the instance. Only administrators may read them. */
  all?: boolean | undefined;
  /** The runners that this project may use: its id or full path. */
  projectId?: number | string | undefined;
  /** The runners of this group: its id or full path. */
  groupId?: number | string | undefined;
  type?: RunnerType | undefined;
  status?: "online" | "offline" | "stale" | "never_contacted" | undefined;
  /** True: only paused runners. False: only runners that are not paused. */
  paused?: boolean | undefined;
  /** Only runners with all of these tags. */
  tagList?: string[] | undefined;
  /** Only runners with a manager whose version starts with this text: `18.` or `18.7.`. */
  versionPrefix?: string | undefined;
  /** The start of the window, ISO 8601: jobs created since then count. 7 days ago by default. */
  since?: string | undefined;
  /**
   * How many jobs to read of each runner at most, the newest first. All jobs of the window by default.
   */
  limit?: number | undefined;
  /** How many projects to report, those with the most run time first. 5 by default. */
  topProjects?: number | undefined;
}

const WINDOW_MS = 7 * 24 * 60 * 60 * 1000;
const TOP_PROJECTS = 5;

const fleetArgs = v.pipe(
  v.strictObject({
    ...runnerFilters,
    all: v.optional(v.boolean("must be true or false")),
    projectId: v.optional(idOrPathSchema),
    groupId: v.optional(idOrPathSchema),
    since: v.optional(timeSchema),
    limit: v.optional(limitSchema),
    topProjects: v.optional(limitSchema),
  }),
  v.check(
    ({ all, projectId, groupId }) =>
      [all === true, projectId !== undefined, groupId !== undefined].filter(Boolean).length < 2,
    "all, projectId and groupId exclude each other",
  ),
);

export async function readFleet(connection: Connection, args: unknown): Promise<FleetFigures> {
  const { all, projectId, groupId, since, limit, topProjects, ...filter } = checkArgs(
    "getFleetFigures",
    fleetArgs,
    args,
  );
  const { gitlab, settings } = connection;
  const owner = runnerListOwner({ all, projectId, groupId });
  const runners = await gitlab.listRunners(owner, filter);
  const details = await listedPayloads(connection, owner, eachOnce(runners));
  const until = Date.now();
  const figures = await fleet.readFleetFigures(
    gitlab,
    details,
    {
      since: since === undefined ? until - WINDOW_MS : Date.parse(since),
      until,
      limit,
      topProjects: topProjects ?? TOP_PROJECTS,
    },
    settings.transport.concurrency,
  );
  return {
    ...figures,
    runners: figures.runners.map(({ runner, ...rest }) => ({
      runner: camelCased(runner) as RunnerDetails,
      ...rest,
    })),
  };
}
