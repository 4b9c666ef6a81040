import { textList } from "../keySchemas";
import type { RunnerRule } from "../runnerRule";

/** Configuration of `protected-deploy-runner`. */
export interface ProtectedDeployRunnerConfiguration {
  /** Tags of the runners that may deploy. */
  tags: string[];
}

/** Who may push a branch could else run a job on the runner that holds the keys. */
export const protectedDeployRunner: RunnerRule<ProtectedDeployRunnerConfiguration> = {
  name: "protected-deploy-runner",
  description: "A runner with a tag for deployments runs jobs of protected branches and tags only.",
  severity: "critical",
  enforcementLevel: "mandatory",
  reads: "settings",
  configuration: {
    tags: textList("Tags of the runners that may deploy.", "deploy", "production"),
  },
  judge: ({ tagList = [], accessLevel }, { tags }) =>
    accessLevel !== "ref_protected" && tagList.some((tag) => tags.includes(tag))
      ? {
          property: "accessLevel",
          message:
            "it has a tag for deployments and runs jobs of unprotected branches. Set accessLevel to " +
            '"ref_protected", or take the tag from tagList.',
        }
      : undefined,
};
