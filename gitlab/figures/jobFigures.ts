import { recordOf } from "../text/recordOf";
import type { JobPayload } from "../payloads/schemas";

/** Two percentiles by nearest rank, in seconds: 50 % and 95 % of the values are not larger. */
export interface Percentiles {
  p50: number;
  p95: number;
}

/** The jobs of a project and their run time. */
export interface ProjectShare {
  /** `group/subgroup/project`. */
  project: string;
  jobs: number;
  /** How long they ran inside the window, in seconds. */
  runSeconds: number;
}

/** Figures of jobs in a window of time. */
export interface JobFigures {
  /** How many jobs were read. */
  jobs: number;
  /** How many jobs ended with `success` or `failed`. */
  finished: number;
  failed: number;
  /** `failed` divided by `finished`, 0 to 1. Undefined if no job has finished. */
  failureRate?: number | undefined;
  /** How many jobs failed for each of GitLab's reasons, such as `script_failure`. */
  failureReasons: Record<string, number>;
  /** How long jobs waited for a runner, in seconds. Undefined if no job has started. */
  queuedDuration?: Percentiles | undefined;
  /** How long ended jobs ran, in seconds. Undefined if no job has ended. */
  duration?: Percentiles | undefined;
  /** How long jobs ran inside the window, in seconds. Two jobs at once count twice. */
  runSeconds: number;
  /**
   * The share of the window in which at least one job ran, 0 to 1. For several runners, the mean of
   * their shares.
   */
  busyShare: number;
  /** The projects whose jobs ran longest, in descending order. */
  topProjects: ProjectShare[];
}

/** A span of time, milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Run extends Span {
  readonly project: string | undefined;
}

/** What is kept of the jobs of one runner: some numbers of each, however long their list is. */
export class JobSamples {
  jobs = 0;
  succeeded = 0;
  failed = 0;
  readonly failureReasons: string[] = [];
  readonly queued: number[] = [];
  readonly durations: number[] = [];
  readonly runs: Run[] = [];

  add(job: JobPayload): void {
    this.jobs += 1;
    if (job.status === "success") this.succeeded += 1;
    if (job.status === "failed") {
      this.failed += 1;
      this.failureReasons.push(job.failure_reason ?? "unknown_failure");
    }
    if (job.queued_duration != null) this.queued.push(job.queued_duration);
    // GitLab reports how long a running job has run so far.
    if (job.finished_at != null && job.duration != null) this.durations.push(job.duration);
    if (job.started_at != null) {
      this.runs.push({
        from: Date.parse(job.started_at),
        to: job.finished_at == null ? Infinity : Date.parse(job.finished_at),
        project: job.project?.path_with_namespace,
      });
    }
  }
}

/** One runner's jobs, and the window in which they were all read. */
export interface RunnerSamples {
  readonly samples: JobSamples;
  readonly window: Span;
}

/** The figures of one runner's jobs, or of several runners' together. */
export function jobFigures(parts: readonly RunnerSamples[], topProjects: number): JobFigures {
  const all = parts.map(({ samples }) => samples);
  const runs = parts.map(({ samples, window }) => clip(samples.runs, window));
  const failed = sum(all.map((each) => each.failed));
  const finished = failed + sum(all.map((each) => each.succeeded));
  const shares = parts.map(({ window }, index) => share(runs[index] ?? [], window));
  return {
    jobs: sum(all.map((each) => each.jobs)),
    finished,
    failed,
    failureRate: finished === 0 ? undefined : failed / finished,
    failureReasons: countEach(all.flatMap((each) => each.failureReasons)),
    queuedDuration: percentiles(all.flatMap((each) => each.queued)),
    duration: percentiles(all.flatMap((each) => each.durations)),
    runSeconds: sum(runs.flat().map(({ from, to }) => to - from)) / 1000,
    busyShare: shares.length === 0 ? 0 : sum(shares) / shares.length,
    topProjects: projectShares(runs.flat()).slice(0, topProjects),
  };
}

/** The part of each run that is inside the window; null-length for those outside, which still count as jobs. */
function clip(runs: readonly Run[], window: Span): Run[] {
  return runs.map(({ from, to, project }) => {
    const start = Math.max(from, window.from);
    return { from: start, to: Math.max(start, Math.min(to, window.to)), project };
  });
}

/** The share of a window that runs cover together. */
function share(runs: readonly Run[], window: Span): number {
  let covered = 0;
  let end = -Infinity;
  for (const { from, to } of [...runs].sort((one, other) => one.from - other.from)) {
    covered += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  const length = window.to - window.from;
  return length > 0 ? covered / length : 0;
}

function projectShares(runs: readonly Run[]): ProjectShare[] {
  const shares = new Map<string, ProjectShare>();
  for (const { project, from, to } of runs) {
    if (project === undefined) continue;
    const found = shares.get(project) ?? { project, jobs: 0, runSeconds: 0 };
    shares.set(project, found);
    found.jobs += 1;
    found.runSeconds += (to - from) / 1000;
  }
  return [...shares.values()].sort(
    (one, other) => other.runSeconds - one.runSeconds || (one.project < other.project ? -1 : 1),
  );
}

function percentiles(values: readonly number[]): Percentiles | undefined {
  const sorted = Float64Array.from(values).sort();
  const [p50, p95] = [0.5, 0.95].map((rank) => sorted[Math.ceil(rank * sorted.length) - 1]);
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
}

function countEach(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of [...names].sort()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return recordOf(counts);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
