import type { Got, Method } from "got";
import { setTimeout as sleep } from "node:timers/promises";
import type { LimitFunction } from "p-limit";
import { type Failure, attempt } from "./attempt";
import { type BackoffGate, backoffGateOf, waitLine } from "./backoffGate";
import { AbortedError, type Endpoint, GitLabError, type Operation } from "./errors";
import {
  type Explained,
  explainFailure,
  explainHeldBack,
  explainUnknownOutcome,
} from "./explainFailure";
import { createHttpClient } from "./httpClient";
import { currentSignal } from "./operationSignal";
import { orAborted } from "./orAborted";
import { proxyPasswords } from "./proxy";
import { redact } from "./redact";
import { retryAfterMs } from "./retryAfter";
import { retryDelayMs } from "./retryPolicy";

/** TLS as the user configured it; the system's authorities are always trusted as well. */
export interface TlsOptions {
  /** Verification is off: the user said `gitlab:insecure`. */
  readonly insecure: boolean;
  /** Authorities in PEM, trusted besides the system's. */
  readonly authorities: readonly string[];
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
}

export interface TransportOptions extends Endpoint {
  readonly token: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** How often a request is repeated at most. */
  readonly retries: number;
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  /**
   * How long one request may wait in all until GitLab is ready, milliseconds: between its attempts,
   * for the throttle, and in attempts that timed out.
   */
  readonly waitBudgetMs: number;
  /** How long a connection may take, and a reply to begin; twice that to end; milliseconds. */
  readonly timeoutMs: { readonly connect: number; readonly reply: number };
  readonly tls: TlsOptions;
  /** Told of every wait, one line each. */
  readonly log: (line: string) => void;
}

/** One request to GitLab. */
export interface GitLabRequest {
  readonly operation: Operation;
  readonly method: Extract<Method, "GET" | "POST" | "PUT" | "DELETE">;
  /** Below `/api/v4`, built with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it creates something, so that it must not be repeated blindly. */
  readonly creates?: boolean;
  /** False where GitLab asks for another token than the credential. */
  readonly authenticated?: boolean;
  /** Ends waits and the request itself. */
  readonly signal?: AbortSignal | undefined;
}

export interface GitLabReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON; undefined where there is no body. */
  readonly body: unknown;
}

/** Sends one request, repeating it as its nature allows; throws a GitLabError of `errors.ts`. */
export type Transport = (request: GitLabRequest) => Promise<GitLabReply>;

/** How far a request has got. */
interface Progress {
  attempts: number;
  /** What is left of the wait budget. */
  leftMs: number;
  doing: "queueing" | "waiting for GitLab" | "sending";
}

/** The one place that talks HTTP. */
export function createTransport(options: TransportOptions): Transport {
  const gates = {
    user: backoffGateOf(options.apiUrl, options.token),
    address: backoffGateOf(options.apiUrl, ""),
  };
  const gateOf = ({ authenticated }: GitLabRequest): BackoffGate =>
    authenticated === false ? gates.address : gates.user;
  let loading: Promise<readonly [Got, LimitFunction]> | undefined;

  return async function send(given) {
    const request = { ...given, signal: given.signal ?? currentSignal() };
    const progress: Progress = { attempts: 0, leftMs: options.waitBudgetMs, doing: "queueing" };
    try {
      return await orAborted(sendPatiently(request, progress), request.signal);
    } catch (error) {
      if (error instanceof GitLabError || request.signal?.aborted !== true) throw error;
      throw explainAbort(request, options, progress);
    }
  };

  async function sendPatiently(request: GitLabRequest, progress: Progress): Promise<GitLabReply> {
    loading ??= Promise.all([createHttpClient(options), createLimiter(options)]);
    const [got, limit] = await loading;
    for (;;) {
      progress.doing = "queueing";
      // What queues has not been handed to got, so its time-outs have not begun.
      const turn = await limit(() => takeTurn(got, request, progress));
      if (typeof turn !== "number") return turn;
      progress.doing = "waiting for GitLab";
      await sleep(turn, undefined, request.signal ? { signal: request.signal } : {});
    }
  }

  /** @returns the reply, or how long to wait before the next turn. */
  async function takeTurn(
    got: Got,
    request: GitLabRequest,
    progress: Progress,
  ): Promise<GitLabReply | number> {
    request.signal?.throwIfAborted();
    progress.doing = "waiting for GitLab";
    const { waitedMs, closedForMs, leave } = await gateOf(request).pass(
      progress.leftMs,
      options.log,
      request.signal,
    );
    progress.leftMs -= waitedMs;
    if (closedForMs > 0) throw explainHeldBack(closedForMs, explained(request, progress));
    progress.doing = "sending";
    progress.attempts += 1;
    const sentAt = performance.now();
    try {
      const outcome = await attempt(got, request, options);
      if (outcome.kind === "reply") return outcome.reply;
      if (isTimeout(outcome)) progress.leftMs -= performance.now() - sentAt;
      return waitAfter(outcome, request, progress);
    } finally {
      leave();
    }
  }

  /**
   * Decides what comes after a failure, before the next request gets its turn, so that it finds the
   * gate closed.
   */
  function waitAfter(failure: Failure, request: GitLabRequest, progress: Progress): number {
    const status = "status" in failure ? failure.status : undefined;
    const askedMs =
      failure.kind === "refused" ? retryAfterMs(failure.status, failure.headers, Date.now()) : 0;
    const waitMs = retryDelayMs({
      attempt: progress.attempts,
      retries: options.retries,
      repeatable: request.creates !== true,
      status,
      code: failure.kind === "lost" ? failure.code : undefined,
      retryAfterMs: askedMs,
      budgetMs: progress.leftMs,
      random: Math.random(),
    });
    const why = `${request.operation}: ${inShort(failure)}`;
    const forAllMs = askedMs || (status === 429 && waitMs) || 0;
    // Also when this request may not wait for so long: the others need not find out by themselves.
    if (forAllMs > 0) gateOf(request).close(forAllMs, why);
    if (waitMs === undefined) throw explainFailure(failure, explained(request, progress));
    if (forAllMs > 0) return 0;
    options.log(waitLine(why, waitMs));
    progress.leftMs -= waitMs;
    return waitMs;
  }

  function explained(request: GitLabRequest, { attempts }: Progress): Explained {
    const clean = (text: string): string => redact(text, secretsOf(request, options));
    return { request, options, attempts, clean };
  }
}

async function createLimiter({ concurrency }: TransportOptions): Promise<LimitFunction> {
  const { default: pLimit } = await import("p-limit");
  return pLimit(concurrency);
}

function isTimeout(failure: Failure): boolean {
  return failure.kind === "lost" && failure.code.startsWith("TIMEOUT_");
}

function inShort(failure: Failure): string {
  switch (failure.kind) {
    case "lost":
      return failure.code;
    case "unreadable":
      return `the reply ${failure.reason}`;
    default:
      return failure.status === 429
        ? "GitLab limits the rate of requests"
        : `GitLab answered ${failure.status}`;
  }
}

function explainAbort(
  request: GitLabRequest,
  options: TransportOptions,
  { doing }: Progress,
): GitLabError {
  const reason = `aborted while ${doing}`;
  return request.creates === true && doing === "sending"
    ? explainUnknownOutcome(reason, { request, options })
    : new AbortedError(`cannot ${request.operation}: ${reason}`);
}

/** What this request sends that no message may hold. */
function secretsOf(request: GitLabRequest, options: TransportOptions): readonly string[] {
  const { token } = (request.json ?? {}) as { token?: unknown };
  const headers = [...Object.values(options.headers), ...Object.values(request.headers ?? {})];
  return [
    options.token,
    ...headers,
    // "Basic", "Bearer" and their like stand before the secret.
    ...headers.flatMap((value) => value.split(" ")),
    ...(typeof token === "string" ? [token] : []),
    ...proxyPasswords(process.env),
  ];
}
