/*
 * Verifies a runner's token, and stops a preview if the token is dead. It creates nothing.
 *
 *   pulumi stack init dev
 *   pulumi config set --secret token # glrt-…
 *   pulumi preview
 *
 * Outputs: whether the token is valid, whose it is, and the token itself, a secret. Reset the token in GitLab,
 * and the next preview fails.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  requireValidRunnerToken,
  verifyRunnerToken,
  verifyRunnerTokenOutput,
} from "pulumi-gitlab-runners";

const config = new pulumi.Config();

/** A secret of the configuration stays one; the verdict is as secret as the token. */
const verdict = verifyRunnerTokenOutput({ token: config.requireSecret("token") });
export const isValid = pulumi.unsecret(verdict.valid);

/** Whose it is, and until when: GitLab takes this for a contact of the runner. */
export const owner = pulumi.unsecret(
  verifyRunnerTokenOutput({ token: config.requireSecret("token"), mode: "full" }),
);

/** A plain text, from wherever. */
const other = process.env["RUNNER_TOKEN"];
export const isOtherValid =
  other === undefined ? undefined : verifyRunnerToken({ token: other }).then(({ valid }) => valid);

/** What a machine is set up with: a preview with a dead token stops here. */
export const token = requireValidRunnerToken(config.requireSecret("token"));
