import { ConfigurationError, type GitLabClient } from "../../gitlab";
import type { RunnerManagerPayload } from "../../gitlab/payloads/schemas";
import { deleteStaleManager, managerVerdict } from "../../gitlab/pruning/managers";
import { askAboutToken } from "../../gitlab/tokenVerification";
import { counted } from "../audit/text";
import { changeEach } from "../changes";
import { type ConfirmOptions, isConfirmed } from "../confirm";
import { type ConnectionOptions, connect } from "../connection";
import type { Column } from "../columns";
import { type OutputOptions, noteRows, printRows } from "../output";
import { readRunnerToken } from "../runnerToken";
import { note } from "../terminal";
import { staleSince } from "./age";

interface PruneManagersOptions extends ConnectionOptions, OutputOptions, ConfirmOptions {
  /** Milliseconds since 1970. */
  olderThan: number;
  dryRun?: boolean;
}

interface Row {
  readonly action: "delete" | "keep";
  readonly id: number;
  readonly systemId: string;
  readonly reason: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: "ACTION", text: ({ action }) => action },
  { heading: "ID", text: ({ id }) => id },
  { heading: "SYSTEM ID", text: ({ systemId }) => systemId, fills: true },
  { heading: "REASON", text: ({ reason }) => reason, fills: true },
];

/** Deletes the stale managers of a runner, and keeps the runner. GitLab asks for the runner's own token. */
export async function pruneManagers(id: number, options: PruneManagersOptions): Promise<void> {
  const since = staleSince(options.olderThan);
  const connection = connect(options);
  const { gitlab } = connection;
  const judged = (await gitlab.listRunnerManagers(id)).map((manager) => rowOf(manager, since));
  const stale = judged.filter(({ action }) => action === "delete");
  const rows = [...stale, ...judged.filter(({ action }) => action === "keep")];
  if (options.dryRun === true || stale.length === 0) {
    printRows(rows, COLUMNS, options, "managers to list");
    if (rows.length > 0 && stale.length === 0) note("There are no stale managers to delete.");
    return;
  }
  if (options.yes !== true && process.env["RUNNER_TOKEN"] === undefined)
    throw new ConfigurationError(
      "standard input is for the answer to the question: pass the runner's token in RUNNER_TOKEN, or on " +
        "standard input with --yes",
    );
  if (options.yes !== true) noteRows(rows, COLUMNS);
  const question = `Delete ${counted(stale.length, "manager")} of runner ${id} if still stale?`;
  if (!(await isConfirmed(question, options))) return;
  const token = await readRunnerToken();
  await requireTokenOf(gitlab, id, token);
  await changeEach(
    connection,
    stale.map((manager) => ({ ...manager, description: manager.systemId })),
    options,
    ({ id: managerId }) => deleteStaleManager(gitlab, { runnerId: id, managerId, since, token }),
    { things: "managers", named: "SYSTEM ID" },
  );
}

function rowOf(manager: RunnerManagerPayload, since: number): Row {
  const { isStale, reason } = managerVerdict(manager, since);
  const action = isStale ? "delete" : "keep";
  return { action, id: manager.id, systemId: manager.system_id, reason };
}

/** A machine has the same system id for all of its runners, so another runner's token deletes another manager. */
async function requireTokenOf(gitlab: GitLabClient, id: number, token: string): Promise<void> {
  const verdict = await askAboutToken(gitlab, token, "full", note);
  if (verdict.state === "valid" && verdict.runnerId === id) return;
  throw new ConfigurationError(
    verdict.state === "valid"
      ? `the token is that of runner ${verdict.runnerId}, not of runner ${id}: pass the token of runner ${id}`
      : `GitLab rejects the token: pass the present token of runner ${id}`,
  );
}
