import {
  type CreationMarker,
  GitLabError,
  type MarkedRunner,
  PermissionError,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerPayload,
} from "../../gitlab";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { hasScopeTo } from "../checks/credentialCheck";
import { sameValue } from "../values/diffing";
import type { Properties, Resource } from "../values/operation";
import type { RunnerInputs } from "../runner/runnerArguments";
import { listWhereAllowed } from "../context/runnerListing";

type Values = Partial<RunnerInputs> & Properties;

/** A runner with the marker of its creation. */
export type OurRunner = MarkedRunner & { readonly marker: CreationMarker };

/** Runners that were created for a resource before and that no machine has contacted GitLab for. */
export interface Orphans {
  /** The state does not hold them: an apply that was interrupted made them. The newest first. */
  readonly lost: readonly OurRunner[];
  /** The state may hold them: their resource is being replaced, and the engine sees to them. */
  readonly held: readonly OurRunner[];
  /** Which of both they are is not known. */
  readonly doubtful: readonly OurRunner[];
  /** Why it is not known. */
  readonly doubt?: string;
}

const NOTHING: Orphans = { lost: [], held: [], doubtful: [] };

/**
 * Looks for the runners that an apply which was killed may have made for the same resource. The engine
 * does not say that a resource in the state is replaced (`up --replace`), so each that is found is
 * looked for in the state.
 *
 * All creations of a process share one list of runners, and read those only that look like theirs.
 */
export async function findOrphans(
  context: Context,
  { resource, values }: { resource: Resource; values: Values },
  marker: CreationMarker,
): Promise<Orphans> {
  const { lookups, stateRunners } = context;
  if ((await hasScopeTo(context, "look at groups and projects")) === false) return NOTHING;
  const list = await lookups.neverContacted().catch((error: unknown) => {
    throw error instanceof GitLabError ? notListed(error) : error;
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

/** By what the state says of them. */
async function sorted(
  { creations }: Context,
  found: readonly OurRunner[],
  { fingerprint }: Resource,
): Promise<Orphans> {
  const state = await creations.held().catch((error: unknown) => error as Error);
  if (state instanceof Error) return { ...NOTHING, doubtful: found, doubt: state.message };
  const held = found.filter((each) => state.holds(each));
  const others = found.filter((each) => !held.includes(each));
  const doubt = creations.isRetained(fingerprint)
    ? "its resource has retainOnDelete, so it may have been left there on purpose"
    : state.isVague(fingerprint) && !creations.isShown(fingerprint)
      ? "the state has a runner of the resource and does not say how it was made"
      : undefined;
  return doubt === undefined
    ? { ...NOTHING, held, lost: others }
    : { held, lost: [], doubtful: others, doubt };
}

/** The runners that this very creation made, asked for now. */
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

/** The list that shows a new runner to whoever may create it; of a registered one it is not known. */
function ownerOf({ runnerType, groupId, projectId }: Values): RunnerListOwner {
  if (runnerType === "group_type" && groupId !== undefined) return { of: "group", id: groupId };
  if (runnerType === "project_type" && projectId !== undefined) {
    return { of: "project", id: projectId };
  }
  return { of: "instance" };
}

/** What a list shows of a runner; only the details show its note. */
function resembles(runner: RunnerPayload, { runnerType, description }: Values): boolean {
  return (
    (runnerType === undefined || runner.runner_type === runnerType) &&
    sameValue(runner.description, description)
  );
}

/** Whether no machine has used it so far. */
export function isUntouched({ runner }: MarkedRunner): boolean {
  return (runner.contacted_at ?? null) === null;
}

/** Those of listed runners that carry a marker, the oldest first, each read once a process. */
export async function marked(
  { lookups }: Context,
  runners: readonly RunnerPayload[],
): Promise<OurRunner[]> {
  return read(runners, (id) =>
    lookups.markedRunner(id).catch((error: unknown) => {
      // Listed and not to be read, it is not one that this credential created.
      if (error instanceof PermissionError) return undefined;
      throw error;
    }),
  );
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

/** Without those of other users, where GitLab shows who created a runner and who we are. */
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

function notListed(cause: GitLabError): GitLabError {
  return new GitLabError(
    `cannot create a runner, as it is not sure that an interrupted apply has not made it already: ` +
      `${cause.message}. To create it without looking: ` +
      "pulumi config set gitlab-runners:creationMarker false",
    { cause },
  );
}
