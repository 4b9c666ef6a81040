import { setTimeout as sleep } from "node:timers/promises";

/** How a request fared at the gate. */
export interface Passage {
  /** How long it was held back, and for how much longer the gate stays closed. */
  readonly waitedMs: number;
  readonly closedForMs: number;
  /** To be called when the request has been answered, or lost, and the gate closed where need be. */
  readonly leave: () => void;
}

/**
 * What all requests to one GitLab with one credential share while its throttle holds them back. When
 * it opens again one of them goes first, and the others as soon as GitLab has taken that one: where
 * other processes have used up what there was, a single request finds out.
 */
export interface BackoffGate {
  /** Holds every request back for that long, because GitLab asked one of them to wait. */
  close(waitMs: number, why: string): void;
  /**
   * Resolves when a request may go on, or at once when that is further off than it may wait.
   *
   * @param log - called with a line about the wait, unless another request has logged it already.
   */
  pass(leftMs: number, log: (line: string) => void, signal?: AbortSignal): Promise<Passage>;
}

/** A wait that grows by less than this is the same wait. */
const SAME_WAIT_MS = 1000;

const gates = new Map<string, BackoffGate>();

/**
 * The gate of a GitLab and a credential. A throttle counts all requests of a user, so when one is
 * asked to wait the others wait, too, whichever client of this process they are of, instead of using
 * up what is left.
 *
 * @param token - the credential; "" for requests without it, which GitLab counts by address.
 */
export function backoffGateOf(apiUrl: string, token: string): BackoffGate {
  const key = `${apiUrl} ${token}`;
  const gate = gates.get(key) ?? createBackoffGate();
  gates.set(key, gate);
  return gate;
}

function createBackoffGate(): BackoffGate {
  let openAtMs = 0;
  let loggedUntilMs = 0;
  let reason = "";
  // Whether the gate has closed since GitLab took a request, and the end of the one that is to show it
  // again.
  let isDoubtful = false;
  let first: Promise<void> | undefined;

  const goFirst = (): (() => void) => {
    let resolveFirst = (): void => undefined;
    first = new Promise<void>((resolve) => {
      resolveFirst = resolve;
    });
    return () => {
      isDoubtful = openAtMs > performance.now();
      first = undefined;
      resolveFirst();
    };
  };
  return {
    close(waitMs, why) {
      const until = performance.now() + waitMs;
      if (until <= openAtMs) return;
      openAtMs = until;
      isDoubtful = true;
      reason = why;
    },
    async pass(leftMs, log, signal) {
      let waitedMs = 0;
      for (;;) {
        const closedForMs = Math.max(0, Math.ceil(openAtMs - performance.now()));
        if (closedForMs === 0 && first) {
          await first;
          signal?.throwIfAborted();
          continue;
        }
        if (closedForMs === 0 || closedForMs > leftMs - waitedMs) {
          const isFirst = closedForMs === 0 && isDoubtful;
          return { waitedMs, closedForMs, leave: isFirst ? goFirst() : () => undefined };
        }
        if (openAtMs > loggedUntilMs + SAME_WAIT_MS) {
          loggedUntilMs = openAtMs;
          log(waitLine(reason, closedForMs));
        }
        await sleep(closedForMs, undefined, signal ? { signal } : {});
        waitedMs += closedForMs;
      }
    },
  };
}

/** Says that somebody waits. */
export function waitLine(why: string, waitMs: number): string {
  return `${why}, waiting ${(waitMs / 1000).toFixed(1)} s`;
}
