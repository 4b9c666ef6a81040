import * as v from "valibot";
import { verifyToken } from "../gitlab/tokenVerification";
import { checkArgs } from "./arguments";
import type { Connection } from "../gitlab/connection";
import { FunctionError } from "./functionError";

/** What GitLab says of a runner authentication token. */
export interface RunnerTokenVerdict {
  /** Whether GitLab accepts it. */
  valid: boolean;
  /** Whose it is; reported by the mode `full`, and before GitLab 18.7. */
  runnerId?: number | undefined;
  /** ISO 8601; undefined where it does not expire or is not reported. */
  tokenExpiresAt?: string | undefined;
  /** Why it is not valid, or why GitLab could not be asked. */
  reason?: string | undefined;
}

/** Arguments of {@link verifyRunnerToken}. */
export interface VerifyRunnerTokenArgs {
  /** A runner authentication token, `glrt-…`. */
  token: string;
  /**
   * `quiet`, if left out, leaves no trace on GitLab 18.7 and later; `full` reports whose token it is,
   * and counts as a contact of the runner.
   */
  mode?: "quiet" | "full" | undefined;
}

const verifyArgs = v.strictObject({
  // Its value must not come into a message.
  token: v.pipe(
    v.string("must be a text"),
    v.regex(/^[\x21-\x7e]{1,1024}$/, "is empty or no token"),
  ),
  mode: v.optional(v.picklist(["quiet", "full"], "must be quiet or full")),
});

export async function verify(connection: Connection, args: unknown): Promise<RunnerTokenVerdict> {
  const { token, mode = "quiet" } = checkArgs("verifyRunnerToken", verifyArgs, args);
  const { gitlab, settings, warn } = connection;
  const verdict = await verifyToken(gitlab, token, mode, warn);
  switch (verdict.state) {
    case "valid":
      return { valid: true, runnerId: verdict.runnerId, tokenExpiresAt: verdict.tokenExpiresAt };
    case "rejected":
      return {
        valid: false,
        reason: `${settings.transport.apiUrl} rejects it: it is wrong, expired, or was reset`,
      };
    case "unverified":
      return { valid: false, reason: verdict.reason };
  }
}

/** The token as it is, if GitLab accepts it. */
export async function validToken(connection: Connection, args: { token: string }): Promise<string> {
  const { valid, reason } = await verify(connection, args);
  if (valid) return args.token;
  throw new FunctionError(`the runner authentication token is not valid: ${reason}`);
}

/** The id of the runner that a token is of. */
export async function runnerIdByToken(
  connection: Connection,
  args: { token: string },
): Promise<string> {
  const { valid, runnerId, reason } = await verify(connection, { ...args, mode: "full" });
  if (valid && runnerId !== undefined) return String(runnerId);
  throw new FunctionError(`cannot look up a runner by its token: ${reason ?? "no answer"}`);
}
