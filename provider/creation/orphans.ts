import {
  type CreationMarker,
  GitLabError,
  type MarkedRunner,
  PermissionError,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerPayload,
} from "../../gitlab";
import { howToSet } from "../../gitlab/settings/settingNames";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { EngineGoneError } from "../context/engineGone";
import { hasScopeTo } from "../checks/credentialCheck";
import { sameValue } from "../values/diffing";
import type { Properties, Resource } from "../values/operation";
import type { RunnerInputs } from "../runner/runnerArguments";
import { listWhereAllowed } from "../context/runnerListing";

type Values = Partial<RunnerInputs> & Properties;

/** A runner with the marker of its creation. */
export type OurRunner = MarkedRunner & { readonly marker: CreationMarker };

/** Runners that an earlier apply created for a resource and that never contacted GitLab. */
export interface Orphans {
  /** The state does not hold them: an interrupted apply created them. The newest first. */
  readonly lost: readonly OurRunner[];
  /** The state holds them: their resource is being replaced, and the engine deletes them. */
  readonly held: readonly OurRunner[];
  /** Runners that may be either. */
  readonly doubtful: readonly OurRunner[];
  /** Why that is unknown. */
  readonly doubt?: string;
}

const NOTHING: Orphans = { lost: [], held: [], doubtful: [] };

/**
 * Looks for the runners that a killed apply may have created for the same resource. The engine does not
 * say whether it creates a resource to replace one in the state (`up --replace`), so the function looks
 * for each runner in the state.
 *
 * All creations of a process share one list of runners, and each reads only the runners that resemble its own.
 */
export async function findOrphans(
  context: Context,
  { resource, values }: { resource: Resource; values: Values },
  marker: CreationMarker,
): Promise<Orphans> {
  const { lookups, stateRunners } = context;
  if ((await hasScopeTo(context, "read groups and projects")) === false) return NOTHING;
  const list = await lookups.neverContacted().catch((error: unknown) => {
    throw error instanceof GitLabError ? notListed(context, error) : error;
  });
  const similar = (list?.runners ?? []).filter(
    (runner) => resembles(runner, values) && !stateRunners.has(String(runner.id)),
  );
  const found = (await marked(context, similar)).filter(
    (each) => each.marker.resource === marker.resource && isUntouched(each),
  );
  const ours = (await byUs(context, found)).reverse();
  return ours.length === 0 ? NOTHING : sorted(context, ours, resource);
}

/**
 * Looks for the runners that a killed apply created for the same resource and that machines use by now. No
 * creation takes these over. They exist only if the engine handed a token on before it wrote a state.
 *
 * All creations of a process for one owner share a list.
 *
 * @returns the runners that the state does not show.
 */
export async function findUsedOrphans(
  context: Context,
  { resource, values }: { resource: Resource; values: Values },
  marker: CreationMarker,
): Promise<readonly OurRunner[]> {
  const { settings, lookups, stateRunners, creations } = context;
  if (!settings.stateIsWrittenOnce || creations.isRetained(resource.fingerprint)) return [];
  if ((await hasScopeTo(context, "read groups and projects")) === false) return [];
  const list = await lookups.runnersOf(ownerOf(values), values.runnerType);
  const similar = (list?.runners ?? []).filter(
    (runner) =>
      runner.status !== "never_contacted" &&
      resembles(runner, values) &&
      !stateRunners.has(String(runner.id)),
  );
  const details = await read(similar, (id) => unlessHidden(lookups.markedRunner(id)));
  const found = details.filter(
    (each) => each.marker.resource === marker.resource && !isUntouched(each),
  );
  const ours = await byUs(context, found);
  if (ours.length === 0) return [];
  const state = await creations.held();
  return state.isVague(resource.fingerprint) ? [] : ours.filter((each) => !state.holds(each));
}

/**
 * Sorts runners by what the state says about them.
 *
 * @throws {GitLabError} if the engine has ended: no state would record a new runner.
 */
async function sorted(
  { creations }: Context,
  found: readonly OurRunner[],
  { fingerprint }: Resource,
): Promise<Orphans> {
  const state = await creations.held().catch((error: unknown) => error as Error);
  if (state instanceof EngineGoneError) throw unheard(found, state);
  if (state instanceof Error) return { ...NOTHING, doubtful: found, doubt: state.message };
  const held = found.filter((each) => state.holds(each) && !state.isTwin(each));
  const others = found.filter((each) => !state.holds(each));
  const doubt = creations.isRetained(fingerprint)
    ? "its resource has retainOnDelete, so it may have been left there on purpose"
    : state.isVague(fingerprint) && !creations.isShown(fingerprint)
      ? "the state has a runner of the resource and does not say how it was made"
      : undefined;
  return doubt === undefined
    ? { ...NOTHING, held, lost: others }
    : { held, lost: [], doubtful: others, doubt };
}

/** The runners that this creation itself made, read now. */
export async function findMade(
  { gitlab }: Context,
  values: Values,
  marker: CreationMarker,
): Promise<{ made: OurRunner[]; isComplete: boolean } | undefined> {
  const { runnerType } = values;
  const filter: RunnerFilter =
    runnerType === undefined ? {} : { type: runnerType, status: "never_contacted" };
  const list = await listWhereAllowed(gitlab, ownerOf(values), filter);
  if (!list) return undefined;
  const similar = list.runners.filter((runner) => resembles(runner, values));
  const found = await read(similar, (id) => gitlab.getMarkedRunner(id));
  const made = found.filter(({ marker: { attempt, resource } }) => {
    return attempt === marker.attempt && resource === marker.resource;
  });
  return { made, isComplete: list.isComplete };
}

/** The list that shows a new runner to everybody who may create it; unknown for a registered runner. */
function ownerOf({ runnerType, groupId, projectId }: Values): RunnerListOwner {
  if (runnerType === "group_type" && groupId !== undefined) return { of: "group", id: groupId };
  if (runnerType === "project_type" && projectId !== undefined) {
    return { of: "project", id: projectId };
  }
  return { of: "instance" };
}

/** Compares what a list shows of a runner; only its details show its note. */
function resembles(runner: RunnerPayload, { runnerType, description }: Values): boolean {
  return (
    (runnerType === undefined || runner.runner_type === runnerType) &&
    sameValue(runner.description, description)
  );
}

/** Whether no machine has used the runner yet. */
export function isUntouched({ runner }: MarkedRunner): boolean {
  return (runner.contacted_at ?? null) === null;
}

/** The runners that carry a marker, the oldest first; the process reads each once. */
export async function marked(
  { lookups }: Context,
  runners: readonly RunnerPayload[],
): Promise<OurRunner[]> {
  return read(runners, (id) => unlessHidden(lookups.listedMarkedRunner(id)));
}

/** A runner that is listed and cannot be read was not created by this credential. */
async function unlessHidden(asked: Promise<MarkedRunner>): Promise<MarkedRunner | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof PermissionError) return undefined;
    throw error;
  });
}

async function read(
  runners: readonly RunnerPayload[],
  details: (id: number) => Promise<MarkedRunner | undefined>,
): Promise<OurRunner[]> {
  const found = await Promise.all(runners.map(({ id }) => unlessGone(details(id))));
  return found
    .filter((each): each is OurRunner => each?.marker !== undefined)
    .sort((left, right) => left.runner.id - right.runner.id);
}

/** Leaves out the runners of other users, if GitLab shows who created a runner and who we are. */
async function byUs({ lookups }: Context, found: OurRunner[]): Promise<OurRunner[]> {
  if (!found.some(({ runner }) => runner.created_by)) return found;
  const user = await lookups.user().catch((error: unknown) => {
    if (error instanceof PermissionError) return undefined;
    throw error;
  });
  return found.filter(
    ({ runner }) => !user || !runner.created_by || runner.created_by.id === user.id,
  );
}

function unheard(found: readonly OurRunner[], cause: EngineGoneError): GitLabError {
  const ids = found.map(({ runner }) => runner.id).join(", ");
  return new GitLabError(
    `cannot create a runner: an earlier apply created runner ${ids} for it, and the state could not record ` +
      `another runner: ${cause.message}. Run pulumi up again, which takes that runner over`,
    { cause },
  );
}

function notListed({ settings }: Context, cause: GitLabError): GitLabError {
  return new GitLabError(
    `cannot create a runner: an interrupted apply may have created it already, and the search for it ` +
      `failed: ${cause.message}. To create it without a search: ` +
      howToSet(settings.transport, "gitlab-runners:creationMarker", "false"),
    { cause },
  );
}
