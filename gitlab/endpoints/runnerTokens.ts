import { PermissionError, ResponseError } from "../transport/errors";
import {
  type RunnerRegistrationPayload,
  parseReply,
  runnerRegistrationSchema,
} from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** The system id under which a verification contacts GitLab, so that its trace can be removed. */
export const VERIFICATION_SYSTEM_ID = "s_pulumi_gitlab_runners";

/** What the router's discovery says of a runner authentication token. */
export type Discovery = "valid" | "invalid" | "unsupported";

/**
 * `GET /runners/router/discovery` (GitLab 18.7 and later): checks a token without a trace, neither
 * a contact time nor a manager.
 *
 * @returns "unsupported" on a GitLab without this endpoint.
 * @see https://docs.gitlab.com/api/runners/ and lib/api/ci/runner.rb in GitLab's source
 */
export async function discoverRouter(send: Transport, token: string): Promise<Discovery> {
  try {
    await send({
      operation: "verify a runner's token",
      method: "GET",
      path: "runners/router/discovery",
      headers: { "runner-token": token },
      authenticated: false,
    });
    return "valid";
  } catch (error) {
    if (error instanceof PermissionError) return "invalid";
    if (!(error instanceof ResponseError)) throw error;
    // 501: the token was accepted and GitLab has no job router.
    if (error.status === 501) return "valid";
    if (error.status === 404) return "unsupported";
    throw error;
  }
}

/**
 * `POST /runners/verify`: checks a token and reports whose it is. It leaves a manager behind, that
 * of `VERIFICATION_SYSTEM_ID`, and counts as a contact.
 *
 * @returns undefined when GitLab rejects the token.
 */
export async function verifyRunner(
  send: Transport,
  token: string,
): Promise<RunnerRegistrationPayload | undefined> {
  const operation = "verify a runner's token";
  try {
    const { body } = await send({
      operation,
      method: "POST",
      path: "runners/verify",
      json: { token, system_id: VERIFICATION_SYSTEM_ID },
      authenticated: false,
    });
    return parseReply(runnerRegistrationSchema, body, operation);
  } catch (error) {
    if (error instanceof PermissionError) return undefined;
    throw error;
  }
}

/** `DELETE /runners/managers`: removes one manager and keeps the runner. */
export async function deleteRunnerManager(
  send: Transport,
  token: string,
  systemId: string,
): Promise<void> {
  await send({
    operation: "delete a runner manager",
    method: "DELETE",
    path: "runners/managers",
    json: { token, system_id: systemId },
    authenticated: false,
  });
}
