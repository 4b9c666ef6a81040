import {
  GitLabError,
  type MarkedRunner,
  NotFoundError,
  PermissionError,
  type ResponseError,
  type RunnerFilter,
  type RunnerType,
} from "../../gitlab";
import { eachOnce, runnerListOwner } from "../../gitlab/endpoints/runnerLists";
import { readListedDetails } from "../../gitlab/graphql/listedDetails";
import { mapBounded } from "../../gitlab/mapBounded";
import { type Judged, isOwn, judgeListed, ownTypeOf } from "../../gitlab/pruning/listedStale";
import type { PruneRule } from "../../gitlab/pruning/staleness";
import { printable } from "../../gitlab/text/shown";
import { toTheSecond } from "../../gitlab/text/times";
import type { Context } from "../context/context";
import { type Declarer, shownResource } from "../context/declarations";
import { failure } from "../values/checking";
import type { CheckFailure } from "../values/operation";
import { isMistake } from "./configurationMistakes";

const DAY_MS = 24 * 60 * 60 * 1000;
/** In a line about several runners. */
const MOST_NAMED = 10;

/** Which runners a cleanup is about. */
export interface StaleDemand {
  readonly groupId?: number | string | undefined;
  readonly projectId?: number | string | undefined;
  readonly runnerType?: RunnerType | undefined;
  readonly status?: RunnerFilter["status"];
  readonly tagList?: readonly string[] | undefined;
  readonly olderThanDays: number;
  readonly maxDeletions: number;
  readonly keepRunnerIds: readonly number[];
}

/** A stale runner, as a preview lists it. */
export interface StaleRunner {
  readonly id: number;
  readonly runnerType: RunnerType;
  readonly description: string;
  /** ISO 8601, as `createdAt`; absent where GitLab has none. */
  readonly contactedAt?: string | undefined;
  readonly createdAt?: string | undefined;
}

/**
 * What makes a runner stale, and what keeps it. Its time is the beginning of a day (UTC): between a preview
 * and its apply on the same day no further runner gets stale.
 *
 * @throws {GitLabError} when the engine does not show which runners the stack has.
 */
export async function staleRule(
  { creations, stateRunners, declarations }: Context,
  { olderThanDays, keepRunnerIds }: StaleDemand,
): Promise<PruneRule> {
  const state = await creations.held().catch((error: unknown) => {
    const { message } = error as Error;
    throw new GitLabError(`it is unknown which runners the stack has: ${message}`, {
      cause: error,
    });
  });
  const isOfStack = (found: MarkedRunner): boolean => {
    const id = String(found.runner.id);
    const isDeclared = declarations.runners.has(id);
    const isHeld = stateRunners.has(id) || declarations.wasMade(id) || state.holds(found);
    return isDeclared || isHeld;
  };
  return {
    since: Math.floor(Date.now() / DAY_MS) * DAY_MS - olderThanDays * DAY_MS,
    reasonToKeep(found) {
      if (keepRunnerIds.includes(found.runner.id)) return "keepRunnerIds has its id";
      return isOfStack(found) ? "it belongs to this stack" : undefined;
    },
  };
}

/**
 * The stale runners that an apply is to delete, those that GitLab has not heard of for the longest first. Says
 * in a preview which ones these are, and which others stay and why. Without an answer of GitLab's there are none.
 *
 * @param self - the cleanup; undefined where the engine does not say.
 */
export async function findStaleRunners(
  context: Context,
  demand: StaleDemand,
  self: Declarer | undefined,
): Promise<{ stale: StaleRunner[]; failures: CheckFailure[] }> {
  const { settings, declarations, note, warn } = context;
  const who = self === undefined ? "" : `${shownResource(self.urn)}: `;
  if (!settings.previewChecks) {
    warn(
      `${who}the checks of previews are off, so nothing lists stale runners, and up deletes none`,
    );
    return { stale: [], failures: [] };
  }
  try {
    const found = await judgedRunners(context, demand);
    const stale = found
      // A resource may have declared one while GitLab was asked.
      .filter(({ is, runner }) => is === "stale" && !declarations.runners.has(String(runner.id)))
      .sort(byAge);
    // Also those that wait: one takes the place of another that is back.
    if (self)
      for (const { runner } of stale) declarations.staleRunners.note(String(runner.id), self);
    const going = stale.slice(0, demand.maxDeletions);
    const waiting = stale.slice(demand.maxDeletions);
    if (going.length > 0) note(`${who}up deletes ${named(going)}`);
    if (waiting.length > 0) {
      const wait = `${named(waiting)} ${waiting.length === 1 ? "waits" : "wait"} for the next up`;
      note(`${who}${wait}, because maxDeletions is ${demand.maxDeletions}`);
    }
    for (const [reason, runners] of byReason(found.filter(({ is }) => is === "kept"))) {
      const stay = `${named(runners)} ${runners.length === 1 ? "stays" : "stay"}`;
      note(`${who}${stay}: ${printable(reason)}`);
    }
    return { stale: going.map(asListed), failures: [] };
  } catch (error) {
    if (error instanceof PermissionError || error instanceof NotFoundError)
      return { stale: [], failures: [refusedList(demand, error)] };
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(`${who}cannot list stale runners, so up deletes none: ${error.message}`);
    return { stale: [], failures: [] };
  }
}

async function judgedRunners(context: Context, demand: StaleDemand): Promise<Judged[]> {
  const { gitlab, lookups, settings } = context;
  const { groupId, projectId, status, tagList } = demand;
  const owner = runnerListOwner({ all: true, groupId, projectId });
  const type = ownTypeOf(owner) ?? demand.runnerType;
  const listed = eachOnce(await gitlab.listRunners(owner, { type, status, tagList }));
  // GitLab counts a runner as online for two hours after a contact, and the shortest age is a day.
  const offline = listed.filter((runner) => runner.status !== "online");
  if (offline.length === 0) return [];
  const rule = await staleRule(context, demand);
  const ownGroup = groupId === undefined ? undefined : (await lookups.group(groupId)).id;
  const counts = (found: MarkedRunner): boolean => isOwn(found, owner, ownGroup);
  const details = await readListedDetails(gitlab, owner, offline);
  const judged = await mapBounded(offline, settings.transport.concurrency, (runner) =>
    judgeListed(gitlab, runner, details.get(runner.id), { rule, counts }),
  );
  return judged.flatMap((one) => one ?? []);
}

function byAge(one: Judged, other: Judged): number {
  return (one.heardAt ?? 0) - (other.heardAt ?? 0) || one.runner.id - other.runner.id;
}

function byReason(kept: readonly Judged[]): Map<string, Judged[]> {
  const reasons = new Map<string, Judged[]>();
  for (const each of kept) reasons.set(each.reason, [...(reasons.get(each.reason) ?? []), each]);
  return reasons;
}

/** `the stale runners 41, 42 and 3 more`. */
function named(runners: readonly Judged[]): string {
  const ids = runners.slice(0, MOST_NAMED).map(({ runner }) => runner.id);
  const rest = runners.length - ids.length;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return `the stale runner${runners.length === 1 ? "" : "s"} ${ids.join(", ")}${more}`;
}

function asListed({ runner }: Judged): StaleRunner {
  const { id, runner_type: runnerType, description, contacted_at, created_at } = runner;
  return {
    id,
    runnerType,
    description: printable(description ?? ""),
    contactedAt: contacted_at == null ? undefined : toTheSecond(contacted_at),
    createdAt: created_at == null ? undefined : toTheSecond(created_at),
  };
}

function refusedList(
  { groupId, projectId }: StaleDemand,
  { operation, reason }: ResponseError,
): CheckFailure {
  const refused = `GitLab refuses to ${operation} (${reason}). Use a token with the scope api of`;
  if (groupId !== undefined) return failure("groupId", `${refused} an owner of the group`);
  if (projectId !== undefined)
    return failure("projectId", `${refused} a maintainer of the project`);
  return failure("", `${refused} an administrator, or give a groupId or projectId`);
}
