/**
 * The entry that stored states name: each resource's `__provider` is a `require` of this module and
 * the name of an export. States live for years, so the module's path, the export names and the
 * methods are a public contract: add to them, never rename or remove.
 */
import { configure, currentContext } from "./configure";
import { withMistakesRefused } from "./resources/configurationMistakes";
import { withTimeouts } from "./resources/operationTimeouts";
import { projectRunnerAssignmentHandler } from "./resources/projectRunnerAssignment";
import { runnerHandler } from "./resources/runner";
import { runnerAssignmentsHandler } from "./resources/runnerAssignments";

export const runner = {
  configure,
  ...withTimeouts(withMistakesRefused(runnerHandler(currentContext))),
};
export const projectRunnerAssignment = {
  configure,
  ...withTimeouts(withMistakesRefused(projectRunnerAssignmentHandler(currentContext))),
};
export const runnerAssignments = {
  configure,
  ...withTimeouts(withMistakesRefused(runnerAssignmentsHandler(currentContext))),
};
