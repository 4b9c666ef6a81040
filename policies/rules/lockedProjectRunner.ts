import type { RunnerRule } from "../runnerRule";

/** Any maintainer of its project could else lend it to a project of theirs. */
export const lockedProjectRunner: RunnerRule = {
  name: "locked-project-runner",
  description: "A project runner is locked to the projects that it has.",
  severity: "medium",
  enforcementLevel: "mandatory",
  reads: "settings",
  configuration: {},
  judge: ({ runnerType, locked }) =>
    runnerType === "project_type" && locked !== true
      ? {
          property: "locked",
          message:
            "it may be assigned to further projects. Set locked to true; a runner that the stack " +
            "itself assigns cannot be, so name it in this rule's `except`.",
        }
      : undefined,
};
