import { isTlsRefusal } from "./tlsRefusals";

/** What decides whether a failed attempt is repeated. */
export interface FailedAttempt {
  /** How many attempts have failed, this one included: 1 after the first. */
  readonly attempt: number;
  /** Whether the request may be repeated when GitLab might have carried it out already. */
  readonly repeatable: boolean;
  /** The status of the reply, undefined when there was none. */
  readonly status?: number | undefined;
  /** The code of a failure without a reply: `ECONNRESET`, `TIMEOUT_RESPONSE`, … */
  readonly code?: string | undefined;
  /** The wait that the reply asks for, milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The rest of the wait budget, milliseconds. */
  readonly budgetMs: number;
  /** How many repetitions are allowed. */
  readonly retries: number;
  /** Whether the failure lasts until somebody changes the configuration. */
  readonly isMistake?: boolean;
  /** A number from 0 to 1 that spreads the waits of many requests. */
  readonly random: number;
}

/** Failures before a byte was sent: nothing can have happened, so even a create may be repeated. */
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "TIMEOUT_CONNECT",
]);
const TRANSIENT = new Set([
  ...UNREACHABLE,
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "TIMEOUT_RESPONSE",
  "TIMEOUT_REQUEST",
]);
const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** A wrong address should not hold up a preview for minutes; 5 repetitions take up to 8 s. */
const MOST_UNREACHABLE = 5;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/**
 * Decides whether and when a failed request is repeated.
 *
 * Reads, deletes and updates are idempotent and repeated on any transient failure. A request that
 * creates is repeated only where GitLab cannot have carried it out: it was never sent, or was
 * refused by the throttle (429). A mistake in the configuration is never repeated. If a
 * throttle says when to come back, only the wait budget limits the repetitions: while the same user's other
 * processes work, a request may come too late many times.
 *
 * @returns the wait in milliseconds, or undefined when it is not repeated.
 */
export function retryDelayMs(failure: FailedAttempt): number | undefined {
  if (failure.isMistake === true) return undefined;
  const most = isUnreachable(failure.code)
    ? Math.min(failure.retries, MOST_UNREACHABLE)
    : failure.retries;
  const isAsked = failure.status === 429 && (failure.retryAfterMs ?? 0) > 0;
  if (failure.attempt > most && !isAsked) return undefined;
  const transient =
    (failure.status !== undefined && TRANSIENT_STATUS.has(failure.status)) ||
    (failure.status === undefined && failure.code !== undefined && TRANSIENT.has(failure.code));
  if (!transient) return undefined;
  if (!failure.repeatable && !isSurelyUndone(failure)) return undefined;
  // Without a least wait, a reply that asks for none would be repeated as fast as the network allows.
  const wait = failure.retryAfterMs || backoffMs(failure);
  return wait <= failure.budgetMs ? wait : undefined;
}

/**
 * Whether GitLab certainly did nothing: the attempt was never sent, or GitLab refused it. A 303 is no
 * refusal: it sends the client on to the result.
 */
export function isSurelyUndone({ status, code }: Pick<FailedAttempt, "status" | "code">): boolean {
  if (status !== undefined)
    return status >= 300 && status < 500 && status !== 303 && status !== 408;
  return isUnreachable(code);
}

/** Whether a failure means that no connection was possible: the address failed, not the request. */
export function isUnreachable(code: string | undefined): boolean {
  return code !== undefined && (UNREACHABLE.has(code) || isTlsRefusal(code));
}

/** Doubles with each attempt; between half and the whole of the step, so that waits spread. */
function backoffMs({ attempt, random }: FailedAttempt): number {
  const step = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round(step * (0.5 + random / 2));
}
