import { redact } from "../text/redact";
import { replyReason } from "./replyReason";
import { printable } from "../text/shown";

/**
 * Whether a failure lasts until somebody changes the configuration, unlike an outage. "likely" means an
 * outage if the same address has worked before.
 */
export type Mistake = "certain" | "likely";

/** What a request was for, in words: `create a runner`, `read runner 42`. */
export type Operation = string;

/** A failure that this package explains in one line: what it tried, why that failed, what to do. */
export class GitLabError extends Error {
  override name = "GitLabError";
  /** Whether somebody must change the configuration first; undefined for all else. */
  readonly mistake: Mistake | undefined;

  /** One line is what a user needs; the engine prints the stack of a failed check or diff. */
  constructor(message: string, options?: { cause?: unknown; mistake?: Mistake | undefined }) {
    super(printable(redact(message)), options);
    this.mistake = options?.mistake;
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** GitLab answered with an error status. */
export class ResponseError extends GitLabError {
  override name = "ResponseError";

  constructor(
    readonly operation: Operation,
    readonly status: number,
    /** GitLab's own text, tokens taken out. */
    readonly reason: string,
    wayOut = "",
    mistake?: Mistake,
  ) {
    const advice = wayOut === "" ? "" : `. ${wayOut}`;
    super(`cannot ${operation}: GitLab answered ${status} (${reason})${advice}`, { mistake });
    this.reason = printable(redact(reason));
  }
}

/** 401: the credential is missing, wrong, expired or revoked. */
export class AuthenticationError extends ResponseError {
  override name = "AuthenticationError";
  override readonly mistake = "certain";
}

/** 403: the credential is valid but may not do this. */
export class PermissionError extends ResponseError {
  override name = "PermissionError";
}

/** 404: the thing does not exist, or the credential may not see it. */
export class NotFoundError extends ResponseError {
  override name = "NotFoundError";
}

/** 410: GitLab has turned this endpoint off. */
export class GoneError extends ResponseError {
  override name = "GoneError";
}

/** 429: too many requests, and waiting did not help within the budget. */
export class RateLimitError extends ResponseError {
  override name = "RateLimitError";
}

/** 400, 409, 412 or 422: GitLab refuses the values of the request. */
export class ValidationError extends ResponseError {
  override name = "ValidationError";
}

/** 5xx: GitLab, or a proxy in front of it, failed. */
export class ServerError extends ResponseError {
  override name = "ServerError";
}

/** No answer: name not resolved, connection refused or cut, TLS, a time-out. */
export class ConnectionError extends GitLabError {
  override name = "ConnectionError";
}

/** A reply that is not what GitLab's API sends: HTML of a proxy, truncated JSON, a missing field. */
export class UnexpectedReplyError extends GitLabError {
  override name = "UnexpectedReplyError";
}

/** A request that creates something was sent and its outcome is not known. */
export class UnknownOutcomeError extends GitLabError {
  override name = "UnknownOutcomeError";
}

/** The caller's signal ended a request that may be repeated. */
export class AbortedError extends GitLabError {
  override name = "AbortedError";
}

/** A setting of the provider is missing or wrong. */
export class ConfigurationError extends GitLabError {
  override name = "ConfigurationError";
  override readonly mistake = "certain";
}

/** The address and the credential of a request. Errors name both, so that a user sees a wrong one. */
export interface Endpoint {
  /** The API's root, `https://gitlab.example.com/api/v4`. */
  readonly apiUrl: string;
  /** Where the base URL was taken from, `gitlab:baseUrl`. */
  readonly baseUrlSource: string;
  /** Where the token was taken from, `GITLAB_TOKEN`. */
  readonly tokenSource: string;
}

/** How a refusal reads, beside its status and its body. */
interface Refusal {
  readonly wayOut?: string;
  readonly secrets?: readonly string[];
  readonly mistake?: Mistake | undefined;
}

/**
 * The error for a reply with an error status.
 *
 * @param body - the parsed body, or its text where it is not JSON.
 * @param how.wayOut - what to do about it, if the status does not say so.
 * @param how.secrets - values of the request that no message may show, even if the body repeats them.
 * @param how.mistake - whether the configuration is wrong, if the status does not say so.
 */
export function responseError(
  operation: Operation,
  status: number,
  body: unknown,
  endpoint: Endpoint,
  { wayOut = "", secrets = [], mistake }: Refusal = {},
): ResponseError {
  const reason = replyReason(body, secrets) ?? "no reason given";
  if (status === 401) {
    return new AuthenticationError(
      operation,
      status,
      reason,
      `The token comes from ${endpoint.tokenSource}, the address ${endpoint.apiUrl} ` +
        `from ${endpoint.baseUrlSource}. Set a token that is valid there`,
    );
  }
  if (status === 403 && isInsufficientScope(body)) {
    return new PermissionError(
      operation,
      status,
      reason,
      `${endpoint.tokenSource} lacks a scope: create_runner creates runners, manage_runner ` +
        "reads, updates and deletes them, and assignments and lists need api",
    );
  }
  const Class = errorClass(status);
  return new Class(operation, status, reason, wayOut, mistake);
}

function errorClass(status: number): typeof ResponseError {
  if (status >= 500) return ServerError;
  switch (status) {
    case 403:
      return PermissionError;
    case 404:
      return NotFoundError;
    case 410:
      return GoneError;
    case 429:
      return RateLimitError;
    default:
      return ValidationError;
  }
}

function isInsufficientScope(body: unknown): boolean {
  return (
    typeof body === "object" &&
    body !== null &&
    (body as Record<string, unknown>)["error"] === "insufficient_scope"
  );
}
