import type { EnforcementLevel } from "@pulumi/policy";
import type { MaximumTimeoutConfiguration } from "./rules/maximumTimeout";
import type { MinimumRunnerVersionConfiguration } from "./rules/minimumRunnerVersion";
import type { ProtectedDeployRunnerConfiguration } from "./rules/protectedDeployRunner";
import type { RunnerNamingConfiguration } from "./rules/runnerNaming";
import type { TokenAgeConfiguration } from "./rules/tokenAge";

/** `advisory` reports, `mandatory` stops, `disabled` is silent. */
export type Level = Exclude<EnforcementLevel, "remediate">;

/** What every rule can be given. */
export interface RuleConfiguration {
  /** The rule's own if left out. */
  enforcementLevel?: Level;
  /** Names of `Runner` resources that the rule does not judge. */
  except?: string[];
}

/** A level alone, or any of a rule's keys; what is left out is the rule's default. */
export type Configured<Configuration = object> =
  Level | (RuleConfiguration & Partial<Configuration>);

/** What the rules are given by {@link runnerPolicies} or in a file of `--policy-pack-config`. */
export interface RunnerPolicyConfiguration {
  /** The level of all rules that are given none of their own. */
  all?: Level;
  "no-untagged-shared-runner"?: Configured;
  "protected-deploy-runner"?: Configured<ProtectedDeployRunnerConfiguration>;
  "locked-project-runner"?: Configured;
  "maximum-timeout"?: Configured<MaximumTimeoutConfiguration>;
  "maintenance-note"?: Configured;
  "runner-naming"?: Configured<RunnerNamingConfiguration>;
  "minimum-runner-version"?: Configured<MinimumRunnerVersionConfiguration>;
  "token-age"?: Configured<TokenAgeConfiguration>;
}
