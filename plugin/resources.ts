import type { Context } from "../provider/context/context";
import { projectRunnerAssignmentHandler } from "../provider/handlers/projectRunnerAssignment";
import { runnerHandler } from "../provider/handlers/runner";
import { runnerAssignmentsHandler } from "../provider/handlers/runnerAssignments";
import type { ProviderExport } from "../stack/providerEntry";
import type { ResourceHandler } from "../provider/values/operation";

/** A resource that the plugin serves. */
export interface ServedResource {
  readonly handlerOf: (context: () => Context) => ResourceHandler;
  /** Its export of the entry of dynamic providers. */
  readonly dynamicExport: ProviderExport;
  /** Outputs that an update gets anew where no input differs. */
  readonly renewed: readonly string[];
}

/** By the type's token in the schema. */
export const RESOURCES: Readonly<Record<string, ServedResource>> = {
  "gitlab-runners:index:Runner": {
    handlerOf: runnerHandler,
    dynamicExport: "runner",
    renewed: ["token", "tokenObtainedAt", "tokenExpiresAt"],
  },
  "gitlab-runners:index:ProjectRunnerAssignment": {
    handlerOf: projectRunnerAssignmentHandler,
    dynamicExport: "projectRunnerAssignment",
    renewed: [],
  },
  "gitlab-runners:index:RunnerAssignments": {
    handlerOf: runnerAssignmentsHandler,
    dynamicExport: "runnerAssignments",
    renewed: ["projectIds"],
  },
};

/** The type's token in a URN, `urn:pulumi:stack::project::parent$type::name`. */
export function typeOf(urn: string): string {
  const [, , types = ""] = urn.split("::");
  return types.split("$").at(-1) ?? "";
}
