import * as v from "valibot";
import { verifyToken } from "../gitlab/tokenVerification";
import { checkArgs } from "./arguments";
import type { Connection } from "../gitlab/connection";
import { FunctionError } from "./functionError";

/** Whether a runner authentication token is valid, and what else GitLab reports about it. */
export interface RunnerTokenVerdict {
  /** Whether GitLab accepts the token. */
  valid: boolean;
  /** The id of the token's runner. GitLab reports it in the mode `full`, and before GitLab 18.7. */
  runnerId?: number | undefined;
  /** ISO 8601. Undefined if the token does not expire or GitLab does not report it. */
  tokenExpiresAt?: string | undefined;
  /** Why the token is not valid, or why the check got no answer. */
  reason?: string | undefined;
}

/** The arguments of {@link verifyRunnerToken}. */
export interface VerifyRunnerTokenArgs {
  /** A runner authentication token, `glrt-…`. */
  token: string;
  /**
   * `quiet` (the default) leaves no trace on GitLab 18.7 and later. `full` also reports the id of the
   * token's runner, and counts as a contact of the runner.
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
