import type { Context } from "../provider/context/context";
import { projectRunnerAssignmentHandler } from "../provider/handlers/projectRunnerAssignment";
import { runnerHandler } from "../provider/handlers/runner";
import { runnerAssignmentsHandler } from "../provider/handlers/runnerAssignments";
import { runnerReadyHandler } from "../provider/handlers/runnerReady";
import { runnerTokenLifetimesHandler } from "../provider/handlers/runnerTokenLifetimes";
import { staleRunnerCleanupHandler } from "../provider/handlers/staleRunnerCleanup";
import type { ProviderExport } from "../stack/providerEntry";
import type { ResourceHandler } from "../provider/values/operation";

/** A resource that the plugin serves. */
export interface ServedResource {
  readonly handlerOf: (context: () => Context) => ResourceHandler;
  /** Its export of the entry of dynamic providers. */
  readonly dynamicExport: ProviderExport;
}

/** By the type's token in the schema. */
export const RESOURCES: Readonly<Record<string, ServedResource>> = {
  "gitlab-runners:index:Runner": {
    handlerOf: runnerHandler,
    dynamicExport: "runner",
  },
  "gitlab-runners:index:ProjectRunnerAssignment": {
    handlerOf: projectRunnerAssignmentHandler,
    dynamicExport: "projectRunnerAssignment",
  },
  "gitlab-runners:index:RunnerAssignments": {
    handlerOf: runnerAssignmentsHandler,
    dynamicExport: "runnerAssignments",
  },
  "gitlab-runners:index:RunnerReady": {
    handlerOf: runnerReadyHandler,
    dynamicExport: "runnerReady",
  },
  "gitlab-runners:index:RunnerTokenLifetimes": {
    handlerOf: runnerTokenLifetimesHandler,
    dynamicExport: "runnerTokenLifetimes",
  },
  "gitlab-runners:index:StaleRunnerCleanup": {
    handlerOf: staleRunnerCleanupHandler,
    dynamicExport: "staleRunnerCleanup",
  },
};

/** The type's token in a URN, `urn:pulumi:stack::project::parent$type::name`. */
export function typeOf(urn: string): string {
  const [, , types = ""] = urn.split("::");
  return types.split("$").at(-1) ?? "";
}
