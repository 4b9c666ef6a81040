import { camelCased } from "../gitlab/text/camelCase";
import { readFleetFigures } from "../gitlab/figures/fleetFigures";
import type { JobFigures } from "../gitlab/figures/jobFigures";
import { type ConnectionOptions, connect } from "./connection";
import { writeFleetPage } from "./fleetPage/writeFleetPage";
import { duration, percent } from "./figureText";
import type { Column } from "./columns";
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

const FIGURES: readonly Column<JobFigures>[] = [
  { heading: "JOBS", text: ({ jobs }) => jobs },
  { heading: "QUEUED P50", text: ({ queuedDuration }) => duration(queuedDuration?.p50) },
  { heading: "P95", text: ({ queuedDuration }) => duration(queuedDuration?.p95) },
  { heading: "RAN P50", text: (figures) => duration(figures.duration?.p50) },
  { heading: "P95", text: (figures) => duration(figures.duration?.p95) },
  { heading: "FAILED", text: ({ failureRate }) => percent(failureRate) },
  { heading: "BUSY", text: ({ busyShare }) => percent(busyShare) },
];

/** The figures of a fleet: as a whole, by runner, by tag and by project. */
export async function fleet(options: FiguresOptions): Promise<void> {
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
  if (outputOf(options) !== "table") {
    const runners = figures.runners.map((each) => ({ ...each, runner: camelCased(each.runner) }));
    printThing({ ...figures, runners }, options);
    return;
  }
  const all = { ...figures, name: `all ${figures.runners.length} runners` };
  const tags = figures.tags.map((each) => ({ ...each, name: `tag ${each.tag}` }));
  printRows(
    [all, ...tags],
    [{ heading: "", text: ({ name }) => name, fills: true }, ...FIGURES],
    options,
  );
  print("");
  printRows(
    figures.runners,
    [
      { heading: "ID", text: ({ runner }) => runner.id },
      ...FIGURES,
      {
        heading: "DESCRIPTION",
        text: ({ runner, reason }) => reason ?? runner.description ?? "",
        fills: true,
      },
    ],
    options,
    "runners to list",
  );
  print("");
  printRows(
    figures.topProjects,
    [
      { heading: "JOBS", text: ({ jobs }) => jobs },
      { heading: "RAN", text: ({ runSeconds }) => duration(runSeconds) },
      { heading: "PROJECT", text: ({ project }) => project, fills: true },
    ],
    options,
    "projects with jobs to list",
  );
}
