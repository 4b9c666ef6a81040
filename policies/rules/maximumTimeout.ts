import type { RunnerRule } from "../runnerRule";

/** Configuration of `maximum-timeout`. */
export interface MaximumTimeoutConfiguration {
  /** The longest that a job may run, in seconds. */
  maximumSeconds: number;
}

/** A job that hangs else keeps a machine for as long as its project allows. */
export const maximumTimeout: RunnerRule<MaximumTimeoutConfiguration> = {
  name: "maximum-timeout",
  description: "A runner ends jobs that run too long.",
  severity: "medium",
  enforcementLevel: "mandatory",
  reads: "settings",
  configuration: {
    maximumSeconds: {
      type: "integer",
      minimum: 600,
      default: 10_800,
      description: "The longest that a job may run, in seconds.",
    },
  },
  judge: ({ maximumTimeout: seconds }, { maximumSeconds }) => {
    if (seconds !== undefined && seconds <= maximumSeconds) return undefined;
    const what = seconds === undefined ? "it has none" : "it is too long";
    return {
      property: "maximumTimeout",
      message: `${what}. Set maximumTimeout to at most ${maximumSeconds} seconds.`,
    };
  },
};
