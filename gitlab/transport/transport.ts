import type { Got } from "got";
import { setTimeout as sleep } from "node:timers/promises";
import type { LimitFunction } from "p-limit";
import { type Failure, type Outcome, attempt } from "./attempt";
import { type BackoffGate, backoffGateOf, waitLine } from "./backoffGate";
import {
  AbortedError,
  ConfigurationError,
  type Endpoint,
  GitLabError,
  type Operation,
} from "./errors";
import {
  type Explained,
  explainFailure,
  explainHeldBack,
  explainUnknownOutcome,
} from "./explainFailure";
import { createHttpClient } from "./httpClient";
import { loadModule } from "./loadModule";
import { currentSignal } from "./operationSignal";
import { orAborted } from "./orAborted";
import { isStrange, mistakeOf } from "./mistakes";
import { proxyOf } from "./proxy";
import { type Reachability, reachabilityOf } from "./reachability";
import { secretsOf } from "./requestSecrets";
import { retryAfterMs } from "./retryAfter";
import { isUnreachable, retryDelayMs } from "./retryPolicy";
import { recogniseTls } from "./recogniseTls";
import type { SettingsHolder } from "../settings/settingNames";

/** TLS as the user configured it; Node's authorities are always trusted, too. */
export interface TlsOptions {
  /** Verification is off: the user set `gitlab:insecure`. */
  readonly insecure: boolean;
  /** Authorities in PEM, trusted besides Node's. */
  readonly authorities: readonly string[];
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
}

export interface TransportOptions extends Endpoint, SettingsHolder {
  readonly token: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The most repetitions of a request. */
  readonly retries: number;
  /** The most requests at the same time. */
  readonly concurrency: number;
  /**
   * The total time that one request may wait for GitLab, milliseconds: between its attempts, for the
   * throttle, and in attempts that timed out.
   */
  readonly waitBudgetMs: number;
  /** The time to connect, and until a reply begins; a reply may take twice that to end; milliseconds. */
  readonly timeoutMs: { readonly connect: number; readonly reply: number };
  readonly tls: TlsOptions;
  /** Called with a line for every wait. */
  readonly log: (line: string) => void;
  /** Called before each attempt of a request, the first one included. What it throws ends the request. */
  readonly beforeAttempt?: () => void;
}

/** One request to GitLab. */
export interface GitLabRequest {
  readonly operation: Operation;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v4`, built with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the request creates something, so that it must not be repeated blindly. */
  readonly creates?: boolean;
  /** Whether every GitLab has this path, so that a 404 comes from another server. */
  readonly isEverywhere?: boolean;
  /** Whether the caller has another way to the same data, and takes it rather than waiting after a failure. */
  readonly isOptional?: boolean;
  /** False if GitLab needs another token than the credential. */
  readonly authenticated?: boolean;
  /** Ends waits and the request itself. */
  readonly signal?: AbortSignal | undefined;
}

export interface GitLabReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON; undefined without a body. */
  readonly body: unknown;
  /** Makes a text of the body fit for a message: without the request's secrets, and cut short. */
  readonly quote: (text: string) => string;
}

/** Sends one request and repeats it if that is safe; throws a GitLabError of `errors.ts`. */
export type Transport = (request: GitLabRequest) => Promise<GitLabReply>;

/** The progress of a request. */
interface Progress {
  attempts: number;
  /** The rest of the wait budget. */
  leftMs: number;
  doing: "queueing" | "waiting for GitLab" | "sending";
}

/** What the first request creates. */
interface Loaded {
  readonly got: Got;
  readonly limit: LimitFunction;
  readonly host: Reachability;
}

/** The one place that talks HTTP. */
export function createTransport(options: TransportOptions): Transport {
  const gates = {
    user: backoffGateOf(options.apiUrl, options.token),
    address: backoffGateOf(options.apiUrl, ""),
  };
  const gateOf = ({ authenticated }: GitLabRequest): BackoffGate =>
    authenticated === false ? gates.address : gates.user;
  let loading: Promise<Loaded> | undefined;

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
    loading ??= load(options);
    const { got, limit, host } = await loading.catch((error: unknown) => {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new ConfigurationError(`cannot ${request.operation}: ${error.message}`);
    });
    try {
      for (;;) {
        progress.doing = "waiting for GitLab";
        const failed = await host.admit(progress);
        progress.doing = "queueing";
        if (failed) throw explainFailure(failed.failure, explained(request, failed, host));
        // got does not have a queued request yet, so its timeouts have not begun.
        const turn = await limit(() => takeTurn(got, request, progress, host));
        if (typeof turn !== "number") return turn;
        progress.doing = "waiting for GitLab";
        await sleep(turn, undefined, request.signal ? { signal: request.signal } : {});
      }
    } finally {
      host.leave(progress);
    }
  }

  /** @returns the reply, or how long to wait before the next turn. */
  async function takeTurn(
    got: Got,
    request: GitLabRequest,
    progress: Progress,
    host: Reachability,
  ): Promise<GitLabReply | number> {
    request.signal?.throwIfAborted();
    if (host.isHeld(progress)) return 0;
    progress.doing = "waiting for GitLab";
    const { waitedMs, closedForMs, leave } = await gateOf(request).pass(
      progress.leftMs,
      options.log,
      request.signal,
    );
    progress.leftMs -= waitedMs;
    if (closedForMs > 0) throw explainHeldBack(closedForMs, explained(request, progress, host));
    try {
      options.beforeAttempt?.();
      progress.doing = "sending";
      progress.attempts += 1;
      const sentAt = performance.now();
      const attempted = await attempt(got, request, options);
      const outcome = host.hasAnswered ? attempted : await recogniseTls(attempted, options);
      if (outcome.kind !== "lost") host.noteReply(isGitLabs(outcome));
      if (outcome.kind === "reply") return outcome.reply;
      const tookMs = performance.now() - sentAt;
      if (isTimeout(outcome)) progress.leftMs -= tookMs;
      return waitAfter(outcome, request, progress, host, tookMs);
    } finally {
      leave();
    }
  }

  /**
   * Decides what follows a failure before the next request gets its turn, so that the next one finds the
   * gate closed.
   */
  function waitAfter(
    failure: Failure,
    request: GitLabRequest,
    progress: Progress,
    host: Reachability,
    tookMs: number,
  ): number {
    const status = "status" in failure ? failure.status : undefined;
    const code = failure.kind === "lost" ? failure.code : undefined;
    // Another request tries the address for all.
    if (isUnreachable(code) && !host.lead(progress)) return 0;
    const askedMs =
      failure.kind === "refused" ? retryAfterMs(failure.status, failure.headers, Date.now()) : 0;
    const waitMs = retryDelayMs({
      attempt: progress.attempts,
      retries: host.isDoubtful || isGivenUp(request, code) ? 0 : options.retries,
      repeatable: request.creates !== true,
      isMistake: mistakeOf(failure, host.hasAnswered) === "certain",
      status,
      code,
      retryAfterMs: askedMs,
      budgetMs: progress.leftMs,
      random: Math.random(),
    });
    const why = `${request.operation}: ${inShort(failure)}`;
    const forAllMs = askedMs || (status === 429 && waitMs) || 0;
    // The gate closes even if this request may not wait that long, so the others need not be refused, too.
    if (forAllMs > 0) gateOf(request).close(forAllMs, why);
    if (waitMs === undefined) {
      const { attempts } = progress;
      if (isUnreachable(code)) host.noteUnreachable({ failure, attempts }, tookMs);
      else if (isNoAnswer(failure) && attempts > 1 && !host.hasAnswered)
        host.noteUnanswered({ failure, attempts });
      throw explainFailure(failure, explained(request, progress, host));
    }
    if (forAllMs > 0) return 0;
    options.log(waitLine(why, waitMs));
    progress.leftMs -= waitMs;
    return waitMs;
  }

  function explained(
    request: GitLabRequest,
    { attempts }: { readonly attempts: number },
    { hasAnswered }: Reachability,
  ): Explained {
    return { request, options, attempts, hasAnswered, secrets: secretsOf(request, options) };
  }
}

async function load(options: TransportOptions): Promise<Loaded> {
  const proxy = proxyOf(options.apiUrl, process.env);
  const { apiUrl, tls, timeoutMs } = options;
  const host = reachabilityOf(JSON.stringify([apiUrl, tls, timeoutMs.connect, proxy?.url]));
  const [got, limit] = await Promise.all([createHttpClient(options), createLimiter(options)]);
  return { got, limit, host };
}

async function createLimiter({ concurrency }: TransportOptions): Promise<LimitFunction> {
  const { default: pLimit } = await loadModule("p-limit", () => import("p-limit"));
  return pLimit(concurrency);
}

function isTimeout(failure: Failure): boolean {
  return failure.kind === "lost" && failure.code.startsWith("TIMEOUT_");
}

/** If GitLab cannot be reached, the other way to the data cannot reach it either. */
function isGivenUp({ isOptional }: GitLabRequest, code: string | undefined): boolean {
  return isOptional === true && !isUnreachable(code);
}

/** Whether a working GitLab may have sent a reply. */
function isGitLabs(outcome: Exclude<Outcome, { kind: "lost" }>): boolean {
  return (
    outcome.kind === "reply" ||
    (outcome.kind === "refused" && outcome.status < 500 && !isStrange(outcome))
  );
}

/** Whether GitLab, or a proxy in front of it, could not answer. */
function isNoAnswer(failure: Failure): boolean {
  return failure.kind === "lost" || (failure.kind === "refused" && failure.status >= 500);
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
