import { ConnectionError, RateLimitError, ServerError, UnexpectedReplyError } from "./errors";

/**
 * Whether an error says that GitLab does not answer now: it fails, is out of reach, limits the rate, or a
 * page of its maintenance comes instead. A wait goes on meanwhile.
 */
export function isOutage(error: unknown): error is Error {
  return (
    error instanceof ServerError ||
    error instanceof ConnectionError ||
    error instanceof RateLimitError ||
    error instanceof UnexpectedReplyError
  );
}
