import { RowProgress } from "./pageProgress";
import {
  type ListLimits,
  type ListRequest,
  PAGE_SIZE,
  type RowSchema,
  type Rows,
  header,
  mostPages,
  numberIn,
  readRows,
  totalOf,
  unexpected,
} from "./pageReading";
import type { GitLabReply, Transport } from "../transport/transport";

/** Of the pages that a list counts, so many are asked for at once before it is looked what came. */
const PAGES_AT_ONCE = 100;

/** Rows of more pages than any fleet has, which would fill the memory. */
const MOST_PAGES = 2_000;

/**
 * All rows of a list, in GitLab's order. When the first page says how many there are, the others
 * are asked for at once, as many as the transport lets through.
 *
 * @throws {UnexpectedReplyError} when the list would not end.
 */
export async function listAll<S extends RowSchema>(
  send: Transport,
  list: ListRequest,
  row: S,
  { limit = Infinity, signal, progress }: ListLimits = {},
): Promise<Rows<S>> {
  if (limit <= 0) return [];
  const size = Math.min(PAGE_SIZE, limit);
  const rowProgress = new RowProgress(list.operation, mostPages(MOST_PAGES, limit));
  let read = 0;
  let total: number | undefined;
  const page = async (number: number): Promise<Page<S>> => {
    const reply = await send({
      operation: list.operation,
      method: "GET",
      path: list.path,
      query: { ...list.query, per_page: size, page: number },
      signal,
    });
    const rows = readRows(reply, row, list.operation);
    read += rows.length;
    total ??= rowsToRead(reply, limit);
    progress?.(read, total);
    return { number, rows, reply };
  };
  const all: Rows<S>[] = [];
  const take = ({ rows }: Page<S>): void => {
    all.push(rows);
    rowProgress.take(rows);
  };
  let last = await page(1);
  take(last);
  const pages = Math.min(countedPages(last.reply), Math.ceil(limit / size));
  while (last.number < pages) {
    const count = Math.min(PAGES_AT_ONCE, pages - last.number);
    const numbers = Array.from({ length: count }, (_, index) => last.number + index + 1);
    const some = await Promise.all(numbers.map(page));
    some.forEach(take);
    last = some.at(-1) ?? last;
  }
  // There can be more than were counted, or nobody has counted.
  while (read < limit) {
    const next = nextPage(last, list.operation);
    if (next === undefined) break;
    last = await page(next);
    take(last);
  }
  return all.flat().slice(0, limit);
}

interface Page<S extends RowSchema> {
  readonly number: number;
  readonly rows: Rows<S>;
  readonly reply: GitLabReply;
}

/** How many rows will have been read at the end. */
function rowsToRead(reply: GitLabReply, limit: number): number | undefined {
  const total = totalOf(reply);
  return total === undefined ? undefined : Math.min(total, limit);
}

/** How many pages there are, as far as GitLab said so and it can be true. */
function countedPages(reply: GitLabReply): number {
  const pages = numberIn(reply, "x-total-pages") ?? 1;
  return pages > MOST_PAGES ? 1 : pages;
}

/** Rows must neither be missing without a word nor be read without end. */
function nextPage<S extends RowSchema>(
  { reply, number: current }: Page<S>,
  operation: string,
): number | undefined {
  if ((header(reply, "x-next-page") ?? "") === "") return undefined;
  const next = numberIn(reply, "x-next-page");
  if (next !== undefined && next > current) return next;
  throw unexpected(operation, "x-next-page", `a page after ${current}`);
}
