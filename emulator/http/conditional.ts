import type { Context } from "hono";

import { preconditionFailed } from "./errors";

/**
 * `If-Unmodified-Since`, as every DELETE of GitLab honours it; a header that is no date is ignored.
 *
 * @throws ApiError 412 when the record changed after that time.
 */
export function checkUnmodified(c: Context, updatedAt: string): void {
  const since = Date.parse(c.req.header("if-unmodified-since") ?? "");
  if (Number.isNaN(since)) return;
  // The header knows whole seconds only.
  if (Math.floor(Date.parse(updatedAt) / 1000) * 1000 > since) throw preconditionFailed();
}
