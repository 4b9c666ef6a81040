import { GitLabError, NotFoundError, PermissionError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import type { CheckFailure } from "../values/operation";
import { isMistake } from "./configurationMistakes";

/** A failure where GitLab is known not to have a runner. */
export async function missingRunnerFailures(
  context: Context,
  runnerId: number,
): Promise<CheckFailure[]> {
  if (!context.settings.previewChecks) return [];
  try {
    await context.lookups.assignableRunner(runnerId);
    return [];
  } catch (error) {
    return unreadableRunner(context, runnerId, error);
  }
}

/**
 * What a check says of a runner that it could not read.
 *
 * @throws {Error} the same, where it is a mistake of the configuration or of ours.
 */
export function unreadableRunner(
  context: Context,
  runnerId: number,
  error: unknown,
): CheckFailure[] {
  if (error instanceof NotFoundError)
    return [failure("runnerId", `GitLab has no runner ${runnerId}`)];
  if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
  const reason = error instanceof PermissionError ? error.reason : error.message;
  context.warn(`runnerId: could not check runner ${runnerId}: ${reason}`);
  return [];
}
