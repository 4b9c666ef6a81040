import type * as v from "valibot";
import { PageProgress } from "./pageProgress";
import {
  type ListLimits,
  type ListRequest,
  PAGE_SIZE,
  type RowSchema,
  header,
  mostPages,
  readRows,
  unexpected,
} from "./pageReading";
import type { GitLabReply, Transport } from "../transport/transport";

/** More pages than anybody waits for. */
const MOST_PAGES = 10_000;

/**
 * The rows of a list that GitLab gives by keyset, a page at a time, so that memory stays flat
 * however long it is.
 *
 * @param list - sorted by id, upwards or downwards.
 * @throws {UnexpectedReplyError} when the list would not end.
 */
export async function* iterateByKeyset<S extends RowSchema>(
  send: Transport,
  list: ListRequest & { readonly query: { readonly sort: "asc" | "desc" } },
  row: S,
  { limit = Infinity, signal }: ListLimits = {},
): AsyncGenerator<v.InferOutput<S>, void, undefined> {
  const { operation, query } = list;
  const sign = query.sort === "asc" ? 1 : -1;
  const progress = new PageProgress(operation, mostPages(MOST_PAGES, limit));
  let left = limit;
  let cursor: string | undefined;
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
    for (const each of rows) {
      if (left <= 0) return;
      left -= 1;
      yield each;
    }
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
