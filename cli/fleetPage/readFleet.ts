import {
  type FleetFigures,
  type FleetWindow,
  readFleetFigures,
} from "../../gitlab/figures/fleetFigures";
import type { RunnerDetailsPayload } from "../../gitlab/payloads/schemas";
import { unlessRefused } from "../../gitlab/transport/unlessRefused";
import type { Connection } from "../connection";
import { examineRunner } from "../health/examineRunner";
import type { ExaminedRunner } from "../health/runnerTroubles";
import { type Report, jobProgress } from "../progress";
import { type FleetOptions, readEach } from "../runners";
import { type DayFigures, DayJobs } from "./dayJobs";

/** The jobs of a runner without details are not asked for either. */
export type FleetRunner = ExaminedRunner;

/** All that a page shows, each thing read once. */
export interface FleetRead {
  readonly runners: readonly FleetRunner[];
  readonly figures: FleetFigures<RunnerDetailsPayload>;
  readonly days: readonly DayFigures[];
  /** `19.4.0-ee`; undefined where GitLab does not show it. */
  readonly gitlabVersion: string | undefined;
}

/** Reads a fleet: GitLab's version, the list, each runner's details and managers, and its jobs in the window. */
export async function readFleet(
  connection: Connection,
  options: FleetOptions,
  window: FleetWindow,
  report: Report,
): Promise<FleetRead> {
  const { gitlab, concurrency } = connection;
  const metadata = await unlessRefused(gitlab.getMetadata());
  const runners = await readEach(
    connection,
    { ...options, limit: undefined },
    report,
    examineRunner,
  );
  const details = runners.flatMap(({ details }) => details ?? []);
  const jobs = new DayJobs();
  const figures = await readFleetFigures(gitlab, details, window, concurrency, {
    job: ({ id }, job) => {
      jobs.add(id, job);
    },
    progress: jobProgress(report, details.length),
  });
  const counted = figures.runners.filter(({ reason }) => reason === undefined);
  const ids = counted.map(({ runner }) => runner.id);
  return {
    runners,
    figures,
    days: jobs.figures({ from: window.since, to: window.until }, ids),
    gitlabVersion: metadata instanceof Error ? undefined : metadata.version,
  };
}
