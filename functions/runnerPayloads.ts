import type { RunnerDetailsPayload } from "../gitlab/payloads/schemas";
import { unlessGone } from "../gitlab/transport/unlessGone";
import type { Connection } from "../gitlab/connection";

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
