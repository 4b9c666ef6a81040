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

/** Figures of a fleet's jobs, as a whole, by runner and by tag. */
export type FleetFigures = fleet.FleetFigures<RunnerDetails>;

/** Figures of one runner's jobs. */
export type RunnerFigures = fleet.RunnerFigures<RunnerDetails>;

/**
 * Arguments of {@link getFleetFigures}. Without `all`, `projectId` and `groupId` the fleet is what
 * {@link getRunners} lists; the filters are those of the lists.
 */
export interface GetFleetFiguresArgs {
  /** All runners of the instance, for administrators. */
  all?: boolean | undefined;
  /** Those that a project may use, by its id or full path. */
  projectId?: number | string | undefined;
  /** Those of a group, by its id or full path. */
  groupId?: number | string | undefined;
  type?: RunnerType | undefined;
  status?: "online" | "offline" | "stale" | "never_contacted" | undefined;
  /** True for paused runners only, false for others only. */
  paused?: boolean | undefined;
  /** A runner must have all of these tags. */
  tagList?: string[] | undefined;
  /** The beginning of a manager's version, `18.` or `18.7.`. */
  versionPrefix?: string | undefined;
  /** The start of the window, ISO 8601: jobs that were created since. 7 days ago, if left out. */
  since?: string | undefined;
  /** The most jobs to read of each runner, the newest; all of the window, if left out. */
  limit?: number | undefined;
  /** How many projects to report, those that took most of the time first; 5 if left out. */
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
  const runners = await gitlab.listRunners(runnerListOwner({ all, projectId, groupId }), filter);
  const details = await listedPayloads(connection, eachOnce(runners));
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
