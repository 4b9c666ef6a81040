/**
 * How long a reply asks us to wait, from `Retry-After` (seconds or a date) or else from
 * `RateLimit-Reset` (seconds since 1970), which GitLab's own throttle sends.
 *
 * @param headers - the reply's headers, names in lower case.
 * @param nowMs - the present time, milliseconds since 1970.
 * @returns milliseconds, 0 or more; undefined when the reply does not say.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): number | undefined {
  const retryAfter = single(headers["retry-after"]);
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return Math.max(0, date - nowMs);
  }
  const reset = single(headers["ratelimit-reset"]);
  if (reset !== undefined && /^\d+$/.test(reset)) return Math.max(0, Number(reset) * 1000 - nowMs);
  return undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim();
}
