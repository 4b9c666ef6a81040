import type { RUNNER_STATUSES } from "../provider/api";
import { camelCased } from "../provider/api/camelCase";
import { mapBounded } from "../provider/api/mapBounded";
import { runnerListOwner } from "../provider/api/runnerLists";
import type { RunnerDetailsPayload, RunnerPayload, RunnerType } from "../provider/api/schemas";
import { type Connection, type ConnectionOptions, connect } from "./connection";
import { type Column, type OutputOptions, printRows, printThing } from "./output";
import { type Report, countOf, withProgress } from "./progress";

/** Which runners are read. */
export interface FleetOptions {
  all?: boolean;
  project?: string;
  group?: string;
  type?: RunnerType;
  status?: (typeof RUNNER_STATUSES)[number];
  paused?: boolean;
  tag?: string[];
  versionPrefix?: string;
}

type CommandOptions = ConnectionOptions & OutputOptions;
type ListOptions = CommandOptions & FleetOptions & { limit?: number; details?: boolean };

const COLUMNS: readonly Column<RunnerPayload>[] = [
  { heading: "ID", text: ({ id }) => id },
  { heading: "TYPE", text: ({ runner_type: type }) => typeName(type) },
  { heading: "STATUS", text: ({ status }) => status },
  { heading: "PAUSED", text: ({ paused }) => (paused ? "yes" : "") },
  { heading: "DESCRIPTION", text: ({ description }) => description ?? "", fills: true },
];

const DETAIL_COLUMNS: readonly Column<RunnerDetailsPayload>[] = [
  ...COLUMNS.slice(0, -1),
  { heading: "VERSION", text: ({ version }) => version ?? "" },
  { heading: "TAGS", text: ({ tag_list: tags }) => tags.join(","), fills: true },
  ...COLUMNS.slice(-1),
];

/** `instance`, `group` or `project`. */
export function typeName(type: RunnerType): string {
  return type.replace("_type", "");
}

export async function list(options: ListOptions): Promise<void> {
  const connection = connect(options);
  if (options.details === true) {
    const runners = await withProgress((report) => readDetails(connection, options, report));
    printRows(runners, DETAIL_COLUMNS, options);
    return;
  }
  const runners = await withProgress((report) => readRunners(connection, options, report));
  printRows(runners, COLUMNS, options);
}

/** By id; a runner with two managers of a wanted version is listed twice by GitLab. */
async function readRunners(
  { gitlab }: Connection,
  options: FleetOptions & { limit?: number | undefined },
  report: Report,
): Promise<RunnerPayload[]> {
  const { all, project, group, type, status, paused, tag: tagList, versionPrefix, limit } = options;
  const owner = runnerListOwner({ all, projectId: project, groupId: group });
  const filter = { type, status, paused, tagList, versionPrefix };
  const runners = await gitlab.listRunners(owner, filter, {
    limit,
    progress: (read, total) => {
      report(countOf(read, total, "runners"));
    },
  });
  const byId = new Map(runners.map((runner) => [runner.id, runner]));
  return [...byId.values()].sort((one, other) => one.id - other.id);
}

/** The same with all that GitLab tells of each. */
export function readDetails(
  connection: Connection,
  options: FleetOptions & { limit?: number | undefined },
  report: Report,
): Promise<RunnerDetailsPayload[]> {
  return readEach(connection, options, report, ({ id }) => connection.gitlab.getRunner(id));
}

/** The same with what is looked up of each, some at once. */
export async function readEach<Found>(
  connection: Connection,
  options: FleetOptions & { limit?: number | undefined },
  report: Report,
  look: (runner: RunnerPayload) => Promise<Found>,
): Promise<Found[]> {
  const runners = await readRunners(connection, options, report);
  let read = 0;
  return mapBounded(runners, connection.concurrency, async (runner) => {
    const found = await look(runner);
    read += 1;
    report(countOf(read, runners.length, "runners' details"));
    return found;
  });
}

export async function show(id: number, options: CommandOptions): Promise<void> {
  printThing(camelCased(await connect(options).gitlab.getRunner(id)), options);
}

export async function managers(id: number, options: CommandOptions): Promise<void> {
  printRows(
    await connect(options).gitlab.listRunnerManagers(id),
    [
      { heading: "SYSTEM ID", text: ({ system_id: system }) => system, fills: true },
      { heading: "STATUS", text: ({ status }) => status },
      { heading: "VERSION", text: ({ version }) => version ?? "" },
      { heading: "PLATFORM", text: ({ platform }) => platform ?? "" },
      { heading: "CONTACTED", text: ({ contacted_at: contacted }) => contacted ?? "" },
    ],
    options,
  );
}
