import { setTimeout as sleep } from "node:timers/promises";
import { currentSignal } from "../transport/operationSignal";
import { AbortedError } from "../transport/errors";
import { type Work, isIdle } from "./runnerWork";

/**
 * How often in a row a look must find no job: a request for a job that was under way when the runner was
 * paused may still be given one.
 */
const IDLE_LOOKS = 3;
/** Between looks that find no job, milliseconds. */
const INTERVAL_MS = 5_000;
/** Between looks that find jobs, milliseconds: the interval grows up to this. */
const LONGEST_INTERVAL_MS = 30_000;
const GROWTH = 1.5;
/** A time-out shorter than so many intervals has shorter ones. */
const LEAST_LOOKS = 10;

/** By what a wait measures time; tests move their own. */
export interface WaitClock {
  /** Milliseconds since some moment. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

/** How a wait ended. */
export interface Waited {
  /** What the last look found. */
  readonly work: Work;
  readonly isIdle: boolean;
  readonly milliseconds: number;
}

/**
 * Looks at what a runner works at until it works at nothing several times in a row, or the time is over.
 *
 * @param report - is called after each look that finds jobs, with how long it has been, milliseconds.
 */
export async function awaitIdle(
  look: () => Promise<Work>,
  timeoutMs: number,
  report: (work: Work, waitedMs: number) => void,
  clock: WaitClock = realClock,
): Promise<Waited> {
  const startedAt = clock.now();
  const interval = intervalMs(timeoutMs);
  let idleLooks = 0;
  for (let pause = interval; ;) {
    const work = await look();
    const milliseconds = clock.now() - startedAt;
    idleLooks = isIdle(work) ? idleLooks + 1 : 0;
    if (idleLooks === IDLE_LOOKS) return { work, isIdle: true, milliseconds };
    if (idleLooks > 0) {
      pause = interval;
      await clock.pause(interval);
      continue;
    }
    report(work, milliseconds);
    const left = timeoutMs - milliseconds;
    if (left <= 0) return { work, isIdle: false, milliseconds };
    await clock.pause(Math.min(pause, left));
    pause = Math.min(pause * GROWTH, Math.max(LONGEST_INTERVAL_MS, interval));
  }
}

/** The longest that a wait takes beside its requests, milliseconds: it ends only by a look with jobs. */
export function longestWaitMs(timeoutMs: number): number {
  return timeoutMs + IDLE_LOOKS * intervalMs(timeoutMs);
}

function intervalMs(timeoutMs: number): number {
  return Math.min(INTERVAL_MS, timeoutMs / LEAST_LOOKS);
}

const realClock: WaitClock = {
  now: () => performance.now(),
  async pause(milliseconds) {
    const signal = currentSignal();
    try {
      await sleep(milliseconds, undefined, { ...(signal && { signal }) });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      throw new AbortedError("aborted while waiting for jobs to end", { cause: error });
    }
  },
};
