import type { ListedRunner, RUNNER_STATUSES, RunnerListOwner } from "../gitlab";
import { camelCased } from "../gitlab/text/camelCase";
import { mapBounded } from "../gitlab/mapBounded";
import { readListedDetails } from "../gitlab/graphql/listedDetails";
import { eachOnce, runnerListOwner } from "../gitlab/endpoints/runnerLists";
import type { RunnerDetailsPayload, RunnerPayload, RunnerType } from "../gitlab/payloads/schemas";
import { type Connection, type ConnectionOptions, connect } from "./connection";
import { type Column, checkColumns, columnName } from "./columns";
import { type OutputOptions, printRows, printThing } from "./output";
import { type Report, countOf, withProgress } from "./progress";
import { withProjectHint } from "./projectHint";
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
  checkColumns(DETAIL_COLUMNS, options);
  const connection = connect(options);
  if (options.details === true || namesDetail(options)) {
    const read = await withProgress((report) => readEach(connection, options, report, detailsOf));
    const rows = read.map(
      ({ listed, details, reason }): DetailRow => details ?? { ...listed, reason },
    );
    printRows(rows, DETAIL_COLUMNS, options, "runners to list");
    return;
  }
  const runners = await withProgress((report) => readRunners(connection, options, report));
  printRows(runners, COLUMNS, options, "runners to list");
}

/** Whether the options name a column that only the details of runners fill. */
function namesDetail({ columns = [], sortBy }: ListOptions): boolean {
  const listed = new Set(COLUMNS.map(columnName));
  return [...columns, ...(sortBy === undefined ? [] : [sortBy])].some(
    (name) => !listed.has(name.toLowerCase()),
  );
}

/** Whose runners they are. */
export function ownerOf({ all, project, group }: FleetOptions): RunnerListOwner {
  return runnerListOwner({ all, projectId: project, groupId: group });
}

async function readRunners(
  connection: Connection,
  options: FleetOptions & { limit?: number | undefined },
  report: Report,
): Promise<RunnerPayload[]> {
  const { gitlab } = connection;
  const { type, status, paused, tag: tagList, versionPrefix, limit } = options;
  const filter = { type, status, paused, tagList, versionPrefix };
  const read = (): Promise<RunnerPayload[]> =>
    gitlab.listRunners(ownerOf(options), filter, {
      limit,
      progress: (count, total) => {
        report(countOf(count, total, "runners"));
      },
    });
  const { project } = options;
  return eachOnce(
    await (project === undefined ? read() : withProjectHint(connection, project, read)),
  );
}

/**
 * The same with what is looked up of each, some at once; without those that nothing is found of.
 *
 * @param look - looks up what is wanted of a runner; the details are there where a list showed them.
 */
export async function readEach<Found>(
  connection: Connection,
  options: FleetOptions & { limit?: number | undefined },
  report: Report,
  look: (
    connection: Connection,
    runner: RunnerPayload,
    known: ListedRunner | undefined,
  ) => Promise<Found | undefined>,
): Promise<Found[]> {
  const runners = await readRunners(connection, options, report);
  const details = await readListedDetails(connection.gitlab, ownerOf(options), runners, (count) => {
    report(countOf(count, runners.length, "runners' details"));
  });
  let read = 0;
  const found = await mapBounded(runners, connection.concurrency, async (runner) => {
    const one = await look(connection, runner, details.get(runner.id));
    read += 1;
    report(countOf(Math.max(read, details.size), runners.length, "runners' details"));
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
    "managers to list",
  );
}
