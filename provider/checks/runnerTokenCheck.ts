import type { CheckFailure } from "../values/operation";
import { GitLabError } from "../../gitlab";
import { settingName } from "../../gitlab/settings/settingNames";
import type { VerifyTokens } from "../../gitlab/settings/settings";
import type { TokenVerdict } from "../../gitlab/tokenVerification";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import { isMistake } from "./configurationMistakes";
import { heldExpiry, sameInstant } from "../runner/heldToken";
import type { RunnerInputs } from "../runner/runnerArguments";
import type { StoredOutputs } from "../runner/runnerMapping";

/**
 * What GitLab says of a runner authentication token; an outage says nothing of it.
 *
 * @throws {GitLabError} for a mistake of the configuration.
 */
export async function tokenVerdict(
  context: Context,
  token: string,
  mode: Exclude<VerifyTokens, "off">,
): Promise<TokenVerdict> {
  try {
    return await context.lookups.token(token, mode);
  } catch (error) {
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    return { state: "unverified", reason: error.message };
  }
}

/**
 * Verifies the `authenticationToken` that a runner is adopted by. Only GitLab's own refusal is a
 * failure; that GitLab could not be asked says nothing of the token.
 */
export async function givenTokenFailures(
  context: Context,
  { authenticationToken, runnerId }: Partial<RunnerInputs>,
): Promise<CheckFailure[]> {
  const { settings, warn } = context;
  if (authenticationToken === undefined || settings.verifyTokens === "off") return [];
  const fail = (reason: string): CheckFailure[] => [
    failure("authenticationToken", reason, { isSecret: true }),
  ];
  // Only the full verification reports whose token it is.
  const mode = runnerId === undefined ? settings.verifyTokens : "full";
  const verdict = await tokenVerdict(context, authenticationToken, mode);
  if (verdict.state === "rejected") {
    return fail(
      `${settings.transport.apiUrl} rejects this token: it is wrong, expired, or was reset. Use ` +
        "the current one from the runner's config.toml, or adopt with runnerId and resetTokenOnAdopt",
    );
  }
  if (verdict.state === "unverified") {
    warn(`could not verify authenticationToken: ${verdict.reason}`);
    return [];
  }
  if (runnerId !== undefined && verdict.runnerId !== undefined && verdict.runnerId !== runnerId) {
    return fail(`belongs to runner ${verdict.runnerId}, not to runner ${runnerId} (runnerId)`);
  }
  return [];
}

/** Whether the token that we hold for a runner is known to be dead and for us to repair. */
export async function isOwnTokenDead(
  context: Context,
  id: string,
  state: StoredOutputs,
): Promise<boolean> {
  const { settings, program, verifiedRunners, warn } = context;
  const { token, authenticationToken, __origin } = state;
  if (__origin.tokenIsLost === true) {
    warn(`the token of runner ${id} is not known: GitLab's reply was lost. up gets a new one`);
    return true;
  }
  // Nothing comes of the verdict in a refresh, and a given token was verified by check.
  if (!program.isRunning) return false;
  if (settings.verifyTokens === "off" || token === undefined || token === authenticationToken) {
    return false;
  }
  const { verifyTokensLimit } = settings;
  if (verifiedRunners.size >= verifyTokensLimit && !verifiedRunners.has(id)) {
    if (verifyTokensLimit > 0)
      warn(
        `the preview verified the tokens of ${verifyTokensLimit} runners, and of no others: ` +
          `${settingName(settings.transport, "gitlab-runners:verifyTokensLimit")} is the limit`,
      );
    return false;
  }
  verifiedRunners.add(id);
  const verdict = await tokenVerdict(
    { ...context, wasApplied: true },
    token,
    settings.verifyTokens,
  );
  if (verdict.state === "unverified") {
    warn(`could not verify the token of runner ${id}: ${verdict.reason}`);
  }
  if (verdict.state !== "rejected") return false;
  if (await mayBeRotated(context, id, state)) return false;
  warn(`GitLab rejects the token of runner ${id}: it was reset or has expired. up gets a new one`);
  return true;
}

/**
 * Whether gitlab-runner itself may have replaced the token that GitLab rejects, which it does before
 * the token expires: resetting it would cut off a working runner, so that is only reported.
 * @see commands/multi.go in gitlab-runner's source, TokenResetIntervalFactor
 */
async function mayBeRotated(
  { lookups, warn }: Context,
  id: string,
  state: StoredOutputs,
): Promise<boolean> {
  const held = heldExpiry(state);
  if (held === undefined) return false;
  const leave = (why: string): true => {
    warn(
      `GitLab rejects the token of runner ${id} ${why}: it was reset, perhaps by gitlab-runner's own ` +
        "rotation. up leaves it alone; the current token is in gitlab-runner's config.toml. What this stack " +
        "writes has the dead one. pulumi up with --replace and the runner's URN gets a new one",
    );
    return true;
  };
  if (Date.parse(held) > Date.now()) return leave("before its expiry");
  try {
    const { token_expires_at: present } = await lookups.runnerAlone(id);
    // Of an older GitLab it is not known.
    if (present === undefined || sameInstant(present, held)) return false;
    return leave(
      `and has a token that ${present === null ? "never expires" : `expires on ${present}`}`,
    );
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    return leave(`and does not report the current one (${error.message})`);
  }
}
