import {
  ConfigurationError,
  GitLabError,
  type MarkedRunner,
  NotFoundError,
  PermissionError,
} from "../gitlab";
import { mapBounded } from "../gitlab/mapBounded";
import type { RunnerPayload } from "../gitlab/payloads/schemas";
import { unlessGone } from "../gitlab/transport/unlessGone";
import { counted } from "./audit/text";
import { changeEach } from "./changes";
import type { Column } from "./columns";
import { type ConfirmOptions, isConfirmed } from "./confirm";
import { type Connection, type ConnectionOptions, connect } from "./connection";
import { EXIT } from "./endings";
import { type OutputOptions, noteRows, printRows } from "./output";
import { withProgress } from "./progress";
import { unlessRefused } from "../gitlab/transport/unlessRefused";
import { type FleetOptions, readEach, typeName } from "./runners";
import { note } from "./terminal";

type PauseOptions = ConnectionOptions &
  OutputOptions &
  ConfirmOptions &
  Omit<FleetOptions, "paused"> & { dryRun?: boolean };

interface Row {
  readonly id: number;
  readonly runnerType: string;
  readonly status: string;
  readonly belongsToStack: boolean;
  readonly description: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: "ID", text: ({ id }) => id },
  { heading: "TYPE", text: ({ runnerType }) => runnerType },
  { heading: "STATUS", text: ({ status }) => status },
  { heading: "STACK", text: ({ belongsToStack }) => (belongsToStack ? "yes" : "") },
  { heading: "DESCRIPTION", text: ({ description }) => description, fills: true },
];

/** Pauses runners, so that they take no new jobs. */
export function pause(ids: readonly number[], options: PauseOptions): Promise<void> {
  return setPaused(true, ids, options);
}

/** Has paused runners take jobs again. */
export function resume(ids: readonly number[], options: PauseOptions): Promise<void> {
  return setPaused(false, ids, options);
}

async function setPaused(
  paused: boolean,
  ids: readonly number[],
  options: PauseOptions,
): Promise<void> {
  const { all, project, group, type, status, tag, versionPrefix } = options;
  const filters = [all, project, group, type, status, tag, versionPrefix];
  const isFiltered = filters.some((value) => value !== undefined);
  if (isFiltered === ids.length > 0)
    throw new ConfigurationError(
      "say which runners: give their ids, or filters such as --group acme, --tag docker or --all, but not both",
    );
  const connection = connect(options);
  const found: readonly Found[] = isFiltered
    ? await readListed(connection, { ...options, paused: !paused })
    : await readNamed(connection, ids);
  const [verb, done] = paused ? (["Pause", "paused"] as const) : (["Resume", "resumed"] as const);
  for (const { runner } of found.filter((each) => each.runner.paused === paused))
    note(`Runner ${runner.id} is ${paused ? "already paused" : "not paused"}.`);
  const rows = found.filter(({ runner }) => runner.paused !== paused).map(rowOf);
  if (options.dryRun === true || rows.length === 0) {
    printRows(rows, COLUMNS, options, `runners to ${verb.toLowerCase()}`);
    warnOfStacks(rows, paused);
    return;
  }
  if (options.yes !== true) noteRows(rows, COLUMNS);
  warnOfStacks(rows, paused);
  if (!(await isConfirmed(`${verb} ${counted(rows.length, "runner")}?`, options))) return;
  await changeEach(connection, rows, options, async ({ id }) => ({
    outcome: (await unlessGone(connection.gitlab.updateRunner(id, { paused }))) ? done : "gone",
  }));
}

/** What is known of a runner; a list alone does not show whether a stack has it. */
interface Found extends Pick<MarkedRunner, "marker"> {
  readonly runner: RunnerPayload;
}

/** A runner that GitLab refuses, or that is gone, leaves the others to be done. */
async function readNamed(
  { gitlab, concurrency }: Connection,
  ids: readonly number[],
): Promise<Found[]> {
  const read = await mapBounded([...new Set(ids)], concurrency, (id) =>
    unlessRefused(gitlab.getMarkedRunner(id)),
  );
  return read.flatMap((found) => {
    if (!(found instanceof GitLabError)) return [found];
    note(found.message);
    process.exitCode = EXIT.failed;
    return [];
  });
}

function readListed(connection: Connection, options: FleetOptions): Promise<Found[]> {
  return withProgress((report) =>
    readEach(connection, options, report, async ({ gitlab }, listed, known) => {
      const details = known ?? (await unlessRefused(gitlab.getMarkedRunner(listed.id)));
      if (details instanceof NotFoundError) return undefined;
      return details instanceof PermissionError ? { runner: listed } : details;
    }),
  );
}

function rowOf({ runner, marker }: Found): Row {
  const { id, runner_type: type, status, description } = runner;
  return {
    id,
    runnerType: typeName(type),
    status,
    belongsToStack: marker !== undefined,
    description: description ?? "",
  };
}

/** A stack knows nothing of it until it refreshes. */
function warnOfStacks(rows: readonly Row[], paused: boolean): void {
  const ids = rows.filter(({ belongsToStack }) => belongsToStack).map(({ id }) => id);
  if (ids.length === 0) return;
  note(
    `A stack has ${ids.length === 1 ? "runner" : "runners"} ${ids.join(", ")}. Its next pulumi up ` +
      `--refresh undoes this where its program does not say paused: ${String(paused)}.`,
  );
}
