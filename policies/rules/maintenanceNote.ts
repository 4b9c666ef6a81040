import type { RunnerRule } from "../runnerRule";

/** Who finds a runner in trouble should find whom to ask, too. */
export const maintenanceNote: RunnerRule = {
  name: "maintenance-note",
  description: "A runner says for those who administer it whom to ask.",
  severity: "low",
  enforcementLevel: "advisory",
  reads: "settings",
  configuration: {},
  judge: ({ maintenanceNote: note = "" }) =>
    note.trim() === ""
      ? {
          property: "maintenanceNote",
          message: "there is none. Say in maintenanceNote who is responsible.",
        }
      : undefined,
};
