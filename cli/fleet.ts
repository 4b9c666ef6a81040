import type { RunnerDetailsPayload } from "../gitlab/payloads/schemas";
import { camelCased } from "../gitlab/text/camelCase";
import { type FleetFigures, readFleetFigures } from "../gitlab/figures/fleetFigures";
import type { JobFigures } from "../gitlab/figures/jobFigures";
import { counted } from "./audit/text";
import { type Column, checkColumns, sortedRows } from "./columns";
import { type ConnectionOptions, connect } from "./connection";
import { writeFleetPage } from "./fleetPage/writeFleetPage";
import { duration, percent } from "./figureText";
import { type OutputOptions, outputOf, printRows, printThing } from "./output";
import { jobProgress, withProgress } from "./progress";
import { detailsOf, notShown } from "./runnerDetails";
import { type FleetOptions, readEach } from "./runners";
import { note, print } from "./terminal";

export interface FiguresOptions extends ConnectionOptions, OutputOptions, FleetOptions {
  since: number;
  limit?: number;
  top: number;
  /** A page of HTML instead of tables, to a file or to standard output. */
  html?: true | string;
}

/** A row of figures, whatever it is of. Projects have jobs and a run time only. */
interface Row extends Partial<JobFigures> {
  readonly by: "total" | "tag" | "runner" | "project";
  readonly id?: number;
  readonly jobs: number;
  readonly runSeconds: number;
  readonly name: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: "BY", text: ({ by }) => by },
  { heading: "ID", text: ({ id }) => id },
  { heading: "JOBS", text: ({ jobs }) => jobs },
  durationColumn("QUEUED P50", ({ queuedDuration }) => queuedDuration?.p50),
  durationColumn("QUEUED P95", ({ queuedDuration }) => queuedDuration?.p95),
  durationColumn("RAN P50", (row) => row.duration?.p50),
  durationColumn("RAN P95", (row) => row.duration?.p95),
  shareColumn("FAILED", ({ failureRate }) => failureRate),
  shareColumn("BUSY", ({ busyShare }) => busyShare),
  durationColumn("RAN", ({ runSeconds }) => runSeconds),
  { heading: "NAME", text: ({ name }) => name, fills: true },
];

function durationColumn(heading: string, value: (row: Row) => number | undefined): Column<Row> {
  return { heading, value, text: (row) => duration(value(row)) };
}

function shareColumn(heading: string, value: (row: Row) => number | undefined): Column<Row> {
  return { heading, value, text: (row) => percent(value(row)) };
}

/** The names of the columns that a whole fleet, a tag and a runner have. */
const FIGURES = ["jobs", "queued-p50", "queued-p95", "ran-p50", "ran-p95", "failed", "busy"];

/** The figures of a fleet: as a whole, by runner, by tag and by project. */
export async function fleet(options: FiguresOptions): Promise<void> {
  checkColumns(COLUMNS, options);
  const connection = connect(options);
  if (options.html !== undefined) {
    await writeFleetPage(connection, options);
    return;
  }
  const { since, limit, top: topProjects } = options;
  const { read, figures } = await withProgress(async (report) => {
    const found = await readEach(connection, { ...options, limit: undefined }, report, detailsOf);
    const runners = found.flatMap(({ details }) => details ?? []);
    const window = { since, until: Date.now(), limit, topProjects };
    const { gitlab, concurrency } = connection;
    const progress = jobProgress(report, runners.length);
    return {
      read: found,
      figures: await readFleetFigures(gitlab, runners, window, concurrency, { progress }),
    };
  });
  const refused = read.filter(({ details }) => details === undefined);
  for (const line of notShown(refused, "the details, tags and jobs", "; no figure counts them"))
    note(line);
  const output = outputOf(options);
  if (output === "json" || output === "yaml") {
    const runners = figures.runners.map((each) => ({ ...each, runner: camelCased(each.runner) }));
    printThing({ ...figures, runners }, options);
    return;
  }
  printFigures(figures, options);
}

/** A table of the fleet and its tags, one of the runners and one of the projects; CSV has them in one. */
function printFigures(figures: FleetFigures<RunnerDetailsPayload>, options: OutputOptions): void {
  const sorted = (rows: readonly Row[]): readonly Row[] => sortedRows(rows, COLUMNS, options);
  const whole: Row = {
    ...figures,
    by: "total",
    name: counted(figures.runners.length, "runner"),
  };
  const tags = figures.tags.map((each): Row => ({ ...each, by: "tag", name: each.tag }));
  const runners = figures.runners.map(({ runner, reason, ...each }): Row => ({
    ...each,
    by: "runner",
    id: runner.id,
    name: reason ?? runner.description ?? "",
  }));
  const projects = figures.topProjects.map((each): Row => ({
    ...each,
    by: "project",
    name: each.project,
  }));
  const tables = [
    { rows: [whole, ...sorted(tags)], columns: ["by", ...FIGURES, "name"] },
    { rows: sorted(runners), columns: ["id", ...FIGURES, "name"], things: "runners to list" },
    {
      rows: sorted(projects),
      columns: ["jobs", "ran", "name"],
      things: "projects with jobs to list",
    },
  ];
  const asSorted = { ...options, sortBy: undefined };
  if (outputOf(options) === "csv") {
    printRows(
      tables.flatMap(({ rows }) => rows),
      COLUMNS,
      asSorted,
    );
    return;
  }
  for (const [index, { rows, columns, things }] of tables.entries()) {
    if (index > 0 && rows.length > 0) print("");
    printRows(rows, COLUMNS, { ...asSorted, columns: options.columns ?? columns }, things);
  }
}
