import { setTimeout as sleep } from "node:timers/promises";

/** How a request fared at the gate. */
export interface Passage {
  /** How long it was held back, and for how much longer the gate stays closed. */
  readonly waitedMs: number;
  readonly closedForMs: number;
  /** Call this once the request was answered or lost, after closing the gate if necessary. */
  readonly leave: () => void;
}

/**
 * Holds back all requests to one GitLab with one credential while GitLab limits their rate. When the gate
 * opens, one request goes first, and the others follow once GitLab has accepted it. If other processes
 * have used up the limit meanwhile, only that one request is refused.
 */
export interface BackoffGate {
  /** Holds every request back for that long, because GitLab asked one of them to wait. */
  close(waitMs: number, why: string): void;
  /**
   * Resolves when a request may go on, or at once if that takes longer than it may wait.
   *
   * @param log - called with a line about the wait, unless another request has logged it already.
   */
  pass(leftMs: number, log: (line: string) => void, signal?: AbortSignal): Promise<Passage>;
}

/** A wait that grows by less than this is the same wait. */
const SAME_WAIT_MS = 1000;

const gates = new Map<string, BackoffGate>();

/**
 * Returns the gate of a GitLab and a credential. GitLab counts all requests of a user. So when it asks one
 * request to wait, all requests of all clients in this process wait, and do not use up the rest of the limit.
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
  // Whether the gate has closed since GitLab last accepted a request; `first` ends with the request that
  // tries next.
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

/** Logs a wait. */
export function waitLine(why: string, waitMs: number): string {
  return `${why}, waiting ${(waitMs / 1000).toFixed(1)} s`;
}
