import { GitLabError, PermissionError } from "../api";
import { unlessGone } from "../api/unlessGone";
import type { Context } from "../configure";
import { type Evidence, foreignResource, isOfThisGitLab, recordedInstance } from "./instance";
import { newMark } from "./runnerMark";
import { type RunnerOutputs, type RunnerState, detailsToState } from "./runnerMapping";

/** Whether a runner of the state belongs to the GitLab that the configuration reaches. */
export function isRunnerOfThisGitLab(
  context: Context,
  id: string,
  state: RunnerState,
): Promise<boolean> {
  return isOfThisGitLab(context, recordedInstance(state), evidenceOf(context, id, state));
}

/**
 * Refuses to go on with a runner of another GitLab.
 *
 * @throws {GitLabError} that names both and the way out.
 */
export async function requireRunnerOfThisGitLab(
  context: Context,
  id: string,
  state: RunnerState,
  operation: string,
): Promise<void> {
  if (await isRunnerOfThisGitLab(context, id, state)) return;
  throw foreignRunner(context, id, state, operation);
}

export function foreignRunner(
  context: Context,
  id: string,
  state: RunnerState,
  operation: string,
): GitLabError {
  return foreignResource(context, { what: `runner ${id}`, operation }, recordedInstance(state));
}

/** Whether two sights of a runner are of two: GitLab never changes its type and its beginning. */
export function isAnotherRunner(state: RunnerState, present: RunnerOutputs): boolean {
  const [before, now] = [state["createdAt"], present["createdAt"]].map((time) =>
    typeof time === "string" ? Date.parse(time) : Number.NaN,
  );
  const isOtherTime = before !== now && !Number.isNaN(before) && !Number.isNaN(now);
  const { runnerType } = state;
  return isOtherTime || (runnerType !== undefined && runnerType !== present.runnerType);
}

function evidenceOf(context: Context, id: string, state: RunnerState): Evidence {
  const { lookups } = context;
  return {
    async bySecret() {
      if (state.token === undefined) return undefined;
      const verdict = await lookups.token(state.token, "full");
      if (verdict.state === "unverified") throw undecided(id, verdict.reason);
      return verdict.state === "valid" && String(verdict.runnerId) === id;
    },
    async byDetails() {
      const found = await unlessGone(lookups.markedRunner(Number(id))).catch((error: unknown) => {
        if (error instanceof PermissionError) return undefined;
        throw error;
      });
      if (!found) return undefined;
      if (isAnotherRunner(state, detailsToState(found.runner))) return false;
      const isMarked = found.mark?.resource === newMark(context, state)?.resource;
      return (found.mark && isMarked) || typeof state["createdAt"] === "string" || undefined;
    },
  };
}

function undecided(id: string, reason: string): GitLabError {
  return new GitLabError(
    `cannot find out whether runner ${id} belongs to this GitLab or to another one: ${reason}`,
  );
}
