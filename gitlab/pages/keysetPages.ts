import type * as v from "valibot";
import { PageProgress } from "./pageProgress";
import {
  type ListLimits,
  type ListRequest,
  PAGE_SIZE,
  type RowSchema,
  type Rows,
  header,
  mostPages,
  readRows,
  unexpected,
} from "./pageReading";
import type { GitLabReply, Transport } from "../transport/transport";

/** More pages than anybody waits for. */
const MOST_PAGES = 10_000;

/** A list that is sorted by id, upwards or downwards. */
type KeysetList = ListRequest & { readonly query: { readonly sort: "asc" | "desc" } };

/** A page of a list by keyset. */
export interface KeysetPage<S extends RowSchema> {
  readonly rows: Rows<S>;
  /** GitLab's cursor of the next page; undefined after the last. */
  readonly next: string | undefined;
}

/**
 * The rows of a list that GitLab gives by keyset, a page at a time, so that memory stays flat
 * however long it is.
 *
 * @throws {UnexpectedReplyError} when the list would not end.
 */
export async function* iterateByKeyset<S extends RowSchema>(
  send: Transport,
  list: KeysetList,
  row: S,
  limits: ListLimits = {},
): AsyncGenerator<v.InferOutput<S>, void, undefined> {
  for await (const { rows } of iterateKeysetPages(send, list, row, limits)) yield* rows;
}

/**
 * The pages of such a list.
 *
 * @param first - the cursor of the first page to read; the beginning if left out.
 * @throws {UnexpectedReplyError} when the list would not end.
 */
export async function* iterateKeysetPages<S extends RowSchema>(
  send: Transport,
  list: KeysetList,
  row: S,
  { limit = Infinity, signal }: ListLimits = {},
  first?: string,
): AsyncGenerator<KeysetPage<S>, void, undefined> {
  const { operation, query } = list;
  const sign = query.sort === "asc" ? 1 : -1;
  const progress = new PageProgress(operation, mostPages(MOST_PAGES, limit));
  let left = limit;
  let cursor = first;
  let lastId = -Infinity * sign;
  while (left > 0) {
    const reply = await send({
      operation,
      method: "GET",
      path: list.path,
      query: { ...query, pagination: "keyset", per_page: Math.min(PAGE_SIZE, left), cursor },
      signal,
    });
    const rows = readRows(reply, row, operation);
    const next = rows.length < left ? nextCursor(reply, operation) : undefined;
    if (next !== undefined && next === cursor)
      throw unexpected(operation, "link", "another page than this one");
    for (const [index, each] of rows.entries()) {
      // Else pages that come again would never end, and a limit could be filled with them.
      if ((each.id - lastId) * sign <= 0)
        throw unexpected(
          operation,
          `${index}.id`,
          `an id ${sign > 0 ? "above" : "below"} ${lastId}`,
        );
      lastId = each.id;
    }
    progress.take(rows.length > 0);
    yield { rows: rows.slice(0, left), next };
    left -= rows.length;
    if (next === undefined) return;
    cursor = next;
  }
}

/** The cursor of the link to the next page; the link's host may be another than ours. */
function nextCursor(reply: GitLabReply, operation: string): string | undefined {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(header(reply, "link") ?? "")?.[1];
  if (next === undefined) return undefined;
  const cursor = URL.canParse(next) ? new URL(next).searchParams.get("cursor") : null;
  if (cursor === null || cursor === "") throw unexpected(operation, "link", "a URL with a cursor");
  return cursor;
}
