import type { GitLabClient } from "../client";
import { isOutage } from "../transport/isOutage";
import { withoutSignal } from "../transport/operationSignal";
import { unlessGone } from "../transport/unlessGone";
import { GitLabError, NotFoundError, ResponseError, ServerError } from "../transport/errors";
import { type Waited, awaitIdle } from "./awaitIdle";
import type { Drain } from "./drain";
import { reporter } from "./progress";
import { type Work, workOf } from "./runnerWork";
import { shownSeconds, workInFull } from "./shownWork";

/** What a drain is for and whom it reports to. */
export interface Draining {
  /** What becomes of the runner, for messages. */
  readonly goal: "deleted" | "drained";
  /** Whether the runner is to be paused also if the drain fails. */
  readonly staysPaused: boolean;
  /** How a user has it wait longer or not at all, for the error of a time-out. */
  readonly wayOut: string;
  /** Shows a line of progress. */
  readonly note: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** Jobs still ran when the time of a drain was over. */
export class DrainTimeoutError extends GitLabError {
  override name = "DrainTimeoutError";
}

/**
 * Pauses a runner, waits until it runs no job, and then does what had to wait. A runner that is gone has
 * no jobs. If any of this fails, the runner takes jobs again.
 *
 * @throws {DrainTimeoutError} when the time is over, jobs run, and the drain is to fail then.
 */
export async function drainRunner<Result>(
  gitlab: GitLabClient,
  id: number,
  { timeout, onTimeout = "fail" }: Drain,
  { goal, staysPaused, wayOut, note, warn }: Draining,
  then: (waited: Waited) => Promise<Result>,
): Promise<Result> {
  const undo = async (error: unknown): Promise<never> => {
    if (!staysPaused && error instanceof Error) await resume(gitlab, id, error);
    throw error;
  };
  await pause(gitlab, id).catch((error: unknown) => {
    if (isRefusal(error)) throw error;
    return undo(error);
  });
  try {
    const report = reporter(`runner ${id} is paused`, timeout, note);
    const waited = await awaitIdle(() => look(gitlab, id), timeout * 1000, report);
    if (!waited.isIdle) {
      const found = `after ${shownSeconds(waited.milliseconds)}, it still ${workInFull(waited.work)}`;
      if (onTimeout === "fail")
        throw new DrainTimeoutError(`runner ${id} is not ${goal}: ${found}. ${wayOut}`);
      const next = goal === "deleted" ? "It is deleted all the same" : "It stays paused";
      warn(`runner ${id} is not drained: ${found}. ${next}`);
    }
    return await then(waited);
  } catch (error) {
    return undo(error);
  }
}

async function pause(gitlab: GitLabClient, id: number): Promise<void> {
  await unlessGone(gitlab.updateRunner(id, { paused: true }));
}

/** Whether GitLab has not done what it was asked for. */
function isRefusal(error: unknown): boolean {
  return error instanceof ResponseError && !(error instanceof ServerError);
}

/** Somebody may have resumed the runner meanwhile; then it may have got a job unseen. */
async function look(gitlab: GitLabClient, id: number): Promise<Work> {
  try {
    const runner = await gitlab.getRunnerAlone(id);
    if (runner.paused) return await workOf(gitlab, runner);
    await pause(gitlab, id);
    return { jobs: [], hidden: "unknown", reason: "somebody resumed the runner meanwhile" };
  } catch (error) {
    return workUnseen(error);
  }
}

/** What is known of the work of a runner that GitLab does not show now; throws what lasts. */
export function workUnseen(error: unknown): Work {
  if (error instanceof NotFoundError) return { jobs: [], hidden: "none" };
  // Jobs go on while GitLab restarts, and so does a wait for them.
  if (isOutage(error)) return { jobs: [], hidden: "unknown", reason: error.message };
  throw error;
}

/** Also after the operation was ended; the error says what became of it. */
async function resume(gitlab: GitLabClient, id: number, error: Error): Promise<void> {
  try {
    const resumed = withoutSignal(() => gitlab.updateRunner(id, { paused: false }));
    if (await unlessGone(resumed)) error.message += ". The runner takes jobs again";
  } catch (refusal) {
    error.message += `. The runner stays paused: ${(refusal as Error).message}`;
  }
}
