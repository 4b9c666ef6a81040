import type { Agents, ExtendOptions, Got, Method, RequestError, RetryObject } from "got";
import * as http from "node:http";
import * as https from "node:https";
import type { LimitFunction } from "p-limit";
import { createBackoffGate } from "./backoffGate";
import {
  ConnectionError,
  type Endpoint,
  type Operation,
  UnexpectedReplyError,
  UnknownOutcomeError,
  responseError,
} from "./errors";
import { orAborted } from "./orAborted";
import { redact } from "./redact";
import { retryAfterMs } from "./retryAfter";
import { isSurelyUndone, retryDelayMs } from "./retryPolicy";

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
  /** How long one request may wait in all between its attempts, milliseconds. */
  readonly waitBudgetMs: number;
  /** How long a connection may take, and a reply from first to last byte, milliseconds. */
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

/** No reply about runners comes near this; a larger one is refused before it fills the memory. */
const LARGEST_REPLY_BYTES = 32 * 1024 * 1024;

/** The one place that talks HTTP. */
export function createTransport(options: TransportOptions): Transport {
  const gate = createBackoffGate(options.log);
  let client: Promise<Got> | undefined;
  let limiter: Promise<LimitFunction> | undefined;

  return async function send(request) {
    client ??= createGot(options);
    limiter ??= createLimiter(options);
    const [got, limit] = await Promise.all([client, limiter]);
    // What queues has not been handed to got, so its time-outs have not begun.
    const turn = limit(() => {
      request.signal?.throwIfAborted();
      return sendInTurn(got, request);
    });
    try {
      return await orAborted(turn, request.signal);
    } catch (error) {
      throw explain(error, request, options);
    }
  };

  async function sendInTurn(got: Got, request: GitLabRequest): Promise<GitLabReply> {
    const deadline = { spentMs: 0 };
    const sending = got(request.path, {
      method: request.method,
      throwHttpErrors: true,
      ...(request.query && { searchParams: withoutUndefined(request.query) }),
      ...(request.json !== undefined && { json: request.json }),
      ...(request.signal && { signal: request.signal }),
      headers: {
        ...(request.authenticated !== false && { authorization: `Bearer ${options.token}` }),
        ...request.headers,
      },
      hooks: { beforeRequest: [() => gate.pass(request.signal)] },
      retry: {
        limit: options.retries,
        calculateDelay: (failure) => {
          const wait = delay(failure, request, options, deadline.spentMs);
          if (wait === undefined) return 0;
          deadline.spentMs += wait;
          if (failure.error.response?.statusCode === 429) {
            gate.close(wait, request.operation);
          } else {
            gate.report(wait, request.operation, why(failure.error));
          }
          // got takes 0 for "no more attempts".
          return Math.max(1, wait);
        },
      },
    });
    void sending.on("downloadProgress", ({ transferred }) => {
      if (transferred > LARGEST_REPLY_BYTES) sending.cancel("the reply is too large");
    });
    const reply = await sending;
    return {
      status: reply.statusCode,
      headers: reply.headers,
      body: parseBody(reply.body, request, options),
    };
  }
}

async function createLimiter({ concurrency }: TransportOptions): Promise<LimitFunction> {
  const { default: pLimit } = await import("p-limit");
  return pLimit(concurrency);
}

async function createGot(options: TransportOptions): Promise<Got> {
  // Loaded when first needed: got is an ES module, and an operation without a request spares it.
  const { got } = await import("got");
  const shared: ExtendOptions = {
    prefixUrl: options.apiUrl,
    responseType: "text",
    headers: {
      accept: "application/json",
      "user-agent": "pulumi-gitlab-runners",
      ...options.headers,
    },
    agent: await createAgents(),
    timeout: {
      connect: options.timeoutMs.connect,
      response: options.timeoutMs.reply,
      request: options.timeoutMs.reply * 2,
    },
    https: {
      rejectUnauthorized: !options.tls.insecure,
      minVersion: "TLSv1.2",
      ...(options.tls.clientCertificate !== undefined && {
        certificate: options.tls.clientCertificate,
      }),
      ...(options.tls.clientKey !== undefined && { key: options.tls.clientKey }),
      ...(options.tls.authorities.length > 0 && {
        certificateAuthority: [...(await systemAuthorities()), ...options.tls.authorities],
      }),
    },
    // A moved project answers a read with a redirect. The credential never leaves its host.
    followRedirect: ({ url, headers }) =>
      headers.location !== undefined &&
      new URL(headers.location, url).origin === new URL(options.apiUrl).origin,
    maxRedirects: 5,
    methodRewriting: false,
  };
  return got.extend(shared);
}

async function systemAuthorities(): Promise<readonly string[]> {
  const { rootCertificates } = await import("node:tls");
  return rootCertificates;
}

/** Keeps connections open; how many there are at once is the limiter's affair. */
async function createAgents(): Promise<Agents> {
  const options = { keepAlive: true };
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy, ALL_PROXY, all_proxy } = process.env;
  if ([HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy, ALL_PROXY, all_proxy].some(Boolean)) {
    const { ProxyAgent } = await import("proxy-agent");
    const agent = new ProxyAgent(options);
    return { http: agent, https: agent as unknown as https.Agent };
  }
  return { http: new http.Agent(options), https: new https.Agent(options) };
}

function delay(
  { error, attemptCount }: RetryObject,
  request: GitLabRequest,
  options: TransportOptions,
  spentMs: number,
): number | undefined {
  return retryDelayMs({
    attempt: attemptCount,
    retries: options.retries,
    repeatable: request.creates !== true,
    status: error.response?.statusCode,
    code: error.code,
    retryAfterMs: error.response && retryAfterMs(error.response.headers, Date.now()),
    budgetMs: options.waitBudgetMs - spentMs,
    random: Math.random(),
  });
}

function why(error: RequestError): string {
  return error.response ? `GitLab answered ${error.response.statusCode}` : error.code;
}

function parseBody(text: unknown, request: GitLabRequest, endpoint: Endpoint): unknown {
  if (typeof text !== "string" || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnexpectedReplyError(
      `cannot ${request.operation}: what ${endpoint.apiUrl} (from ${endpoint.baseUrlSource}) sent ` +
        `is not JSON but begins "${redact(text.slice(0, 80))}". Is the base URL that of GitLab, ` +
        "and is a proxy in between?",
      { cause },
    );
  }
}

/** Turns got's errors into ours. */
function explain(error: unknown, request: GitLabRequest, endpoint: Endpoint): Error {
  if (error instanceof UnexpectedReplyError) {
    return request.creates === true ? unknownOutcome(request, endpoint, error.message) : error;
  }
  const { name, code, message, response } = error as RequestError;
  if (name === "CancelError") {
    return new UnexpectedReplyError(
      `cannot ${request.operation}: the reply of ${endpoint.apiUrl} is larger than 32 MiB`,
    );
  }
  const attempt = { status: response?.statusCode, code };
  if (request.creates === true && !isSurelyUndone(attempt)) {
    return unknownOutcome(
      request,
      endpoint,
      response ? `GitLab answered ${response.statusCode}` : `${code} ${message}`,
    );
  }
  if (response) {
    if (response.statusCode >= 300 && response.statusCode < 400) {
      return new UnexpectedReplyError(
        `cannot ${request.operation}: ${endpoint.apiUrl} (from ${endpoint.baseUrlSource}) redirects ` +
          `to ${String(response.headers.location)}, another host, and the token is not sent there. ` +
          "Give the address that answers itself",
      );
    }
    return responseError(
      request.operation,
      response.statusCode,
      jsonOrText(response.body),
      endpoint,
    );
  }
  return new ConnectionError(
    `cannot ${request.operation}: no answer from ${endpoint.apiUrl} ` +
      `(from ${endpoint.baseUrlSource}): ${message || code}`,
    { cause: error },
  );
}

function unknownOutcome(
  request: GitLabRequest,
  endpoint: Endpoint,
  reason: string,
): UnknownOutcomeError {
  return new UnknownOutcomeError(
    `cannot tell whether GitLab did ${request.operation}: the request was sent to ` +
      `${endpoint.apiUrl} and its reply was lost (${reason})`,
  );
}

function jsonOrText(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function withoutUndefined(
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
    ),
  );
}
