import type { RunnerRule } from "../runnerRule";

/** Configuration of `runner-naming`. */
export interface RunnerNamingConfiguration {
  /** A JavaScript regular expression that the description must match. */
  pattern: string;
}

/** A runner's description is the name that GitLab shows. */
export const runnerNaming: RunnerRule<RunnerNamingConfiguration> = {
  name: "runner-naming",
  description: "A runner's description, the name that GitLab shows, follows a pattern.",
  severity: "low",
  enforcementLevel: "advisory",
  reads: "settings",
  configuration: {
    pattern: {
      type: "string",
      minLength: 1,
      default: "\\S",
      description: "A JavaScript regular expression that the description must match.",
    },
  },
  judge: ({ description = "" }, { pattern }) =>
    new RegExp(pattern, "u").test(description)
      ? undefined
      : { property: "description", message: `it does not match ${pattern}. Rename the runner.` },
};
