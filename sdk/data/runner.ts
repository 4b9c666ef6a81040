import type * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { camelCased } from "../../gitlab/text/camelCase";
import type { RunnerDetailsPayload } from "../../gitlab/payloads/schemas";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { RunnerProject } from "../types";
import { type InputsOf, checkArgs, idSchema } from "./arguments";
import {
  type Connection,
  type DataOptions,
  type DataOutputOptions,
  ask,
  askOutput,
} from "./connection";
import type { RunnerDetails, RunnerManager } from "./types";

/** Arguments of {@link getRunner}, {@link getRunnerManagers} and {@link getRunnerProjects}. */
export interface GetRunnerArgs {
  /** GitLab's id of the runner. */
  id: number | string;
}

const runnerArgs = v.strictObject({ id: idSchema });

/**
 * All that GitLab tells of a runner.
 *
 * @throws Error that says what GitLab answered, as a rejection.
 * @see https://docs.gitlab.com/api/runners/#retrieve-runner-details
 */
export function getRunner(args: GetRunnerArgs, options?: DataOptions): Promise<RunnerDetails> {
  return ask(options, (connection) => readRunner(connection, args));
}

/** The same as an Output. */
export function getRunnerOutput(
  args: pulumi.Input<InputsOf<GetRunnerArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerDetails> {
  return askOutput(args, options, readRunner);
}

async function readRunner(connection: Connection, args: GetRunnerArgs): Promise<RunnerDetails> {
  const { id } = checkArgs("getRunner", runnerArgs, args);
  return camelCased(await runnerPayload(connection, id)) as RunnerDetails;
}

/**
 * The gitlab-runner processes that use a runner's token. GitLab 16.
 *
 * @throws Error that says what GitLab answered, as a rejection.
 * @see https://docs.gitlab.com/api/runners/#list-all-runner-managers
 */
export function getRunnerManagers(
  args: GetRunnerArgs,
  options?: DataOptions,
): Promise<RunnerManager[]> {
  return ask(options, (connection) => readManagers(connection, args));
}

/** The same as an Output. */
export function getRunnerManagersOutput(
  args: pulumi.Input<InputsOf<GetRunnerArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerManager[]> {
  return askOutput(args, options, readManagers);
}

/**
 * The projects that may use a project runner, those that the credential may see.
 *
 * @throws Error that says what GitLab answered, as a rejection.
 */
export function getRunnerProjects(
  args: GetRunnerArgs,
  options?: DataOptions,
): Promise<RunnerProject[]> {
  return ask(options, (connection) => readProjects(connection, args));
}

/** The same as an Output. */
export function getRunnerProjectsOutput(
  args: pulumi.Input<InputsOf<GetRunnerArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<RunnerProject[]> {
  return askOutput(args, options, readProjects);
}

async function readManagers({ gitlab }: Connection, args: unknown): Promise<RunnerManager[]> {
  const { id } = checkArgs("getRunnerManagers", runnerArgs, args);
  return camelCased(await gitlab.listRunnerManagers(id));
}

async function readProjects({ gitlab }: Connection, args: unknown): Promise<RunnerProject[]> {
  const { id } = checkArgs("getRunnerProjects", runnerArgs, args);
  return camelCased(await gitlab.listRunnerProjects(id));
}

/** Details that were read, by connection, id and whether with projects: none is read twice in a run. */
const read = new WeakMap<Connection, Map<string, Promise<RunnerDetailsPayload>>>();

/** Whether a runner's projects are read, of which it may have thousands. */
interface Reading {
  readonly projects?: boolean;
}

/** GitLab's details of a runner, asked for once in a run. */
export function runnerPayload(
  connection: Connection,
  id: number | string,
  { projects = true }: Reading = {},
): Promise<RunnerDetailsPayload> {
  const { gitlab } = connection;
  const known = read.get(connection) ?? new Map<string, Promise<RunnerDetailsPayload>>();
  read.set(connection, known);
  const key = `${id} ${projects}`;
  const details = known.get(key) ?? (projects ? gitlab.getRunner(id) : gitlab.getRunnerAlone(id));
  known.set(key, details);
  return details;
}

/** GitLab's details of runners that it listed, without those that have gone since. */
export async function listedPayloads(
  connection: Connection,
  listed: readonly { readonly id: number }[],
  reading: Reading = {},
): Promise<RunnerDetailsPayload[]> {
  const details = await Promise.all(
    listed.map(({ id }) => unlessGone(runnerPayload(connection, id, reading))),
  );
  return details.flatMap((one) => one ?? []);
}
