import * as pulumi from "@pulumi/pulumi";
import {
  type RunnerTokenVerdict,
  type VerifyRunnerTokenArgs,
  runnerIdByToken,
  validToken,
  verify,
} from "../../functions/verifyRunnerToken";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";

export type { RunnerTokenVerdict, VerifyRunnerTokenArgs } from "../../functions/verifyRunnerToken";

/**
 * Checks with GitLab whether a runner authentication token is valid.
 *
 * @see https://docs.gitlab.com/api/runners/#verify-authentication-for-a-registered-runner
 */
export function verifyRunnerToken(
  args: VerifyRunnerTokenArgs,
  options?: DataOptions,
): Promise<RunnerTokenVerdict> {
  return ask(options, (connection) => verify(connection, args));
}

/** Like {@link verifyRunnerToken}, but returns an Output. */
export function verifyRunnerTokenOutput(
  args: pulumi.Input<{
    token: pulumi.Input<string>;
    mode?: pulumi.Input<"quiet" | "full" | undefined>;
  }>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerTokenVerdict> {
  return askOutput(args, options, verify);
}

/**
 * Returns the token unchanged if GitLab accepts it.
 *
 * @throws pulumi.RunError, which fails the preview, if GitLab rejects the token or gives no answer.
 */
export function requireValidRunnerToken(
  token: pulumi.Input<string>,
  options?: DataOutputOptions,
): pulumi.Output<string> {
  return pulumi.secret(askOutput({ token }, options, validToken));
}

/**
 * The id of the runner that a token is of.
 * @internal
 */
export function runnerIdOf(
  token: pulumi.Input<string>,
  options?: DataOutputOptions,
): pulumi.Output<string> {
  // Whose token it is, is no secret.
  return pulumi.unsecret(askOutput({ token }, options, runnerIdByToken));
}
