import { ASKED_VERSION, isOlderVersion } from "../../gitlab/text/versions";
import type { RunnerRule } from "../runnerRule";

/** Configuration of `minimum-runner-version`. */
export interface MinimumRunnerVersionConfiguration {
  /** The oldest version that the rule accepts, up to three numbers: `18`, `18.4`, `18.4.1`. */
  minimum: string;
}

/** Judges the gitlab-runner that was in contact last; one that never was has no version. */
export const minimumRunnerVersion: RunnerRule<MinimumRunnerVersionConfiguration> = {
  name: "minimum-runner-version",
  description: "The gitlab-runner of a runner is not too old.",
  severity: "medium",
  enforcementLevel: "advisory",
  reads: "GitLab",
  configuration: {
    minimum: {
      type: "string",
      pattern: ASKED_VERSION.source,
      default: "18.0",
      description: "The oldest version that the rule accepts, up to three numbers.",
    },
  },
  judge: ({ version }, { minimum }) =>
    version !== undefined && isOlderVersion(version, minimum)
      ? {
          property: "version",
          message: `its gitlab-runner is older than ${minimum}. Update gitlab-runner on its machine.`,
        }
      : undefined,
};
