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
      pattern: String.raw`^\d+(\.\d+){0,2}$`,
      default: "18.0",
      description: "The oldest version that the rule accepts, up to three numbers.",
    },
  },
  judge: ({ version }, { minimum }) =>
    version !== undefined && isOlder(version, minimum)
      ? {
          property: "version",
          message: `its gitlab-runner is older than ${minimum}. Update gitlab-runner on its machine.`,
        }
      : undefined,
};

/** A development build (`18.5.0~pre.1.g0`) counts as its version; no number at all as the oldest. */
function isOlder(version: string, minimum: string): boolean {
  const numbers = (text: string): number[] =>
    (/^\d+(\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);
  const found = numbers(version);
  const asked = numbers(minimum);
  const index = asked.findIndex((number, place) => (found[place] ?? 0) !== number);
  return index >= 0 && (found[index] ?? 0) < (asked[index] ?? 0);
}
