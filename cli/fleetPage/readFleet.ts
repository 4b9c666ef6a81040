import { NotFoundError, PermissionError } from "../../provider/api";
import {
  type FleetFigures,
  type FleetWindow,
  readFleetFigures,
} from "../../provider/api/fleetFigures";
import type {
  RunnerDetailsPayload,
  RunnerManagerPayload,
  RunnerPayload,
} from "../../provider/api/schemas";
import type { Connection } from "../connection";
import { type Report, jobProgress } from "../progress";
import { type FleetOptions, readEach } from "../runners";
import { type DayFigures, DayJobs } from "./dayJobs";

/** A runner, as far as GitLab tells of it. */
export interface FleetRunner {
  /** What the list told. */
  readonly listed: RunnerPayload;
  /** Undefined where GitLab refuses them; then its jobs are not asked for either. */
  readonly details?: RunnerDetailsPayload;
  /** Undefined where GitLab refuses them, or has none before its release 16. */
  readonly managers?: readonly RunnerManagerPayload[];
  /** Why something of it is missing, as GitLab says. */
  readonly reason?: string;
}

/** All that a page tells, each thing read once. */
export interface FleetRead {
  readonly runners: readonly FleetRunner[];
  readonly figures: FleetFigures<RunnerDetailsPayload>;
  readonly days: readonly DayFigures[];
}

/** Reads a fleet: the list, each runner's details and managers, and its jobs in the window. */
export async function readFleet(
  connection: Connection,
  options: FleetOptions,
  window: FleetWindow,
  report: Report,
): Promise<FleetRead> {
  const { gitlab, concurrency } = connection;
  const found = await readEach(connection, { ...options, limit: undefined }, report, (runner) =>
    lookAt(connection, runner),
  );
  const runners = found.flatMap((one) => one ?? []);
  const told = runners.flatMap(({ details }) => details ?? []);
  const jobs = new DayJobs();
  const figures = await readFleetFigures(gitlab, told, window, concurrency, {
    job: ({ id }, job) => {
      jobs.add(id, job);
    },
    progress: jobProgress(report, told.length),
  });
  const counted = figures.runners.filter(({ reason }) => reason === undefined);
  const ids = counted.map(({ runner }) => runner.id);
  return { runners, figures, days: jobs.figures({ from: window.since, to: window.until }, ids) };
}

/** Undefined for one that has gone since it was listed. */
async function lookAt(
  { gitlab }: Connection,
  listed: RunnerPayload,
): Promise<FleetRunner | undefined> {
  const details = await unlessRefused(gitlab.getRunner(listed.id));
  if (details instanceof NotFoundError) return undefined;
  if (details instanceof PermissionError) return { listed, reason: details.message };
  const managers = await unlessRefused(gitlab.listRunnerManagers(listed.id));
  return managers instanceof Error
    ? { listed, details, reason: managers.message }
    : { listed, details, managers };
}

/** The answer, or GitLab's refusal; anything else that goes wrong ends the reading. */
async function unlessRefused<Answer>(
  asked: Promise<Answer>,
): Promise<Answer | PermissionError | NotFoundError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PermissionError || error instanceof NotFoundError) return error;
    throw error;
  }
}
