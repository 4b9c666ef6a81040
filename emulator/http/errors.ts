import type { ContentfulStatusCode } from "hono/utils/http-status";

import type { ModelErrors } from "../rules/runnerModel";

/** An answer of GitLab that is an error; lib/api/helpers.rb builds the same bodies. */
export class ApiError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly body:
      | string
      | { error: string; [key: string]: unknown }
      | { errors: readonly { message: string }[] }
      | { message: string | ModelErrors | { error: string } },
    readonly headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body));
  }
}

const message = (status: ContentfulStatusCode, text: string | ModelErrors): ApiError =>
  new ApiError(status, { message: text });

/** What is refused before a query is looked at, in the form of GraphQL's errors. */
export const graphqlError = (status: ContentfulStatusCode, text: string): ApiError =>
  new ApiError(status, { errors: [{ message: text }] });

const withReason = (text: string, reason?: string): string =>
  reason === undefined ? text : `${text} - ${reason}`;

/** What Grape says about parameters; several problems are joined. */
export const invalidParams = (problems: readonly string[]): ApiError =>
  new ApiError(400, { error: problems.join(", ") });

/** What is refused before Grape sees it; no JSON. */
export const malformed = (): ApiError => new ApiError(400, "Bad Request");

export const badRequest = (reason: string): ApiError =>
  message(400, withReason("400 Bad request", reason));

/** A bare text, as `render_api_error!` gives it. */
export const refused = (status: ContentfulStatusCode, text: string): ApiError =>
  message(status, text);

/** A bare text under `error`, as Grape's `error!` gives it. */
export const errorText = (status: ContentfulStatusCode, text: string): ApiError =>
  new ApiError(status, { error: text });

export const invalidModel = (errors: ModelErrors): ApiError => message(400, errors);

export const unauthorized = (): ApiError => message(401, "401 Unauthorized");

export const forbidden = (reason?: string, headers?: Record<string, string>): ApiError =>
  new ApiError(403, { message: withReason("403 Forbidden", reason) }, headers);

export const notFound = (what: string): ApiError => message(404, `404 ${what} Not Found`);

/** A record that is looked up by id and isn't there. */
export const recordNotFound = (): ApiError => message(404, "404 Not found");

export const unknownRoute = (): ApiError => errorText(404, "404 Not Found");

export const gone = (reason: string): ApiError => message(410, withReason("410 Gone", reason));

export const preconditionFailed = (): ApiError => message(412, "412 Precondition Failed");

/** What an endpoint's own limit answers; by its interval, seconds, where GitLab names it. */
export const tooManyRequests = (retryAfter?: number): ApiError =>
  new ApiError(
    429,
    { message: { error: "This endpoint has been requested too many times. Try again later." } },
    retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) },
  );

/** Nothing of GitLab's: what was asked has not been done. */
export const stateNotWritten = (reason: Error): ApiError =>
  message(500, withReason("500 Internal Server Error", reason.message));

export const insufficientScope = (allowed: readonly string[]): ApiError =>
  new ApiError(403, {
    error: "insufficient_scope",
    error_description: "The request requires higher privileges than provided by the access token.",
    scope: allowed.join(" "),
  });

export const invalidToken = (description: string): ApiError =>
  new ApiError(401, { error: "invalid_token", error_description: description });
