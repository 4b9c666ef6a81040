import type * as pulumi from "@pulumi/pulumi";
import {
  type GetGroupRunnersArgs,
  type GetProjectRunnersArgs,
  type GetRunnersArgs,
  type GetRunnersDetailsArgs,
  readGroup,
  readInstance,
  readOwned,
  readProject,
} from "../../functions/runnerLists";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";
import type { InputsOf } from "./inputs";
import type { RunnerDetails, RunnerSummary } from "./types";

export type {
  GetRunnersArgs,
  GetRunnersDetailsArgs,
  GetProjectRunnersArgs,
  GetGroupRunnersArgs,
} from "../../functions/runnerLists";

/**
 * The runners of the groups that the token's user owns and of the projects that the user maintains.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-owned-runners
 */
export function getRunners(
  args: GetRunnersDetailsArgs,
  options?: DataOptions,
): Promise<RunnerDetails[]>;
export function getRunners(args?: GetRunnersArgs, options?: DataOptions): Promise<RunnerSummary[]>;
export function getRunners(
  args: GetRunnersArgs = {},
  options?: DataOptions,
): Promise<RunnerSummary[]> {
  return ask(options, (connection) => readOwned(connection, args));
}

/** Like {@link getRunners}, but returns an Output. */
export function getRunnersOutput(
  args: pulumi.Input<InputsOf<GetRunnersDetailsArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerDetails[]>;
export function getRunnersOutput(
  args?: pulumi.Input<InputsOf<GetRunnersArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]>;
export function getRunnersOutput(
  args: pulumi.Input<InputsOf<GetRunnersArgs>> = {},
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]> {
  return askOutput(args, options, readOwned);
}

/**
 * All runners of the instance. The token's user must be an administrator, or since GitLab 19 an auditor.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-all-runners
 */
export function getAllRunners(
  args: GetRunnersDetailsArgs,
  options?: DataOptions,
): Promise<RunnerDetails[]>;
export function getAllRunners(
  args?: GetRunnersArgs,
  options?: DataOptions,
): Promise<RunnerSummary[]>;
export function getAllRunners(
  args: GetRunnersArgs = {},
  options?: DataOptions,
): Promise<RunnerSummary[]> {
  return ask(options, (connection) => readInstance(connection, args));
}

/** Like {@link getAllRunners}, but returns an Output. */
export function getAllRunnersOutput(
  args: pulumi.Input<InputsOf<GetRunnersDetailsArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerDetails[]>;
export function getAllRunnersOutput(
  args?: pulumi.Input<InputsOf<GetRunnersArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]>;
export function getAllRunnersOutput(
  args: pulumi.Input<InputsOf<GetRunnersArgs>> = {},
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]> {
  return askOutput(args, options, readInstance);
}

/**
 * The runners that a project may use: its own, those of the groups above it, and those of the instance.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-all-of-a-projects-runners
 */
export function getProjectRunners(
  args: GetProjectRunnersArgs & { details: true },
  options?: DataOptions,
): Promise<RunnerDetails[]>;
export function getProjectRunners(
  args: GetProjectRunnersArgs,
  options?: DataOptions,
): Promise<RunnerSummary[]>;
export function getProjectRunners(
  args: GetProjectRunnersArgs,
  options?: DataOptions,
): Promise<RunnerSummary[]> {
  return ask(options, (connection) => readProject(connection, args));
}

/** Like {@link getProjectRunners}, but returns an Output. */
export function getProjectRunnersOutput(
  args: pulumi.Input<InputsOf<GetProjectRunnersArgs & { details: true }>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerDetails[]>;
export function getProjectRunnersOutput(
  args: pulumi.Input<InputsOf<GetProjectRunnersArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]>;
export function getProjectRunnersOutput(
  args: pulumi.Input<InputsOf<GetProjectRunnersArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]> {
  return askOutput(args, options, readProject);
}

/**
 * The runners of a group, of the groups above it, and of the instance.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-all-of-a-groups-runners
 */
export function getGroupRunners(
  args: GetGroupRunnersArgs & { details: true },
  options?: DataOptions,
): Promise<RunnerDetails[]>;
export function getGroupRunners(
  args: GetGroupRunnersArgs,
  options?: DataOptions,
): Promise<RunnerSummary[]>;
export function getGroupRunners(
  args: GetGroupRunnersArgs,
  options?: DataOptions,
): Promise<RunnerSummary[]> {
  return ask(options, (connection) => readGroup(connection, args));
}

/** Like {@link getGroupRunners}, but returns an Output. */
export function getGroupRunnersOutput(
  args: pulumi.Input<InputsOf<GetGroupRunnersArgs & { details: true }>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerDetails[]>;
export function getGroupRunnersOutput(
  args: pulumi.Input<InputsOf<GetGroupRunnersArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]>;
export function getGroupRunnersOutput(
  args: pulumi.Input<InputsOf<GetGroupRunnersArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerSummary[]> {
  return askOutput(args, options, readGroup);
}
