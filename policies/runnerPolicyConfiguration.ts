import type { EnforcementLevel } from "@pulumi/policy";
import type { AiFlowRunnerConfiguration } from "./rules/aiFlowRunner";
import type { MaximumTimeoutConfiguration } from "./rules/maximumTimeout";
import type { MinimumRunnerVersionConfiguration } from "./rules/minimumRunnerVersion";
import type { ProjectCountConfiguration } from "./rules/projectCount";
import type { ProtectedDeployRunnerConfiguration } from "./rules/protectedDeployRunner";
import type { RunnerNamingConfiguration } from "./rules/runnerNaming";
import type { SharedRunnerGroupsConfiguration } from "./rules/sharedRunnerGroups";
import type { TokenAgeConfiguration } from "./rules/tokenAge";
import type { TokenLifetimeConfiguration } from "./rules/tokenLifetime";

/** `advisory` warns, `mandatory` fails the preview or `up`, `disabled` turns the rule off. */
export type Level = Exclude<EnforcementLevel, "remediate">;

/** The configuration that every rule takes. */
export interface RuleConfiguration {
  /** The rule's own level by default. */
  enforcementLevel?: Level;
  /** Names of resources that the rule skips. */
  except?: string[];
}

/** Only a level, or any of a rule's keys. A key that you leave out has the rule's default. */
export type Configured<Configuration = object> =
  Level | (RuleConfiguration & Partial<Configuration>);

/** The configuration of the rules, for {@link runnerPolicies} or for a file of `--policy-pack-config`. */
export interface RunnerPolicyConfiguration {
  /** The level of every rule without a level of its own. */
  all?: Level;
  "no-untagged-shared-runner"?: Configured;
  "protected-deploy-runner"?: Configured<ProtectedDeployRunnerConfiguration>;
  "locked-project-runner"?: Configured;
  "maximum-timeout"?: Configured<MaximumTimeoutConfiguration>;
  "maintenance-note"?: Configured;
  "runner-naming"?: Configured<RunnerNamingConfiguration>;
  "minimum-runner-version"?: Configured<MinimumRunnerVersionConfiguration>;
  "token-age"?: Configured<TokenAgeConfiguration>;
  "token-lifetime"?: Configured<TokenLifetimeConfiguration>;
  "ai-flow-runner"?: Configured<AiFlowRunnerConfiguration>;
  "shared-runner-groups"?: Configured<SharedRunnerGroupsConfiguration>;
  "project-count"?: Configured<ProjectCountConfiguration>;
}
