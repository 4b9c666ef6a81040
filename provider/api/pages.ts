import * as v from "valibot";
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
  const pages = Number(header(reply, "x-total-pages") ?? Number.NaN);
  if (Number.isNaN(pages)) {
    let next = header(reply, "x-next-page");
    while (next !== undefined && next !== "" && read < limit) {
      const [more, answer] = await page(Number(next));
      rows.push(more);
      next = header(answer, "x-next-page");
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
    cursor = nextCursor(header(reply, "link"));
    if (cursor === undefined) return;
  }
}

/** How many rows will have been read at the end. */
function totalOf(reply: GitLabReply, limit: number): number | undefined {
  const total = Number(header(reply, "x-total") ?? Number.NaN);
  return Number.isNaN(total) ? undefined : Math.min(total, limit);
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

/** The cursor of the link to the next page; the link's host may be another than ours. */
function nextCursor(links: string | undefined): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(links ?? "")?.[1];
  if (next === undefined || !URL.canParse(next)) return undefined;
  return new URL(next).searchParams.get("cursor") ?? undefined;
}
