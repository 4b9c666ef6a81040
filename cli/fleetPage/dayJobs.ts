import {
  type JobFigures,
  JobSamples,
  type Span,
  jobFigures,
} from "../../gitlab/figures/jobFigures";
import type { JobPayload } from "../../gitlab/payloads/schemas";

/** Figures of the jobs that were created on a day. */
export interface DayFigures extends Pick<
  JobFigures,
  "jobs" | "finished" | "failed" | "failureRate" | "queuedDuration"
> {
  /** `2026-11-25`, in UTC. */
  day: string;
  /** Whether the window has a part of the day only. */
  isPartial: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Gathers the jobs of a window by the day of their creation. */
export class DayJobs {
  readonly #samples = new Map<number, Map<number, JobSamples>>();

  add(runnerId: number, job: JobPayload): void {
    const days = this.#samples.get(runnerId) ?? new Map<number, JobSamples>();
    this.#samples.set(runnerId, days);
    const day = dayOf(Date.parse(job.created_at));
    const samples = days.get(day) ?? new JobSamples();
    days.set(day, samples);
    samples.add(job);
  }

  /** Every day of the window, also one without a job. */
  figures(window: Span, runnerIds: readonly number[]): DayFigures[] {
    const days = dayOf(window.to) - dayOf(window.from) + 1;
    return Array.from({ length: days }, (_, index) => {
      const day = dayOf(window.from) + index;
      const span = { from: day * DAY_MS, to: (day + 1) * DAY_MS };
      const parts = runnerIds.flatMap((id) => {
        const samples = this.#samples.get(id)?.get(day);
        return samples === undefined ? [] : [{ samples, window: span }];
      });
      const { jobs, finished, failed, failureRate, queuedDuration } = jobFigures(parts, 0);
      const name = new Date(span.from).toISOString().slice(0, 10);
      const isPartial = span.from < window.from || span.to > window.to;
      return { day: name, isPartial, jobs, finished, failed, failureRate, queuedDuration };
    });
  }
}

/** Days since 1970, in UTC. */
function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}
