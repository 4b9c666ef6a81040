/** The resources of the provider entry, by the names that it exports. */
export type ProviderExport =
  | "runner"
  | "projectRunnerAssignment"
  | "runnerAssignments"
  | "runnerReady"
  | "runnerTokenLifetimes"
  | "staleRunnerCleanup";

/**
 * The text that the engine stores in each resource's state and evaluates to get its operations.
 * `pulumi.dynamic.Resource` would serialise the whole implementation into it; naming the entry
 * keeps the state small, the same across versions, and lets an old state run the present code.
 * A stored text must work for ever, so neither it nor what it names may change.
 */
export function providerText(name: ProviderExport): string {
  return `exports.handler = () => require("pulumi-gitlab-runners/provider").${name};`;
}
