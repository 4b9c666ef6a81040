import * as v from "valibot";
import { UnexpectedReplyError } from "../transport/errors";
import { parseReply } from "../payloads/schemas";
import type { GitLabReply, GitLabRequest } from "../transport/transport";

/** A list of GitLab's, without its page. */
export interface ListRequest {
  readonly operation: string;
  readonly path: string;
  readonly query?: GitLabRequest["query"];
}

/** Where to stop. */
export interface ListLimits {
  /** The most rows to read; all, if left out. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each page with how many rows there are by now, and in all where GitLab says so. */
  readonly progress?: ((rows: number, total: number | undefined) => void) | undefined;
}

/** The most that GitLab gives. */
export const PAGE_SIZE = 100;

/** What a list can be of: each row has an id. */
export type RowSchema = v.GenericSchema<unknown, { readonly id: number }>;
/** Its rows, read. */
export type Rows<S extends RowSchema> = v.InferOutput<S>[];

/** How many pages may be read: a limit of the caller's own may need more. */
export function mostPages(pages: number, limit: number): number {
  return Number.isFinite(limit) ? Math.max(pages, Math.ceil(limit / PAGE_SIZE) + 1) : pages;
}

/**
 * The rows of a page.
 *
 * @throws {UnexpectedReplyError} when it is none, or has more rows than were asked for.
 */
export function readRows<S extends RowSchema>(
  { body }: GitLabReply,
  row: S,
  operation: string,
): Rows<S> {
  if (Array.isArray(body) && body.length > PAGE_SIZE)
    throw unexpected(operation, "the reply itself", `${PAGE_SIZE} rows at most`);
  return parseReply(v.array(row), body, operation);
}

/** The value of a header, the first of several. */
export function header({ headers }: GitLabReply, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** How many rows a list has in all; undefined where GitLab doesn't say, which is above 10,000. */
export function totalOf(reply: GitLabReply): number | undefined {
  return numberIn(reply, "x-total");
}

/** A header's number. Undefined where GitLab doesn't say, or something in between sends what is no number. */
export function numberIn(reply: GitLabReply, name: string): number | undefined {
  const value = header(reply, name) ?? "";
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** The error for a reply that does not lead to the end of a list. */
export function unexpected(operation: string, at: string, expected: string): UnexpectedReplyError {
  return new UnexpectedReplyError(
    `cannot ${operation}: GitLab's reply is not as documented, at ${at}: expected ${expected}. Is a ` +
      "proxy in between?",
  );
}
