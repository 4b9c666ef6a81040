/**
 * The entry that stored states name: each resource's `__provider` is a `require` of this module and
 * the name of an export. States live for years, so the module's path, the export names and the
 * methods are a public contract: add to them, never rename or remove.
 */
import { dynamicProvider } from "./dynamic/dynamicProvider";
import { projectRunnerAssignmentHandler } from "./handlers/projectRunnerAssignment";
import { runnerHandler } from "./handlers/runner";
import { runnerAssignmentsHandler } from "./handlers/runnerAssignments";
import { runnerReadyHandler } from "./handlers/runnerReady";
import { runnerTokenLifetimesHandler } from "./handlers/runnerTokenLifetimes";
import { staleRunnerCleanupHandler } from "./handlers/staleRunnerCleanup";

export const runner = dynamicProvider(runnerHandler);
export const projectRunnerAssignment = dynamicProvider(projectRunnerAssignmentHandler);
export const runnerAssignments = dynamicProvider(runnerAssignmentsHandler);
export const runnerReady = dynamicProvider(runnerReadyHandler);
export const runnerTokenLifetimes = dynamicProvider(runnerTokenLifetimesHandler);
export const staleRunnerCleanup = dynamicProvider(staleRunnerCleanupHandler);
