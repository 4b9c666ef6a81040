import { ConfigurationError, type GitLabClient } from "../../gitlab";
import {
  type StaleManager,
  deleteStaleManager,
  managerVerdict,
} from "../../gitlab/pruning/managers";
import { askAboutToken } from "../../gitlab/tokenVerification";
import { counted } from "../audit/text";
import { changeEach } from "../changes";
import { type ConfirmOptions, isConfirmed } from "../confirm";
import { type ConnectionOptions, connect } from "../connection";
import type { Column } from "../columns";
import { type OutputOptions, printRows } from "../output";
import { readRunnerToken } from "../runnerToken";
import { tableText } from "../table";
import { note, noteStyled, terminalWidth } from "../terminal";
import { staleSince } from "./age";

interface PruneManagersOptions extends ConnectionOptions, OutputOptions, ConfirmOptions {
  /** Milliseconds since 1970. */
  olderThan: number;
  dryRun?: boolean;
}

const COLUMNS: readonly Column<StaleManager>[] = [
  { heading: "ID", text: ({ id }) => id },
  { heading: "SYSTEM ID", text: ({ systemId }) => systemId, fills: true },
  { heading: "REASON", text: ({ reason }) => reason, fills: true },
];

/** Deletes the stale managers of a runner, and keeps the runner. GitLab asks for the runner's own token. */
export async function pruneManagers(id: number, options: PruneManagersOptions): Promise<void> {
  const since = staleSince(options.olderThan);
  const connection = connect(options);
  const { gitlab } = connection;
  const stale = (await gitlab.listRunnerManagers(id)).flatMap(
    (manager) => managerVerdict(manager, since).stale ?? [],
  );
  if (options.dryRun === true || stale.length === 0) {
    printRows(stale, COLUMNS, options, "stale managers to delete");
    return;
  }
  if (options.yes !== true && process.env["RUNNER_TOKEN"] === undefined)
    throw new ConfigurationError(
      "standard input is for the answer to the question: pass the runner's token in RUNNER_TOKEN, or on " +
        "standard input with --yes",
    );
  if (options.yes !== true) noteStyled(tableText(stale, COLUMNS, terminalWidth()));
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
