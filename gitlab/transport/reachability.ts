import type { Failure } from "./attempt";

/** How an address has failed for a request, after so many attempts. */
export interface HostFailure {
  readonly failure: Failure;
  readonly attempts: number;
}

/**
 * What all requests of a process to one address share about it. While an address cannot be reached, one
 * request at a time tries it, with all its repetitions. The others wait for that request and fail at once
 * if it fails.
 */
export interface Reachability {
  /** Whether GitLab has answered there. */
  readonly hasAnswered: boolean;
  /** Whether a repetition is pointless, because all repetitions of another request failed. */
  readonly isDoubtful: boolean;
  /**
   * Waits while another request finds out whether the address can be reached.
   *
   * @returns how the address has just failed for another request; undefined if this one may go.
   */
  admit(request: object): Promise<HostFailure | undefined>;
  /** Whether a request must be admitted again, because the address failed while it queued. */
  isHeld(request: object): boolean;
  /** Lets a request try the address, unless another one does. @returns whether it may. */
  lead(request: object): boolean;
  /** Notes a reply. @param isGitLab - whether a working GitLab may have sent it. */
  noteReply(isGitLab: boolean): void;
  /** Notes that nobody could connect. @param tookMs - how long the last attempt took. */
  noteUnreachable(failed: HostFailure, tookMs: number): void;
  /** Notes that a request got no answer; the cause may be the request, not the address. */
  noteUnanswered(failed: HostFailure): void;
  /** Notes that a request has ended, with or without success. */
  leave(request: object): void;
}

/** The shortest pause before a failed address is tried again. */
const SHORTEST_PAUSE_MS = 5_000;
/** The pause grows with the time that an attempt takes. */
const PAUSE_FACTOR = 10;
/** How long, after that pause, requests to the address are not repeated. */
const DOUBT_MS = 60_000;

const known = new Map<string, Reachability>();

/** @param key - the address and how to connect: proxy, certificates, timeouts. */
export function reachabilityOf(key: string): Reachability {
  const reachability = known.get(key) ?? createReachability();
  known.set(key, reachability);
  return reachability;
}

interface Failed extends HostFailure {
  readonly isUnreachable: boolean;
  readonly pausedUntilMs: number;
  readonly doubtfulUntilMs: number;
}

function createReachability(): Reachability {
  let hasAnswered = false;
  let failed: Failed | undefined;
  let leader: { request: object; finish: () => void; finished: Promise<void> } | undefined;

  const isPaused = (): boolean => failed !== undefined && performance.now() < failed.pausedUntilMs;
  const isDoubtful = (): boolean =>
    failed !== undefined && performance.now() < failed.doubtfulUntilMs;
  const isLedByOther = (request: object): boolean =>
    leader !== undefined && leader.request !== request;
  const dismiss = (): void => {
    leader?.finish();
    leader = undefined;
  };
  const fail = (how: HostFailure, isUnreachable: boolean, pauseMs: number): void => {
    const pausedUntilMs = performance.now() + pauseMs;
    failed = { ...how, isUnreachable, pausedUntilMs, doubtfulUntilMs: pausedUntilMs + DOUBT_MS };
    dismiss();
  };
  const lead = (request: object): boolean => {
    if (leader) return leader.request === request;
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    leader = { request, finish, finished };
    return true;
  };
  return {
    get hasAnswered() {
      return hasAnswered;
    },
    get isDoubtful() {
      return isDoubtful();
    },
    async admit(request) {
      while (leader && isLedByOther(request)) await leader.finished;
      if (isPaused()) return failed;
      // After the pause one request tries it, before the others do.
      if (failed?.isUnreachable === true && isDoubtful()) lead(request);
      return undefined;
    },
    isHeld: (request) => isLedByOther(request) || isPaused(),
    lead,
    noteReply(isGitLab) {
      hasAnswered ||= isGitLab;
      if (isGitLab || failed?.isUnreachable === true) failed = undefined;
      dismiss();
    },
    noteUnreachable(how, tookMs) {
      fail(how, true, Math.max(SHORTEST_PAUSE_MS, PAUSE_FACTOR * tookMs));
    },
    noteUnanswered(how) {
      fail(how, false, 0);
    },
    leave(request) {
      if (leader?.request === request) dismiss();
    },
  };
}
