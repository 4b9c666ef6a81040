import { GitLabError, PermissionError } from "../../gitlab";
import { isSameSecond } from "../../gitlab/text/times";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import type { Resource } from "../values/operation";
import { type Evidence, type InstanceResource, recordedInstance } from "../checks/instance";
import { newMarker } from "../creation/creationMarker";
import { type RunnerOutputs, type StoredOutputs, detailsToState } from "../runner/runnerMapping";

/** A runner of the state, as the questions about its GitLab take it. */
export function instanceRunner(
  context: Context,
  resource: Resource,
  id: string,
  state: StoredOutputs,
): InstanceResource {
  return {
    what: `runner ${id}`,
    recorded: recordedInstance(state),
    evidence: evidenceOf(context, resource, id, state),
  };
}

/** Whether two sights of a runner are of two: GitLab never changes its type and its beginning. */
export function isAnotherRunner(state: StoredOutputs, present: RunnerOutputs): boolean {
  const [before, now] = [state["createdAt"], present["createdAt"]];
  const isOtherTime = isTime(before) && isTime(now) && !isSameSecond(before, now);
  const { runnerType } = state;
  return isOtherTime || (runnerType !== undefined && runnerType !== present.runnerType);
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function evidenceOf(
  context: Context,
  resource: Resource,
  id: string,
  state: StoredOutputs,
): Evidence {
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
      const isMarked = found.marker?.resource === newMarker(context, resource, state)?.resource;
      return (found.marker && isMarked) || typeof state["createdAt"] === "string" || undefined;
    },
  };
}

function undecided(id: string, reason: string): GitLabError {
  return new GitLabError(
    `cannot find out whether runner ${id} belongs to this GitLab or to another one: ${reason}`,
  );
}
