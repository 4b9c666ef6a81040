import type { GitLabClient } from "./client";
import { GitLabError } from "./transport/errors";
import { VERIFICATION_SYSTEM_ID } from "./endpoints/runnerTokens";
import type { VerifyTokens } from "./settings/settings";

/** What is known of a runner authentication token. */
export type TokenVerdict =
  | { readonly state: "valid"; readonly runnerId?: number; readonly tokenExpiresAt?: string }
  | { readonly state: "rejected" }
  /** GitLab could not be asked; the reason says why. */
  | { readonly state: "unverified"; readonly reason: string };

/**
 * Verifies a runner authentication token, as {@link askAboutToken}; that GitLab cannot be asked is a
 * verdict, too.
 *
 * @throws {GitLabError} for a mistake of the configuration, by which no token is ever verified.
 */
export async function verifyToken(
  ...question: Parameters<typeof askAboutToken>
): Promise<TokenVerdict> {
  try {
    return await askAboutToken(...question);
  } catch (error) {
    if (!(error instanceof GitLabError) || error.mistake === "certain") throw error;
    return { state: "unverified", reason: error.message };
  }
}

/**
 * Asks GitLab whether a runner authentication token is good.
 *
 * `quiet` leaves no trace where GitLab has the job router's discovery (18.7 and later), and else
 * falls back to `full`, which contacts GitLab as a runner does and therefore reports whose token it
 * is. The manager that this leaves is removed again.
 *
 * @throws {GitLabError} where GitLab cannot be asked.
 */
export async function askAboutToken(
  gitlab: GitLabClient,
  token: string,
  mode: Exclude<VerifyTokens, "off">,
  warn: (text: string) => void,
): Promise<TokenVerdict> {
  if (mode === "quiet") {
    const discovery = await gitlab.discoverRouter(token);
    if (discovery !== "unsupported") {
      return { state: discovery === "valid" ? "valid" : "rejected" };
    }
  }
  const registration = await gitlab.verifyRunner(token);
  if (!registration) return { state: "rejected" };
  await removeTrace(gitlab, token, warn);
  return {
    state: "valid",
    runnerId: registration.id,
    ...(typeof registration.token_expires_at === "string" && {
      tokenExpiresAt: registration.token_expires_at,
    }),
  };
}

async function removeTrace(
  gitlab: GitLabClient,
  token: string,
  warn: (text: string) => void,
): Promise<void> {
  try {
    await gitlab.deleteRunnerManager(token, VERIFICATION_SYSTEM_ID);
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    warn(`the manager ${VERIFICATION_SYSTEM_ID} of a verified runner stays: ${error.message}`);
  }
}
