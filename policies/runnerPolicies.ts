import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { shown } from "../gitlab/text/shown";
import { configuredPolicy, isObject } from "./configuredPolicy";
import { aiFlowRunner } from "./rules/aiFlowRunner";
import { lockedProjectRunner } from "./rules/lockedProjectRunner";
import { maintenanceNote } from "./rules/maintenanceNote";
import { maximumTimeout } from "./rules/maximumTimeout";
import { minimumRunnerVersion } from "./rules/minimumRunnerVersion";
import { projectCount } from "./rules/projectCount";
import { protectedDeployRunner } from "./rules/protectedDeployRunner";
import { runnerNaming } from "./rules/runnerNaming";
import { sharedRunnerGroups } from "./rules/sharedRunnerGroups";
import { tokenAge } from "./rules/tokenAge";
import { tokenLifetime } from "./rules/tokenLifetime";
import { untaggedSharedRunner } from "./rules/untaggedSharedRunner";
import { runnerPolicy } from "./runnerPolicy";
import type { RunnerPolicyConfiguration } from "./runnerPolicyConfiguration";
import { stackPolicy } from "./stackPolicy";

const POLICIES = [
  runnerPolicy(untaggedSharedRunner),
  runnerPolicy(protectedDeployRunner),
  runnerPolicy(lockedProjectRunner),
  runnerPolicy(maximumTimeout),
  runnerPolicy(maintenanceNote),
  runnerPolicy(runnerNaming),
  runnerPolicy(minimumRunnerVersion),
  runnerPolicy(tokenAge),
  runnerPolicy(tokenLifetime),
  runnerPolicy(aiFlowRunner),
  stackPolicy(sharedRunnerGroups),
  stackPolicy(projectCount),
];

/**
 * Rules for runner fleets, for a `PolicyPack`.
 *
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { runnerPolicies } from "pulumi-gitlab-runners/policies";
 *
 * new PolicyPack("runners", {
 *   policies: runnerPolicies({
 *     "maximum-timeout": { maximumSeconds: 7200 },
 *     "maintenance-note": "mandatory",
 *     "token-age": "disabled",
 *   }),
 * });
 * ```
 *
 * Add your own rules: `policies: [...runnerPolicies(), mine]`.
 *
 * @param configuration - replaces the rules' defaults. `--policy-pack-config` takes precedence over it.
 * @throws Error for a rule, a key or a level that does not exist, and for a value that a key cannot have.
 */
export function runnerPolicies(
  configuration: RunnerPolicyConfiguration = {},
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  if (!isObject(configuration))
    throw new Error(
      `the configuration of the rules must be an object, not ${shown(configuration)}`,
    );
  const { all, ...byName } = configuration;
  const names = POLICIES.map(({ name }) => name);
  const unknown = Object.keys(byName).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`there is no rule ${unknown}; the rules are ${names.join(", ")}`);
  return POLICIES.map((policy) =>
    configuredPolicy(policy, byName[policy.name as keyof typeof byName], all),
  );
}
