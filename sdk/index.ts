export type { DataOptions, DataOutputOptions } from "./data/connection";
export * from "./data/fleetFigures";
export * from "./data/jobs";
export * from "./data/runnerLists";
export {
  type GetRunnerArgs,
  getRunner,
  getRunnerManagers,
  getRunnerManagersOutput,
  getRunnerOutput,
  getRunnerProjects,
  getRunnerProjectsOutput,
} from "./data/runner";
export {
  type GetRunnerAccessArgs,
  getRunnerAccess,
  getRunnerAccessOutput,
} from "./data/runnerAccess";
export type { Access, AccessProject, AccessReason, AccessRunner } from "../gitlab/access/access";
export type { AccessReview } from "../gitlab/access/review";
export { type RequireTagCoverageArgs, requireTagCoverage } from "./data/requireTagCoverage";
export {
  type ContactStatus,
  type GetTagCoverageArgs,
  getTagCoverage,
  getTagCoverageOutput,
} from "./data/tagCoverage";
export type { CoveringRunner, TagCoverage } from "../gitlab/coverage/tagCoverage";
export type * from "./data/types";
export {
  type RunnerTokenVerdict,
  type VerifyRunnerTokenArgs,
  requireValidRunnerToken,
  verifyRunnerToken,
  verifyRunnerTokenOutput,
} from "./data/verifyRunnerToken";
export {
  ProjectRunnerAssignment,
  type ProjectRunnerAssignmentArgs,
} from "./projectRunnerAssignment";
export type * from "./drain";
export { Provider, type ProviderArgs } from "./provider";
export type * from "./rotation";
export { Runner, type RunnerArgs, type RunnerState } from "./runner";
export { RunnerAssignments, type RunnerAssignmentsArgs } from "./runnerAssignments";
export { RunnerReady, type RunnerReadyArgs } from "./runnerReady";
export { RunnerTokenLifetimes, type RunnerTokenLifetimesArgs } from "./runnerTokenLifetimes";
export type * from "./delivery/keys";
export type * from "./delivery/machineOptions";
export type * from "./delivery/options";
export { RunnerProcess } from "./runnerProcess";
export {
  type StaleRunner,
  StaleRunnerCleanup,
  type StaleRunnerCleanupArgs,
} from "./staleRunnerCleanup";
export type * from "./types";
