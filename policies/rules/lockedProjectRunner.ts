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
            "somebody may assign it to further projects. Set locked to true. If the stack itself " +
            "assigns the runner, it cannot be locked: name it in this rule's `except`.",
        }
      : undefined,
};
