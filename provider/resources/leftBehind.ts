import {
  type CreationMark,
  GitLabError,
  type MarkedRunner,
  PermissionError,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerPayload,
} from "../api";
import { unlessGone } from "../api/unlessGone";
import type { Context } from "../configure";
import { hasScopeTo } from "./credentialCheck";
import { sameValue } from "./diffing";
import type { Properties } from "./resourceHandler";
import type { RunnerInputs } from "./runnerArguments";
import { listWhereAllowed } from "./runnerListing";
import { discard } from "./takeOver";

type Values = Partial<RunnerInputs> & Properties;

/**
 * Deletes the runners of the same resource that an apply which was killed left behind. They are not
 * taken over: that a resource in the state is replaced (`up --target-replace`), the engine does not
 * tell, and the old runner would be that of the new resource, too, and be deleted with the old one.
 *
 * All creations of a process share one list of runners, and read those only that look like theirs.
 */
export async function deleteLeftBehind(
  context: Context,
  values: Values,
  mark: CreationMark,
): Promise<void> {
  const { lookups, stateRunners } = context;
  if ((await hasScopeTo(context, "look at groups and projects")) === false) return;
  const list = await lookups.neverContacted().catch((error: unknown) => {
    throw error instanceof GitLabError ? notListed(error) : error;
  });
  const similar = (list?.runners ?? []).filter(
    (runner) => resembles(runner, values) && !stateRunners.has(String(runner.id)),
  );
  const read = (id: number): Promise<MarkedRunner | undefined> =>
    lookups.markedRunner(id).catch((error: unknown) => {
      // Listed and not to be read, it is not one that this credential created.
      if (error instanceof PermissionError) return undefined;
      throw error;
    });
  const found = (await marked(similar, read)).filter(
    (each) => each.mark.resource === mark.resource && (each.runner.contacted_at ?? null) === null,
  );
  for (const { runner } of await byUs(context, found)) {
    await discard(
      context,
      runner.id,
      "it was created for the same resource, was never in contact, and its token is not known any " +
        "more, as an apply was interrupted",
    );
  }
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
  read: (id: number) => Promise<MarkedRunner | undefined>,
): Promise<OurRunner[]> {
  const found = await Promise.all(runners.map(({ id }) => unlessGone(read(id))));
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

function notListed(cause: GitLabError): GitLabError {
  return new GitLabError(
    `cannot create a runner, as it is not sure that an interrupted apply has not made it already: ` +
      `${cause.message}. To create it without looking: ` +
      "pulumi config set gitlab-runners:creationMark false",
    { cause },
  );
}
