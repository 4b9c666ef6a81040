import { GitLabError } from "../../gitlab";
import { drainRunner } from "../../gitlab/draining/drainRunner";
import { isOfSeveralProjects } from "../../gitlab/endpoints/refusedDeletion";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { deleteLastTwins } from "../creation/openRequests";
import type { StoredOutputs } from "../runner/runnerMapping";

/** What a user does about jobs that do not end: a deletion goes by the drain of the last apply. */
const WAY_OUT =
  "Run Pulumi again when they have ended, or cancel them. To go on without them, delete the runner in GitLab";

/** Deletes a runner. If it has a `drain`, its jobs end first. */
export async function deleteRunner(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<void> {
  const { gitlab, lookups, note, warn } = context;
  const remove = async (): Promise<void> => {
    await deleteLastTwins(context, id, state);
    try {
      await unlessGone(gitlab.deleteRunner(id));
    } catch (error) {
      throw error instanceof GitLabError ? explainRefusedDelete(error, id) : error;
    }
  };
  lookups.forgetRunner(id);
  if (!state.drain) return remove();
  const draining = {
    goal: "deleted" as const,
    // After a kill, GitLab has it paused by us: what counts is what the stack has.
    staysPaused: state.paused === true,
    wayOut: WAY_OUT,
    note,
    warn,
  };
  await drainRunner(gitlab, Number(id), state.drain, draining, remove);
}

/** Says what stands in the way of a deletion that GitLab refuses. */
function explainRefusedDelete(error: GitLabError, id: string): GitLabError {
  if (!isOfSeveralProjects(error)) return error;
  return new GitLabError(
    `runner ${id} is assigned to several projects, and GitLab lets only an administrator delete it ` +
      "then. Unassign it from the others first: declare those assignments as " +
      "ProjectRunnerAssignment so that they go first, or remove them in GitLab " +
      "(Settings > CI/CD > Runners of each project)",
    { cause: error },
  );
}
