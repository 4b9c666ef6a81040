import { GitLabError, type MarkedRunner, NotFoundError, withMark } from "../api";
import type { Context } from "../configure";
import { sameArgument } from "./diffing";
import { partialFailure } from "./partialFailure";
import { type Properties, toWire } from "./resourceHandler";
import type { RunnerInputs } from "./runnerArguments";
import {
  ATTRIBUTE_NAMES,
  type Origin,
  type RunnerOutputs,
  attributesToPayload,
  detailsToState,
} from "./runnerMapping";

/** A runner that is ours now. */
export interface TakenOver {
  readonly id: number;
  readonly token: string;
  readonly token_expires_at?: string | null | undefined;
  /** What GitLab holds of it. */
  readonly seen: RunnerOutputs;
}

/**
 * Makes the first of the runners that a creation left behind the one that is declared, with a new
 * token, as nobody knows the one of the lost reply, and deletes the others. A failure on the way
 * keeps the runner in the state, so that the next apply goes on.
 *
 * @param kept - what the state holds of the runner and GitLab doesn't tell.
 */
export async function takeOver(
  context: Context,
  [first, ...twins]: readonly [MarkedRunner, ...MarkedRunner[]],
  values: Partial<RunnerInputs> & Properties,
  kept: Properties & { __origin: Origin },
): Promise<TakenOver> {
  const { gitlab, stateRunners, warn } = context;
  const { id } = first.runner;
  stateRunners.noteTakenOver(id);
  let seen = detailsToState(first.runner);
  try {
    await deleteTwins(context, id, twins);
    const names = ATTRIBUTE_NAMES.filter((name) => !sameArgument(seen[name], values[name]));
    if (names.length > 0) {
      const changes = attributesToPayload(values, names);
      // The mark stays until the state has the runner, so that a next interruption finds it, too.
      if (names.includes("maintenanceNote") && first.mark) {
        changes.maintenance_note = withMark(values.maintenanceNote, first.mark);
      }
      seen = { ...seen, ...detailsToState(await gitlab.updateRunner(id, changes)) };
    }
    const { token, token_expires_at } = await gitlab.resetRunnerToken(id);
    warn(
      `runner ${id} is taken over: it was created for this resource, and its reply was lost or the ` +
        "apply was interrupted. It has a new token",
    );
    return { id, token, token_expires_at, seen };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const __origin: Origin = { ...kept.__origin, tokenIsLost: true };
    throw partialFailure(String(id), toWire({ ...seen, ...kept, __origin }), values, error);
  }
}

/** Deletes what a creation made more than once. */
export async function deleteTwins(
  { gitlab, warn }: Context,
  id: number,
  twins: readonly MarkedRunner[],
): Promise<void> {
  for (const { runner } of twins) {
    if (runner.id === id) continue;
    await gitlab.deleteRunner(runner.id).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error;
    });
    warn(`runner ${runner.id} is deleted: the same request with a lost reply created runner ${id}`);
  }
}
