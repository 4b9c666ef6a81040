import type { RunnerRule } from "../runnerRule";

/** A shared runner that takes untagged jobs takes those of every project that forgot a tag. */
export const untaggedSharedRunner: RunnerRule = {
  name: "no-untagged-shared-runner",
  description: "An instance runner takes no jobs without tags.",
  severity: "high",
  enforcementLevel: "mandatory",
  reads: "settings",
  configuration: {},
  judge: ({ runnerType, runUntagged }) =>
    runnerType === "instance_type" && runUntagged !== false
      ? {
          property: "runUntagged",
          message:
            "it takes the untagged jobs of the whole instance. Set runUntagged to false and give " +
            "it tags in tagList.",
        }
      : undefined,
};
