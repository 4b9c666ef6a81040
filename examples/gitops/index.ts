/*
 * A fleet of runners for the stacks dev and prod. docs/gitops.md builds it up step by step.
 *
 *   pulumi stack init dev
 *   pulumi preview --stack dev # Pulumi.dev.yaml has the settings
 *
 * The preview shows each runner of the settings. Output `tokens` holds their tokens, a secret.
 */
import * as pulumi from "@pulumi/pulumi";

import { RunnerFleet } from "./runnerFleet";
import { readSettings } from "./settings";

const fleet = new RunnerFleet(pulumi.getStack(), readSettings());

/** For gitlab-runner: `pulumi stack output tokens --show-secrets --json`. */
export const tokens = fleet.tokens;
