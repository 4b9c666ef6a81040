import type * as pulumi from "@pulumi/pulumi";
import { type GetRunnerArgs, readManagers, readProjects, readRunner } from "../../functions/runner";
import type { RunnerProject } from "../types";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";
import type { InputsOf } from "./inputs";
import type { RunnerDetails, RunnerManager } from "./types";

export type { GetRunnerArgs } from "../../functions/runner";

/**
 * Everything that GitLab reports about a runner.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#retrieve-runner-details
 */
export function getRunner(args: GetRunnerArgs, options?: DataOptions): Promise<RunnerDetails> {
  return ask(options, (connection) => readRunner(connection, args));
}

/** Like {@link getRunner}, but returns an Output. */
export function getRunnerOutput(
  args: pulumi.Input<InputsOf<GetRunnerArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerDetails> {
  return askOutput(args, options, readRunner);
}

/**
 * The gitlab-runner processes that use a runner's token. Needs GitLab 16.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-all-runner-managers
 */
export function getRunnerManagers(
  args: GetRunnerArgs,
  options?: DataOptions,
): Promise<RunnerManager[]> {
  return ask(options, (connection) => readManagers(connection, args));
}

/** Like {@link getRunnerManagers}, but returns an Output. */
export function getRunnerManagersOutput(
  args: pulumi.Input<InputsOf<GetRunnerArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerManager[]> {
  return askOutput(args, options, readManagers);
}

/**
 * The projects that may use a project runner, of those that the access token may see.
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 */
export function getRunnerProjects(
  args: GetRunnerArgs,
  options?: DataOptions,
): Promise<RunnerProject[]> {
  return ask(options, (connection) => readProjects(connection, args));
}

/** Like {@link getRunnerProjects}, but returns an Output. */
export function getRunnerProjectsOutput(
  args: pulumi.Input<InputsOf<GetRunnerArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerProject[]> {
  return askOutput(args, options, readProjects);
}
