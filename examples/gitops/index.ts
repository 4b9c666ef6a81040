import * as pulumi from "@pulumi/pulumi";

import { RunnerFleet } from "./runnerFleet";
import { readSettings } from "./settings";

const fleet = new RunnerFleet(pulumi.getStack(), readSettings());

/** For gitlab-runner: `pulumi stack output tokens --show-secrets --json`. */
export const tokens = fleet.tokens;
