import { GitLabError, type MarkedRunner, markerLine } from "../../gitlab";
import type { Context } from "../context/context";
import { sameValue } from "../values/diffing";
import { isUntouched, marked } from "./orphans";
import type { OpenRequests, StoredOutputs } from "../runner/runnerMapping";
import { deleteTwins } from "./takeOver";

/** What became of the requests for a runner that got no reply. */
interface Looked {
  /** The runners that they made beside the one in the state. */
  readonly twins: readonly MarkedRunner[];
  /** What is still to be waited for. */
  readonly open: OpenRequests | undefined;
}

/**
 * Looks for further runners that the requests for a runner have made, where some got no reply. Each
 * has the very marker of those requests, of which the state took one runner, so that none can hold them.
 *
 * All runners of a process share one list. Where it cannot be had, all stays open.
 */
export async function lookForTwins(
  context: Context,
  id: string,
  { __origin: { open }, runnerType }: StoredOutputs,
): Promise<Looked> {
  if (!open) return { twins: [], open };
  try {
    const list = await context.lookups.neverContacted();
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
    return { twins, open: isOver && twins.length === 0 ? undefined : open };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const lines = open.marks.map((marker) => `"${markerLine(marker)}"`).join(" or ");
    context.warn(
      `runner ${id} may have a twin with the line ${lines} in its maintenance note, which could not ` +
        `be looked for: ${error.message}`,
    );
    return { twins: [], open };
  }
}

/** Whether there are runners that `up` is to delete; says which. */
export async function hasTwins(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<boolean> {
  const { twins } = await lookForTwins(context, id, state);
  for (const { runner } of twins)
    context.warn(`runner ${runner.id} is a twin of runner ${id}, by a lost reply. up deletes it`);
  return twins.length > 0;
}

/**
 * Deletes such runners.
 *
 * @returns what stays open.
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
