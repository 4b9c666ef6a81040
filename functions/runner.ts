import * as v from "valibot";
import { camelCased } from "../gitlab/text/camelCase";
import { checkArgs, idSchema } from "./arguments";
import type { Connection } from "../gitlab/connection";
import { runnerPayload } from "./runnerPayloads";
import type { RunnerProject } from "./runnerTypes";
import type { RunnerDetails, RunnerManager } from "./types";

/** The arguments of {@link getRunner}, {@link getRunnerManagers} and {@link getRunnerProjects}. */
export interface GetRunnerArgs {
  /** The runner's id in GitLab. */
  id: number | string;
}

const runnerArgs = v.strictObject({ id: idSchema });

export async function readRunner(connection: Connection, args: unknown): Promise<RunnerDetails> {
  const { id } = checkArgs("getRunner", runnerArgs, args);
  return camelCased(await runnerPayload(connection, id)) as RunnerDetails;
}

export async function readManagers(
  { gitlab }: Connection,
  args: unknown,
): Promise<RunnerManager[]> {
  const { id } = checkArgs("getRunnerManagers", runnerArgs, args);
  return camelCased(await gitlab.listRunnerManagers(id));
}

export async function readProjects(
  { gitlab }: Connection,
  args: unknown,
): Promise<RunnerProject[]> {
  const { id } = checkArgs("getRunnerProjects", runnerArgs, args);
  return camelCased(await gitlab.listRunnerProjects(id));
}
