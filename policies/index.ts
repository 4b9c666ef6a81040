export type { AiFlowRunnerConfiguration } from "./rules/aiFlowRunner";
export type { MaximumTimeoutConfiguration } from "./rules/maximumTimeout";
export type { MinimumRunnerVersionConfiguration } from "./rules/minimumRunnerVersion";
export type { ProjectCountConfiguration } from "./rules/projectCount";
export type { ProtectedDeployRunnerConfiguration } from "./rules/protectedDeployRunner";
export type { RunnerNamingConfiguration } from "./rules/runnerNaming";
export type { SharedRunnerGroupsConfiguration } from "./rules/sharedRunnerGroups";
export type { TokenAgeConfiguration } from "./rules/tokenAge";
export type { TokenLifetimeConfiguration } from "./rules/tokenLifetime";
export { runnerPolicies } from "./runnerPolicies";
export type {
  Configured,
  Level,
  RuleConfiguration,
  RunnerPolicyConfiguration,
} from "./runnerPolicyConfiguration";
