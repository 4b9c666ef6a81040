import type { RunnerRule } from "../runnerRule";

/** Who finds a runner in trouble should find whom to ask, too. */
export const maintenanceNote: RunnerRule = {
  name: "maintenance-note",
  description: "A runner has a maintenance note, which says who is responsible.",
  severity: "low",
  enforcementLevel: "advisory",
  reads: "settings",
  configuration: {},
  judge: ({ maintenanceNote: note = "" }) =>
    note.trim() === ""
      ? {
          property: "maintenanceNote",
          message: "the runner has no maintenance note. Say in maintenanceNote who is responsible.",
        }
      : undefined,
};
