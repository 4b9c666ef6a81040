import { GitLabError, type MarkedRunner, markerLine } from "../../gitlab";
import type { Context } from "../context/context";
import { sameValue } from "../values/diffing";
import type { RunnerListing } from "../context/runnerListing";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import { LONGEST_LAG_MS, pauseFor } from "./lostWindow";
import { isUntouched, marked } from "./orphans";
import type { OpenRequests, StoredOutputs } from "../runner/runnerMapping";
import { deleteTwins } from "./takeOver";

/** What a search found of the requests for a runner that got no reply. */
interface Looked {
  /** The runners that they created besides the one in the state. */
  readonly twins: readonly MarkedRunner[];
  /** The requests that may still create a runner. */
  readonly open: OpenRequests | undefined;
  /** The list that was searched; undefined if the credential may not read it. */
  readonly list: RunnerListing | undefined;
}

const FIRST_PAUSE_MS = 1_000;
const LATER = "GitLab does not show a twin yet. If one appears, delete it";

/**
 * Looks for twins: if some requests for a runner got no reply, they may have created further runners.
 * Each twin has the marker of those requests. The state took one runner of that marker, so no state can
 * hold a twin.
 *
 * All runners of a process share one list. Without that list, every request stays open.
 *
 * @param since - a `performance.now()`: the list must be newer.
 */
export async function lookForTwins(
  context: Context,
  id: string,
  { __origin: { open }, runnerType }: StoredOutputs,
  since?: number,
): Promise<Looked> {
  if (!open) return { twins: [], open, list: undefined };
  try {
    const list = await context.lookups.neverContacted(since);
    const similar = (list?.runners ?? []).filter(
      (runner) =>
        String(runner.id) !== id &&
        (runnerType === undefined || runner.runner_type === runnerType) &&
        sameValue(runner.description, open.description),
    );
    const twins = (await marked(context, similar)).filter(
      (found) =>
        isUntouched(found) &&
        open.marks.some(
          ({ resource, attempt }) =>
            resource === found.marker.resource && attempt === found.marker.attempt,
        ),
    );
    const isOver = list?.isComplete === true && Date.now() > Date.parse(open.until);
    return { twins, open: isOver && twins.length === 0 ? undefined : open, list };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    context.warn(mayHaveTwin(id, open, `The search for it failed: ${error.message}`));
    return { twins: [], open, list: undefined };
  }
}

/** The message about a runner that may have a twin with one of these markers. */
export function mayHaveTwin(
  id: number | string,
  { marks }: Pick<OpenRequests, "marks">,
  findings: string,
): string {
  const lines = marks.map((marker) => `"${markerLine(marker)}"`).join(" or ");
  return `runner ${id} may have a twin with the line ${lines} in its maintenance note. ${findings}`;
}

/** Whether there are twins that `up` must delete; a warning names each. */
export async function hasTwins(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<boolean> {
  const { twins } = await lookForTwins(context, id, state);
  for (const { runner } of twins)
    context.warn(
      `runner ${runner.id} is a twin of runner ${id}: a lost reply caused it. up deletes it`,
    );
  return twins.length > 0;
}

/**
 * Deletes the twins of a runner.
 *
 * @returns the requests that may still create one.
 */
export async function deleteFoundTwins(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<OpenRequests | undefined> {
  const { twins, open } = await lookForTwins(context, id, state);
  await deleteTwins(context, id, twins);
  return open;
}

/**
 * Deletes the twins of a runner before the runner itself: its state is the only record of them.
 *
 * A list that shows neither the runner nor a younger one comes from a replica of GitLab's database that
 * lags. The function reads the list again until the replica has caught up, at most for the longest lag. It
 * reports what it cannot find out.
 */
export async function deleteLastTwins(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<void> {
  const { open } = state.__origin;
  if (!open) return;
  let since: number | undefined;
  let deleted = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    const { twins, list } = await lookForTwins(context, id, state, since);
    await deleteTwins(context, id, twins);
    deleted += twins.length;
    const leftMs = Date.parse(open.until) - Date.now();
    const isCurrent = list?.runners.some((listed) => listed.id >= Number(id)) === true;
    if (since === undefined && leftMs <= 0) return;
    if (isCurrent) {
      // GitLab may still work on a request that has created nothing yet.
      if (leftMs > LONGEST_LAG_MS && deleted < open.marks.length)
        context.warn(mayHaveTwin(id, open, LATER));
      return;
    }
    if (leftMs <= 0 || !list || !(await isListable(context, id))) {
      context.warn(mayHaveTwin(id, open, LATER));
      return;
    }
    if (since === undefined)
      context.warn(
        `runner ${id}: GitLab's list of runners is out of date and may not show a twin of it yet. The deletion ` +
          `waits for a current list, until ${open.until} at the latest`,
      );
    since = performance.now();
    await pauseFor(Math.min(pauseMs, leftMs));
  }
}

/** Whether a current list of runners that never contacted GitLab shows this runner. */
async function isListable({ lookups }: Context, id: string): Promise<boolean> {
  const found = await unlessGone(lookups.markedRunner(id));
  return found !== undefined && isUntouched(found);
}
