import * as v from "valibot";
import { UnexpectedReplyError } from "./errors";
import { parseReply } from "./schemas";
import type { GitLabReply, GitLabRequest, Transport } from "./transport";

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
  /** Told after each page how many rows there are by now, and in all where GitLab tells. */
  readonly progress?: ((rows: number, total: number | undefined) => void) | undefined;
}

const PAGE_SIZE = 100;

/** A list of so many pages is longer than GitLab counts. */
const MOST_PAGES = 10_000;

type Rows<S extends v.GenericSchema> = v.InferOutput<S>[];

/**
 * All rows of a list, in GitLab's order. When the first page tells how many there are, the others
 * are asked for at once, as many as the transport lets through.
 */
export async function listAll<S extends v.GenericSchema>(
  send: Transport,
  list: ListRequest,
  row: S,
  { limit = Infinity, signal, progress }: ListLimits = {},
): Promise<Rows<S>> {
  if (limit <= 0) return [];
  const size = Math.min(PAGE_SIZE, limit);
  let read = 0;
  let total: number | undefined;
  const page = async (number: number): Promise<[rows: Rows<S>, reply: GitLabReply]> => {
    const reply = await send({
      operation: list.operation,
      method: "GET",
      path: list.path,
      query: { ...list.query, per_page: size, page: number },
      signal,
    });
    const rows = readRows(reply, row, list.operation);
    read += rows.length;
    total ??= totalOf(reply, limit);
    progress?.(read, total);
    return [rows, reply];
  };
  const [first, reply] = await page(1);
  const rows = [first];
  const pages = numberIn(reply, "x-total-pages");
  if (pages === undefined || pages > MOST_PAGES) {
    let next = nextPage(reply, 1, list.operation);
    while (next !== undefined && read < limit) {
      const [more, answer] = await page(next);
      rows.push(more);
      next = nextPage(answer, next, list.operation);
    }
  } else {
    const last = Math.min(pages, Math.ceil(limit / size));
    const others = Array.from({ length: Math.max(0, last - 1) }, (_, index) => index + 2);
    rows.push(...(await Promise.all(others.map(async (number) => (await page(number))[0]))));
  }
  return rows.flat().slice(0, limit);
}

/**
 * The rows of a list that GitLab gives by keyset, a page at a time, so that memory stays flat
 * however long it is.
 */
export async function* iterateByKeyset<S extends v.GenericSchema>(
  send: Transport,
  list: ListRequest,
  row: S,
  { limit = Infinity, signal }: ListLimits = {},
): AsyncGenerator<v.InferOutput<S>, void, undefined> {
  let left = limit;
  let cursor: string | undefined;
  while (left > 0) {
    const reply = await send({
      operation: list.operation,
      method: "GET",
      path: list.path,
      query: { ...list.query, pagination: "keyset", per_page: Math.min(PAGE_SIZE, left), cursor },
      signal,
    });
    const rows = readRows(reply, row, list.operation);
    for (const each of rows) {
      if (left <= 0) return;
      left -= 1;
      yield each;
    }
    const next = nextCursor(reply, list.operation);
    if (next === undefined) return;
    if (next === cursor) throw unexpected(list.operation, "link", "another page than this one");
    cursor = next;
  }
}

/** How many rows will have been read at the end. */
function totalOf(reply: GitLabReply, limit: number): number | undefined {
  const total = numberIn(reply, "x-total");
  return total === undefined ? undefined : Math.min(total, limit);
}

function readRows<S extends v.GenericSchema>(
  { body }: GitLabReply,
  row: S,
  operation: string,
): Rows<S> {
  return parseReply(v.array(row), body, operation);
}

function header({ headers }: GitLabReply, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Undefined where GitLab doesn't tell, or something in between tells what is no number. */
function numberIn(reply: GitLabReply, name: string): number | undefined {
  const value = header(reply, name) ?? "";
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** Rows must neither be missing without a word nor be read without end. */
function nextPage(reply: GitLabReply, current: number, operation: string): number | undefined {
  if ((header(reply, "x-next-page") ?? "") === "") return undefined;
  const next = numberIn(reply, "x-next-page");
  if (next !== undefined && next > current) return next;
  throw unexpected(operation, "x-next-page", `a page after ${current}`);
}

/** The cursor of the link to the next page; the link's host may be another than ours. */
function nextCursor(reply: GitLabReply, operation: string): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(header(reply, "link") ?? "")?.[1];
  if (next === undefined) return undefined;
  const cursor = URL.canParse(next) ? new URL(next).searchParams.get("cursor") : null;
  if (cursor === null || cursor === "") throw unexpected(operation, "link", "a URL with a cursor");
  return cursor;
}

function unexpected(operation: string, at: string, expected: string): UnexpectedReplyError {
  return new UnexpectedReplyError(
    `cannot ${operation}: GitLab's reply is not as documented, at ${at}: expected ${expected}. Is a ` +
      "proxy in between?",
  );
}
