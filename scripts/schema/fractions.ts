import { optionsWhere } from "../runnerKeys/optionTypes";

/** The numbers that need not be whole; all others are. */
export const FRACTIONS: ReadonlySet<string> = new Set([
  "JobFigures.busyShare",
  "JobFigures.failureRate",
  "JobFigures.runSeconds",
  "Percentiles.p50",
  "Percentiles.p95",
  "ProjectShare.runSeconds",
  "RunnerJob.coverage",
  "RunnerJob.duration",
  "RunnerJob.queuedDuration",
  ...optionsWhere(
    ({ kind }) => kind.is === "number" || (kind.is === "list" && kind.item.is === "number"),
  ),
]);
