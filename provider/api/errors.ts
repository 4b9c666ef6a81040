import type { Mistake } from "./mistakes";
import { redact } from "./redact";
import { printable } from "./shown";

/** What a request was for, in words: `create a runner`, `read runner 42`. */
export type Operation = string;

/** A failure that this package explains: one line that names what was tried, why not, what to do. */
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

/** 403: the credential is good, and may not do this. */
export class PermissionError extends ResponseError {
  override name = "PermissionError";
}

/** 404: the thing is absent, or invisible to the credential. */
export class NotFoundError extends ResponseError {
  override name = "NotFoundError";
}

/** 410: GitLab has turned this way off. */
export class GoneError extends ResponseError {
  override name = "GoneError";
}

/** 429: too many requests, and waiting did not help within the budget. */
export class RateLimitError extends ResponseError {
  override name = "RateLimitError";
}

/** 400, 409, 412 or 422: GitLab refuses what was asked. */
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

/** Who answers, and with which credential: said in errors, so that a user sees the wrong one. */
export interface Endpoint {
  /** The API's root, `https://gitlab.example.com/api/v4`. */
  readonly apiUrl: string;
  /** Where the base URL was taken from, `gitlab:baseUrl`. */
  readonly baseUrlSource: string;
  /** Where the token was taken from, `GITLAB_TOKEN`. */
  readonly tokenSource: string;
}

/**
 * The error for a reply with an error status.
 *
 * @param body - the parsed body, or its text where it is not JSON.
 * @param wayOut - what to do about it, where the status does not say.
 * @param mistake - whether the configuration is to be changed, where the status does not say.
 */
export function responseError(
  operation: Operation,
  status: number,
  body: unknown,
  endpoint: Endpoint,
  wayOut = "",
  mistake?: Mistake,
): ResponseError {
  const reason = replyReason(body) ?? `no reason given`;
  if (status === 401) {
    return new AuthenticationError(
      operation,
      status,
      reason,
      `The token of ${endpoint.tokenSource} was used at ${endpoint.apiUrl} ` +
        `(from ${endpoint.baseUrlSource}); give one that is valid there`,
    );
  }
  if (status === 403 && isInsufficientScope(body)) {
    return new PermissionError(
      operation,
      status,
      reason,
      `The token of ${endpoint.tokenSource} lacks a scope: create_runner creates, manage_runner ` +
        "reads, updates and deletes, api is needed for assignments and lists",
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

const REASON_LENGTH = 300;

/**
 * GitLab's text out of any of its error bodies: `{message: string}`, `{message: {attribute:
 * [text]}}`, `{error: string, error_description?: string}`. A page of a proxy is cut short.
 */
function replyReason(body: unknown): string | undefined {
  if (typeof body === "string") {
    const text = body
      .replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ")
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim();
    return text === "" ? undefined : shorten(text);
  }
  if (typeof body !== "object" || body === null) return undefined;
  const { message, error, error_description: description } = body as Record<string, unknown>;
  if (typeof message === "string") return shorten(message);
  if (typeof message === "object" && message !== null) {
    const attributes = Object.entries(message).map(
      ([attribute, texts]) => `${attribute} ${[texts].flat().map(textOf).join(", ")}`,
    );
    return shorten(attributes.join("; "));
  }
  if (typeof error !== "string") return undefined;
  return shorten(typeof description === "string" ? `${error}: ${description}` : error);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length > REASON_LENGTH ? `${text.slice(0, REASON_LENGTH)}…` : text;
}

function isInsufficientScope(body: unknown): boolean {
  return (
    typeof body === "object" &&
    body !== null &&
    (body as Record<string, unknown>)["error"] === "insufficient_scope"
  );
}
