import type { RunnerListOwner } from "../gitlab";
import { asListed, readListedDetails } from "../gitlab/graphql/listedDetails";
import type { RunnerDetailsPayload, RunnerPayload } from "../gitlab/payloads/schemas";
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

/**
 * GitLab's details of runners that it listed, without those that have gone since: of many by lists, of
 * others one by one.
 */
export async function listedPayloads(
  connection: Connection,
  owner: RunnerListOwner,
  listed: readonly RunnerPayload[],
  reading: Reading = {},
): Promise<RunnerDetailsPayload[]> {
  const found = await readListedDetails(connection.gitlab, owner, listed);
  const details = await Promise.all(
    listed.map(async ({ id }) => {
      const known = found.get(id);
      if (known && (known.hasProjectsOfRest || reading.projects === false)) return known.runner;
      const read = await unlessGone(runnerPayload(connection, id, reading));
      return read && asListed(read);
    }),
  );
  return details.flatMap((one) => one ?? []);
}
