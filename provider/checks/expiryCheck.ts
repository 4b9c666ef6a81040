import type { CheckFailure } from "../values/operation";
import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import type { RunnerInputs } from "../runner/runnerArguments";
import { intervalFailures } from "./intervalCheck";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How far ahead a `tokenExpiresAt` may be, by the versions whose rule is known; GitLab 19 raised 18.10's
 * 15 days to 21 in one of its releases. Of a version that is not here, GitLab's answer says it.
 * @see MAXIMUM_TOKEN_EXPIRY_DURATION in ee/app/services/ee/ci/runners/create_runner_service.rb
 */
const MOST_DAYS: Readonly<Record<number, number>> = { 18: 15, 19: 21 };
/** Before that GitLab creates the runner and passes over the expiry. */
const FIRST = { major: 18, minor: 10 };

/**
 * An expiry that GitLab's version does not take.
 *
 * @param olds - the inputs of the last apply: what is in the state was accepted then.
 */
export async function expiryFailures(
  context: Context,
  olds: Partial<RunnerInputs>,
  values: Partial<RunnerInputs>,
): Promise<CheckFailure[]> {
  const { settings, lookups } = context;
  const { tokenExpiresAt } = values;
  if (tokenExpiresAt === undefined || tokenExpiresAt === olds.tokenExpiresAt) return [];
  if (!settings.previewChecks) return [];
  const version = await lookups.version().catch((error: unknown) => {
    // Not every scope suffices for it.
    if (error instanceof GitLabError) return undefined;
    throw error;
  });
  const [major, minor] = (version?.split(".", 2) ?? []).map((part) => Number.parseInt(part, 10));
  if (version === undefined || major === undefined || minor === undefined) return [];
  const shown = `GitLab ${major}.${minor}`;
  if (major < FIRST.major || (major === FIRST.major && minor < FIRST.minor)) {
    return [
      failure(
        "tokenExpiresAt",
        `${shown} does not support an expiry for one runner's token; ${FIRST.major}.${FIRST.minor} added it. ` +
          "Leave it out, or ask an administrator to set an expiry for all runners of a type",
      ),
    ];
  }
  const most = MOST_DAYS[major];
  if (most !== undefined && Date.parse(tokenExpiresAt) - Date.now() > most * DAY_MS)
    return [failure("tokenExpiresAt", `must be at most ${most} days ahead in ${shown}`)];
  return intervalFailures(context, tokenExpiresAt, values);
}
