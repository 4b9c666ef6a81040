import { setTimeout as sleep } from "node:timers/promises";
import { AbortedError } from "../../gitlab";
import type { Context } from "../context/context";
import { currentSignal } from "../../gitlab/transport/operationSignal";
import { orAborted } from "../../gitlab/transport/orAborted";

/**
 * How long GitLab works on a request at most before it ends it itself.
 * @see GITLAB_RAILS_RACK_TIMEOUT in GitLab's documentation
 */
const LONGEST_REQUEST_MS = 60_000;
/**
 * How far a replica of its database is behind at most before GitLab reads from it no more.
 * @see max_replication_lag_time in GitLab's documentation
 */
const LONGEST_LAG_MS = 60_000;
/** How long a creation waits at least and, while GitLab may be at it, at most before it repeats. */
const LEAST_WAIT_MS = 4_000;
const MOST_WAIT_MS = 15_000;
/** Of the longest time that GitLab took for a creation that it answered. */
const SLOWEST_TIMES = 3;
const FIRST_PAUSE_MS = 1_000;

/** What is known of how fast GitLab is, milliseconds. */
export interface KnownTimes {
  /** The time-out for a reply. */
  readonly replyTimeoutMs: number;
  /** The longest that a creation took which was answered. */
  readonly slowestMs: number;
}

export function knownTimes({ settings, creations }: Context): KnownTimes {
  return {
    replyTimeoutMs: settings.transport.timeoutMs.reply,
    slowestMs: creations.slowestMs(),
  };
}

/**
 * The pauses between looks for what a request with a lost reply made, milliseconds: growing ones, as
 * long as GitLab may still be at it by our own time-out for a reply, or by how slow it has been.
 *
 * @param lostAfterMs - how long the request was under way when its reply was lost.
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

/** From when on GitLab shows whatever a request of now makes, ISO 8601. */
export function shownFrom({ replyTimeoutMs, slowestMs }: KnownTimes): string {
  const request = Math.max(LONGEST_REQUEST_MS, replyTimeoutMs, SLOWEST_TIMES * slowestMs);
  return new Date(Date.now() + request + LONGEST_LAG_MS).toISOString();
}

/**
 * Waits, but no longer than the operation may take.
 *
 * @throws {AbortedError} when the operation ends meanwhile.
 */
export async function pauseFor(milliseconds: number): Promise<void> {
  const signal = currentSignal();
  try {
    await orAborted(sleep(milliseconds), signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new AbortedError("aborted while waiting for what the request may still make", {
      cause: error,
    });
  }
}
