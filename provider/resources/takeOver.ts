import type { MarkedRunner } from "../api";
import { unlessGone } from "../api/unlessGone";
import type { Context } from "../configure";
import { partialFailure } from "./partialFailure";
import type { Properties } from "./resourceHandler";
import { type Origin, type RunnerOutputs, detailsToState, outputsOf } from "./runnerMapping";

/** A runner of a request whose reply was lost, with a new token, as nobody knows its first one. */
export interface TakenOver {
  readonly id: number;
  readonly token: string;
  readonly token_expires_at?: string | null | undefined;
  /** What GitLab holds of it. */
  readonly seen: RunnerOutputs;
}

/**
 * Takes over the first of the runners that one creation made, and deletes the others. A failure on
 * the way keeps the runner in the state, so that the next apply goes on.
 *
 * @param kept - what the state holds of the runner and GitLab doesn't tell.
 */
export async function takeOver(
  context: Context,
  [first, ...twins]: readonly [MarkedRunner, ...MarkedRunner[]],
  kept: Properties & { __origin: Origin },
  inputs: Properties,
): Promise<TakenOver> {
  const { id } = first.runner;
  const seen = detailsToState(first.runner);
  try {
    await deleteTwins(context, id, twins);
    const { token, token_expires_at } = await context.gitlab.resetRunnerToken(id);
    context.warn(`GitLab's reply was lost and runner ${id} found; it has got a new token`);
    return { id, token, token_expires_at, seen };
  } catch (error) {
    const __origin: Origin = { ...kept.__origin, tokenIsLost: true };
    const outputs = outputsOf({ ...seen, ...kept, __origin });
    throw partialFailure(String(id), outputs, inputs, error as Error);
  }
}

/** Deletes what a creation made more than once. */
export async function deleteTwins(
  context: Context,
  id: number,
  twins: readonly MarkedRunner[],
): Promise<void> {
  for (const { runner } of twins) {
    if (runner.id === id) continue;
    await discard(context, runner.id, `the same request with a lost reply created runner ${id}`);
  }
}

/** Deletes a runner that nobody knows the token of. */
export async function discard(
  { gitlab, warn }: Context,
  id: number,
  reason: string,
): Promise<void> {
  await unlessGone(gitlab.deleteRunner(id));
  warn(`runner ${id} is deleted: ${reason}`);
}
