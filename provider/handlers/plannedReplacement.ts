import { AbortedError, GitLabError } from "../../gitlab";
import { isIdle, workOf } from "../../gitlab/draining/runnerWork";
import { workInShort } from "../../gitlab/draining/shownWork";
import type { Context } from "../context/context";
import type { StoredOutputs } from "../runner/runnerMapping";
import type { Properties } from "../values/operation";

/**
 * Says what a replacement will wait for, as far as a preview can see it: the deletion goes by the drain of
 * the state, and the jobs of now are those that it would begin with.
 */
export async function notePlannedReplacement(
  { gitlab, settings, note, warn }: Context,
  id: string,
  state: StoredOutputs,
  news: Properties,
): Promise<void> {
  if (state.__origin.way === "adopt" && state.deleteOnDestroy !== true) return;
  const { drain } = state;
  if (!drain) {
    if (news["drain"] !== undefined)
      warn(
        `runner ${id} is replaced without a drain: the stack does not have it yet. To wait for its jobs, ` +
          "apply drain first, without what replaces the runner",
      );
    return;
  }
  if (!settings.previewChecks) return;
  const waits = `its deletion waits for at most ${drain.timeout} s until none runs`;
  try {
    const work = await workOf(gitlab, await gitlab.getRunnerAlone(id));
    const found = isIdle(work) ? "runs no job" : workInShort(work);
    note(`runner ${id} is replaced and ${found} now; ${waits}`);
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
    warn(`runner ${id} is replaced; ${waits}. Its jobs could not be counted: ${error.message}`);
  }
}
