import { setTimeout as sleep } from "node:timers/promises";

/** What all requests of a client share while GitLab's throttle holds them back. */
export interface BackoffGate {
  /** Resolves when requests may go on. */
  pass(signal?: AbortSignal): Promise<void>;
  /** Holds every request back for that long, because one of them was throttled. */
  close(waitMs: number, operation: string): void;
  /** Says that one request alone waits. */
  report(waitMs: number, operation: string, reason: string): void;
}

/**
 * A throttle counts all requests of a user, so when one is told to wait the others wait too,
 * instead of using up what is left.
 *
 * @param log - told of each wait once.
 */
export function createBackoffGate(log: (line: string) => void): BackoffGate {
  let openAtMs = 0;
  const say = (waitMs: number, operation: string, reason: string): void => {
    log(`${operation}: ${reason}, waiting ${(waitMs / 1000).toFixed(1)} s`);
  };
  return {
    async pass(signal) {
      for (let wait = openAtMs - Date.now(); wait > 0; wait = openAtMs - Date.now()) {
        await sleep(wait, undefined, signal ? { signal } : {});
      }
    },
    close(waitMs, operation) {
      const until = Date.now() + waitMs;
      if (until <= openAtMs) return;
      openAtMs = until;
      say(waitMs, operation, "GitLab limits the rate of requests");
    },
    report: say,
  };
}
