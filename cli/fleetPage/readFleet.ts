import type { ListedRunner } from "../../gitlab";
import { managersAsListed } from "../../gitlab/graphql/listedDetails";
import {
  type FleetFigures,
  type FleetWindow,
  readFleetFigures,
} from "../../gitlab/figures/fleetFigures";
import type {
  RunnerDetailsPayload,
  RunnerManagerPayload,
  RunnerPayload,
} from "../../gitlab/payloads/schemas";
import type { Connection } from "../connection";
import { type Report, jobProgress } from "../progress";
import { unlessRefused } from "../../gitlab/transport/unlessRefused";
import { type ToldRunner, detailsOf } from "../runnerDetails";
import { type FleetOptions, readEach } from "../runners";
import { type DayFigures, DayJobs } from "./dayJobs";

/** The jobs of a runner without details are not asked for either. */
export interface FleetRunner extends ToldRunner {
  /** Undefined where GitLab refuses them, or has none before its release 16. */
  readonly managers?: readonly RunnerManagerPayload[];
}

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
  const runners = await readEach(connection, { ...options, limit: undefined }, report, lookAt);
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

/** Undefined for one that has gone since it was listed. */
async function lookAt(
  connection: Connection,
  listed: RunnerPayload,
  known: ListedRunner | undefined,
): Promise<FleetRunner | undefined> {
  const read = await detailsOf(connection, listed, known);
  if (read?.details === undefined) return read;
  if (known) return { ...read, managers: known.managers };
  const managers = await unlessRefused(connection.gitlab.listRunnerManagers(listed.id));
  return managers instanceof Error
    ? { ...read, reason: managers.message }
    : { ...read, managers: managersAsListed(managers) };
}
