import { invalidParams } from "./errors";
import type { ParamRules, RawParams } from "./params";

const MAX_PER_PAGE = 100;
const MAX_COUNT = 10_000;

export const PAGINATION = {
  page: { type: "integer" },
  per_page: { type: "integer" },
} as const satisfies ParamRules;

interface Page {
  page?: number | null | undefined;
  per_page?: number | null | undefined;
}

/** Where a list's links lead. */
export interface ListAddress {
  /** The address of the list, without a query. */
  url: string;
  /** Every parameter of the request, those of the path included. */
  params: RawParams;
}

export interface Listed<Row> {
  rows: Row[];
  headers: Record<string, string>;
}

/**
 * A page of a list by page number, with GitLab's headers.
 *
 * @param counted - Whether the total is sent; GitLab leaves it out where counting is dear.
 * @throws ApiError 400 for a page or a size below 1.
 */
export function paginate<Row>(
  all: readonly Row[],
  wanted: Page,
  address: ListAddress,
  counted = true,
): Listed<Row> {
  const page = wanted.page ?? 1;
  const perPage = sizeOf(wanted);
  if (page < 1) throw invalidParams(["page does not have a valid value"]);
  const rows = all.slice((page - 1) * perPage, page * perPage);
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const next = page * perPage < all.length ? page + 1 : undefined;
  const previous = page > 1 ? page - 1 : undefined;
  const tellTotal = counted && all.length <= MAX_COUNT;
  const linkTo = (number: number | undefined, relation: string): string[] =>
    number === undefined
      ? []
      : [link(address, { page: String(number), per_page: String(perPage) }, relation)];
  const links = [
    ...linkTo(previous, "prev"),
    ...linkTo(next, "next"),
    ...linkTo(1, "first"),
    ...(tellTotal ? linkTo(pages, "last") : []),
  ];
  return {
    rows,
    headers: {
      "X-Per-Page": String(perPage),
      "X-Page": String(page),
      "X-Next-Page": next === undefined ? "" : String(next),
      "X-Prev-Page": previous === undefined ? "" : String(previous),
      ...(tellTotal ? { "X-Total": String(all.length), "X-Total-Pages": String(pages) } : {}),
      Link: links.join(", "),
    },
  };
}

/**
 * A page of a list that is walked by a cursor.
 *
 * @param all - by ascending or by descending id. A page looks at no more of them than it has to: a reader of
 *   100,000 rows asks for 1,000 pages.
 * @param isListed - whether a row is in the list.
 */
export function paginateByKeyset<Row extends { id: number }>(
  all: readonly Row[],
  wanted: Page & { cursor?: string | null | undefined },
  address: ListAddress,
  isListed: (row: Row) => boolean = () => true,
): Listed<Row> {
  const perPage = sizeOf(wanted);
  const found: Row[] = [];
  for (
    let index = indexAfter(all, readCursor(wanted.cursor));
    found.length <= perPage;
    index += 1
  ) {
    const row = all[index];
    if (row === undefined) break;
    if (isListed(row)) found.push(row);
  }
  const rows = found.slice(0, perPage);
  const last = rows.at(-1);
  const more = last !== undefined && found.length > perPage;
  const params = { per_page: String(perPage), pagination: "keyset" };
  return {
    rows,
    headers: {
      "X-Per-Page": String(perPage),
      ...(more ? { Link: link(address, { ...params, cursor: cursorAt(last.id) }, "next") } : {}),
    },
  };
}

/** The index of the first row that comes after the one with this id. */
function indexAfter(all: readonly { id: number }[], after: number | undefined): number {
  if (after === undefined) return 0;
  const descending = (all[0]?.id ?? 0) > (all.at(-1)?.id ?? 0);
  let from = 0;
  let to = all.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const id = all[middle]?.id ?? 0;
    if (descending ? id < after : id > after) to = middle;
    else from = middle + 1;
  }
  return from;
}

function sizeOf(wanted: Page): number {
  const perPage = wanted.per_page ?? 20;
  if (perPage === 0) throw invalidParams(["per_page has a value not allowed"]);
  if (perPage < 0) throw invalidParams(["per_page does not have a valid value"]);
  return Math.min(perPage, MAX_PER_PAGE);
}

function cursorAt(id: number): string {
  return Buffer.from(JSON.stringify({ id: String(id), _kd: "n" })).toString("base64url");
}

function readCursor(cursor: string | null | undefined): number | undefined {
  if (cursor == null) return undefined;
  try {
    const { id } = JSON.parse(Buffer.from(cursor, "base64url").toString()) as { id?: unknown };
    return Number(id);
  } catch {
    throw invalidParams(["cursor is invalid"]);
  }
}

function link(address: ListAddress, page: Record<string, string>, relation: string): string {
  const query = new URLSearchParams();
  const params = { ...withoutCredentials(address.params), ...page };
  for (const [name, value] of Object.entries(params).sort(([one], [other]) =>
    one < other ? -1 : 1,
  ))
    if (Array.isArray(value)) for (const each of value) query.append(`${name}[]`, String(each));
    else if (["string", "number", "boolean"].includes(typeof value)) query.set(name, String(value));
  return `<${address.url}?${query.toString()}>; rel="${relation}"`;
}

function withoutCredentials(params: RawParams): RawParams {
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => !/^(private|access)_token$|^cursor$/.test(name)),
  );
}
