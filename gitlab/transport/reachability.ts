import type { Failure } from "./attempt";

/** How an address has failed for a request, after so many attempts. */
export interface HostFailure {
  readonly failure: Failure;
  readonly attempts: number;
}

/**
 * What all requests of a process to one address know of it from one another. One that cannot be
 * reached is tried by one request at a time, with all its repetitions; the others wait for it and
 * fail with it at once.
 */
export interface Reachability {
  /** Whether GitLab has answered there. */
  readonly hasAnswered: boolean;
  /** Whether no repetition is worth its time, as all those of another request were in vain. */
  readonly isDoubtful: boolean;
  /**
   * Waits while another request finds out whether the address can be reached.
   *
   * @returns how it has just failed for another request; undefined when this one may be sent.
   */
  admit(request: object): Promise<HostFailure | undefined>;
  /** Whether a request has to be admitted anew, because of what happened while it queued. */
  isHeld(request: object): boolean;
  /** Makes a request the one that finds out, unless there is one. @returns whether it is. */
  lead(request: object): boolean;
  /** Notes a reply. @param isGitLab - whether it can be that of a GitLab in order. */
  noteReply(isGitLab: boolean): void;
  /** Notes that nobody could connect. @param tookMs - how long the last attempt took. */
  noteUnreachable(failed: HostFailure, tookMs: number): void;
  /** Notes that a request got no answer, which may be the fault of what it asked for. */
  noteUnanswered(failed: HostFailure): void;
  /** A request is over, whatever came of it. */
  leave(request: object): void;
}

/** For how long an address that failed is not tried again. */
const SHORTEST_PAUSE_MS = 5_000;
/** An attempt that takes long is made the more seldom. */
const PAUSE_FACTOR = 10;
/** For how long after that nothing is repeated there. */
const DOUBT_MS = 60_000;

const known = new Map<string, Reachability>();

/** @param key - the address and how it is spoken to: proxy, certificates, time-outs. */
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
