import type { dynamic } from "@pulumi/pulumi";
import { GitLabError, NotFoundError } from "../api";
import type { Context } from "../configure";
import { failure, isInState } from "./checking";
import { isMistake } from "./configurationMistakes";
import { sameArgument, shownArgument } from "./diffing";
import type { Properties } from "./resourceHandler";
import type { RunnerInputs } from "./runnerArguments";
import { detailsToState, givenAttributes } from "./runnerMapping";

/**
 * Whether the runner to be adopted is there, and a word on what adopting changes of it: to the
 * engine it is a new resource, so the preview has no before and after to show.
 *
 * @param olds - the inputs of the last apply, empty for a runner that is not managed yet.
 */
export async function adoptionFailures(
  context: Context,
  olds: Properties,
  values: Partial<RunnerInputs> & Properties,
): Promise<dynamic.CheckFailure[]> {
  const { settings, lookups, warn } = context;
  const { runnerId } = values;
  if (!settings.previewChecks || runnerId === undefined) return [];
  // One that was created or adopted before shows its changes as a diff.
  if (isInState(olds)) return [];
  try {
    const found = detailsToState(await lookups.runner(runnerId));
    const changes = givenAttributes(values)
      .filter((name) => !sameArgument(found[name], values[name]))
      .map((name) => `${name} ${shownArgument(found[name])} => ${shownArgument(values[name])}`);
    warn(
      changes.length === 0
        ? `runner ${runnerId} is adopted as it is`
        : `adopting runner ${runnerId} changes ${changes.join(", ")}`,
    );
    return [];
  } catch (error) {
    if (error instanceof NotFoundError) {
      return [failure("runnerId", `GitLab has no runner ${runnerId}, or the token may not see it`)];
    }
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(`runnerId: the runner ${runnerId} could not be checked: ${error.message}`);
    return [];
  }
}
