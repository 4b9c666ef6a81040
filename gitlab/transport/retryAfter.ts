/**
 * How long a reply of 429 or 503 asks us to wait: by `Retry-After` (seconds or a date), else, where
 * it is the throttle's, by `RateLimit-Reset` (seconds since 1970) or `RateLimit-ResetTime` (a date).
 * GitLab.com sends the latter two with every reply; they ask for a wait only with a 429.
 *
 * @param headers - the reply's headers, names in lower case.
 * @param clockMs - this machine's time, milliseconds since 1970, for a reply without a `Date`.
 * @returns milliseconds, 0 or more; undefined if the reply asks for no wait.
 */
export function retryAfterMs(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  clockMs: number,
): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  // The times are by the server's clock, and this machine's may be wrong.
  const nowMs = dateMs(headers["date"]) ?? clockMs;
  const until = (timeMs: number | undefined): number | undefined =>
    timeMs === undefined ? undefined : Math.max(0, timeMs - nowMs);
  const seconds = wholeNumber(headers["retry-after"]);
  if (seconds !== undefined) return seconds * 1000;
  const retryAt = until(dateMs(headers["retry-after"]));
  if (retryAt !== undefined || status !== 429) return retryAt;
  const reset = wholeNumber(headers["ratelimit-reset"]);
  return until(reset === undefined ? dateMs(headers["ratelimit-resettime"]) : reset * 1000);
}

type Header = string | string[] | undefined;

function wholeNumber(value: Header): number | undefined {
  const text = single(value);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function dateMs(value: Header): number | undefined {
  const time = Date.parse(single(value) ?? "");
  return Number.isNaN(time) ? undefined : time;
}

function single(value: Header): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim();
}
