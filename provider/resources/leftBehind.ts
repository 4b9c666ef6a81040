import {
  type CreationMark,
  GitLabError,
  type MarkedRunner,
  NotFoundError,
  PermissionError,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerPayload,
} from "../api";
import type { Context } from "../configure";
import { hasScopeTo } from "./credentialCheck";
import { sameValue } from "./diffing";
import type { Properties } from "./resourceHandler";
import type { RunnerInputs } from "./runnerArguments";
import { listWhereAllowed } from "./runnerListing";
import { resourceOf } from "./runnerMark";

type Values = Partial<RunnerInputs> & Properties;

/**
 * The runner of the same resource that an apply which was killed left behind. All creations of a
 * process share one list of runners, and read only those that look like theirs.
 *
 * @throws {GitLabError} when there are several, of several applies: whose they are is not sure.
 */
export async function findLeftBehind(
  context: Context,
  values: Values,
  mark: CreationMark,
): Promise<MarkedRunner[]> {
  const { lookups, stateRunners } = context;
  if (stateRunners.holdsUntold(resourceOf(values) ?? "")) return [];
  if ((await hasScopeTo(context, "look at groups and projects")) === false) return [];
  const list = await lookups.neverContacted();
  const similar = (list?.runners ?? []).filter(
    (runner) => resembles(runner, values) && !stateRunners.holds(runner.id),
  );
  const found = (await marked(similar, lookups.markedRunner)).filter(
    (each) => each.mark.resource === mark.resource && (each.runner.contacted_at ?? null) === null,
  );
  const left = await byUs(context, found);
  if (new Set(left.map(({ mark: { attempt } }) => attempt)).size > 1) throw severalLeft(left);
  return left;
}

/** The runners that this very creation made, asked for now. */
export async function findMade(
  { gitlab }: Context,
  values: Values,
  mark: CreationMark,
): Promise<{ made: MarkedRunner[]; isComplete: boolean } | undefined> {
  const { runnerType } = values;
  const filter: RunnerFilter =
    runnerType === undefined ? {} : { type: runnerType, status: "never_contacted" };
  const list = await listWhereAllowed(gitlab, ownerOf(values), filter);
  if (!list) return undefined;
  const similar = list.runners.filter((runner) => resembles(runner, values));
  const found = await marked(similar, (id) => gitlab.getMarkedRunner(id));
  const made = found.filter(({ mark: { attempt, resource } }) => {
    return attempt === mark.attempt && resource === mark.resource;
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

/** What a list tells of a runner; its note only the details tell. */
function resembles(runner: RunnerPayload, { runnerType, description }: Values): boolean {
  return (
    (runnerType === undefined || runner.runner_type === runnerType) &&
    sameValue(runner.description, description)
  );
}

type OurRunner = MarkedRunner & { readonly mark: CreationMark };

/** Those of them that carry a mark, the oldest first. */
async function marked(
  runners: readonly RunnerPayload[],
  read: (id: number) => Promise<MarkedRunner>,
): Promise<OurRunner[]> {
  const found = await Promise.all(
    runners.map(({ id }) =>
      read(id).catch((error: unknown) => {
        // Deleted since it was listed, or not ours to administer.
        if (error instanceof NotFoundError || error instanceof PermissionError) return undefined;
        throw error;
      }),
    ),
  );
  return found
    .filter((each): each is OurRunner => each?.mark !== undefined)
    .sort((left, right) => left.runner.id - right.runner.id);
}

/** Without those of other users, where GitLab tells who created a runner and who we are. */
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

function severalLeft(found: readonly OurRunner[]): GitLabError {
  const ids = found.map(({ runner }) => runner.id).join(", ");
  return new GitLabError(
    `cannot create a runner: several that were created for this resource are at GitLab already ` +
      `(${ids}), never in contact and not in the state. Delete those that no other stack uses, or ` +
      "adopt one by runnerId with resetTokenOnAdopt: true",
  );
}
