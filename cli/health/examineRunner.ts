import type { ListedRunner } from "../../gitlab";
import { managersAsListed } from "../../gitlab/graphql/listedDetails";
import type { RunnerPayload } from "../../gitlab/payloads/schemas";
import type { Connection } from "../connection";
import { unlessRefused } from "../../gitlab/transport/unlessRefused";
import { detailsOf } from "../runnerDetails";
import type { ExaminedRunner } from "./runnerTroubles";

/**
 * A listed runner with its details and machines; undefined for one that has gone since it was listed.
 *
 * @param known - what a list showed of it.
 */
export async function examineRunner(
  connection: Connection,
  listed: RunnerPayload,
  known: ListedRunner | undefined,
): Promise<ExaminedRunner | undefined> {
  const read = await detailsOf(connection, listed, known);
  if (read?.details === undefined) return read;
  if (known) return { ...read, managers: known.managers };
  const managers = await unlessRefused(connection.gitlab.listRunnerManagers(listed.id));
  return managers instanceof Error
    ? { ...read, reason: managers.message }
    : { ...read, managers: managersAsListed(managers) };
}
