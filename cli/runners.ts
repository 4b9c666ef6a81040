import type { RUNNER_STATUSES } from "../gitlab";
import { camelCased } from "../gitlab/text/camelCase";
import { mapBounded } from "../gitlab/mapBounded";
import { eachOnce, runnerListOwner } from "../gitlab/endpoints/runnerLists";
import type { RunnerDetailsPayload, RunnerPayload, RunnerType } from "../gitlab/payloads/schemas";
import { type Connection, type ConnectionOptions, connect } from "./connection";
import { type Column, type OutputOptions, printRows, printThing } from "./output";
import { type Report, countOf, withProgress } from "./progress";
import { detailsOf } from "./runnerDetails";

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

/** A runner in a row: its details, or what the list showed and why there are none. */
type DetailRow = RunnerPayload &
  Partial<RunnerDetailsPayload> & { readonly reason?: string | undefined };

const DETAIL_COLUMNS: readonly Column<DetailRow>[] = [
  ...COLUMNS.slice(0, -1),
  { heading: "VERSION", text: ({ version }) => version ?? "" },
  { heading: "TAGS", text: ({ tag_list: tags }) => tags?.join(","), fills: true },
  {
    heading: "DESCRIPTION",
    text: ({ reason, description }) => reason ?? description ?? "",
    fills: true,
  },
];

/** `instance`, `group` or `project`. */
export function typeName(type: RunnerType): string {
  return type.replace("_type", "");
}

export async function list(options: ListOptions): Promise<void> {
  const connection = connect(options);
  if (options.details === true) {
    const read = await withProgress((report) => readEach(connection, options, report, detailsOf));
    const rows = read.map(
      ({ listed, details, reason }): DetailRow => details ?? { ...listed, reason },
    );
    printRows(rows, DETAIL_COLUMNS, options);
    return;
  }
  const runners = await withProgress((report) => readRunners(connection, options, report));
  printRows(runners, COLUMNS, options);
}

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
  return eachOnce(runners);
}

/** The same with what is looked up of each, some at once; without those that nothing is found of. */
export async function readEach<Found>(
  connection: Connection,
  options: FleetOptions & { limit?: number | undefined },
  report: Report,
  look: (connection: Connection, runner: RunnerPayload) => Promise<Found | undefined>,
): Promise<Found[]> {
  const runners = await readRunners(connection, options, report);
  let read = 0;
  const found = await mapBounded(runners, connection.concurrency, async (runner) => {
    const one = await look(connection, runner);
    read += 1;
    report(countOf(read, runners.length, "runners' details"));
    return one;
  });
  return found.flatMap((one) => one ?? []);
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
