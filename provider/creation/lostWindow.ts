import { setTimeout as sleep } from "node:timers/promises";
import { AbortedError } from "../../gitlab";
import type { Context } from "../context/context";
import { currentSignal } from "../../gitlab/transport/operationSignal";
import { orAborted } from "../../gitlab/transport/orAborted";

/**
 * The longest that GitLab works on a request before it stops it.
 * @see GITLAB_RAILS_RACK_TIMEOUT in GitLab's documentation
 */
const LONGEST_REQUEST_MS = 60_000;
/**
 * The longest lag of a replica of GitLab's database that GitLab still reads from.
 * @see max_replication_lag_time in GitLab's documentation
 */
export const LONGEST_LAG_MS = 60_000;
/** How long a creation waits before it repeats a request: at least, and while GitLab may still work on it, at most. */
const LEAST_WAIT_MS = 4_000;
const MOST_WAIT_MS = 15_000;
/** How many times the longest answered creation a lost one may take. */
const SLOWEST_TIMES = 3;
const FIRST_PAUSE_MS = 1_000;

/** What the process knows about GitLab's speed, milliseconds. */
export interface KnownTimes {
  /** The timeout for a reply. */
  readonly replyTimeoutMs: number;
  /** The longest time of a creation that GitLab answered. */
  readonly slowestMs: number;
}

export function knownTimes({ settings, creations }: Context): KnownTimes {
  return {
    replyTimeoutMs: settings.transport.timeoutMs.reply,
    slowestMs: creations.slowestMs(),
  };
}

/**
 * The pauses between searches for the runner of a request whose reply was lost, milliseconds. They grow,
 * and go on for as long as GitLab may still work on the request: by our timeout for a reply, or by how
 * slow GitLab has been.
 *
 * @param lostAfterMs - the time from sending the request to losing its reply.
 */
export function pausesBetweenLooks(
  { replyTimeoutMs, slowestMs }: KnownTimes,
  lostAfterMs: number,
): number[] {
  const wait = Math.min(
    Math.max(
      LEAST_WAIT_MS,
      Math.min(replyTimeoutMs - lostAfterMs, MOST_WAIT_MS),
      SLOWEST_TIMES * slowestMs,
    ),
    LONGEST_REQUEST_MS,
  );
  const pauses = [0];
  let waited = 0;
  for (let pause = FIRST_PAUSE_MS; waited < wait; pause *= 2) {
    const next = Math.min(pause, wait - waited);
    pauses.push(next);
    waited += next;
  }
  return pauses;
}

/** When GitLab shows, at the latest, what a request sent now creates, ISO 8601. */
export function shownFrom({ replyTimeoutMs, slowestMs }: KnownTimes): string {
  const request = Math.max(LONGEST_REQUEST_MS, replyTimeoutMs, SLOWEST_TIMES * slowestMs);
  return new Date(Date.now() + request + LONGEST_LAG_MS).toISOString();
}

/**
 * Waits, but not beyond the end of the operation.
 *
 * @throws {AbortedError} if the operation ends first.
 */
export async function pauseFor(milliseconds: number): Promise<void> {
  const signal = currentSignal();
  try {
    await orAborted(sleep(milliseconds), signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new AbortedError("aborted while waiting for a runner that the request may still create", {
      cause: error,
    });
  }
}
