import { GitLabError, NotFoundError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure, isInState } from "../values/checking";
import { isMistake } from "./configurationMistakes";
import { sameArgument, shownArgument } from "../values/diffing";
import type { Properties, CheckFailure } from "../values/operation";
import type { RunnerInputs } from "../runner/runnerArguments";
import { detailsToState, givenAttributes } from "../runner/runnerMapping";

const NOTHING: CheckedAdoption = { failures: [] };

/** What is known before the apply of a runner that is to be adopted. */
interface CheckedAdoption {
  readonly failures: readonly CheckFailure[];
  /** The declared settings as the runner has them before it is adopted. */
  readonly adopted?: Properties;
}

/**
 * Whether the runner to be adopted is there, and a word on what adopting changes of it: to the
 * engine it is a new resource, so the preview has no before and after to show.
 *
 * @param olds - the inputs of the last apply, empty for a runner that is not managed yet.
 */
export async function checkAdoption(
  context: Context,
  olds: Properties,
  values: Partial<RunnerInputs> & Properties,
): Promise<CheckedAdoption> {
  const { settings, lookups, warn } = context;
  const { runnerId } = values;
  // One that was created or adopted before shows its changes as a diff.
  if (isInState(olds)) return NOTHING;
  if (!settings.previewChecks || runnerId === undefined) return NOTHING;
  try {
    const found = detailsToState(await lookups.runnerAlone(runnerId));
    const changes = givenAttributes(values)
      .filter((name) => !sameArgument(found[name], values[name]))
      .map((name) => `${name} ${shownArgument(found[name])} => ${shownArgument(values[name])}`);
    warn(
      changes.length === 0
        ? `adopting runner ${runnerId} changes none of its settings`
        : `adopting runner ${runnerId} changes ${changes.join(", ")}`,
    );
    const before = givenAttributes(values).map((name) => [
      name,
      sameArgument(found[name], values[name]) ? values[name] : found[name],
    ]);
    return { failures: [], adopted: Object.fromEntries(before) as Properties };
  } catch (error) {
    if (error instanceof NotFoundError) {
      const reason = `GitLab has no runner ${runnerId}, or the token may not see it`;
      return { failures: [failure("runnerId", reason)] };
    }
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(`runnerId: could not check runner ${runnerId}: ${error.message}`);
    return NOTHING;
  }
}
