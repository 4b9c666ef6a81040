import { GraphQLError } from "graphql";

/** GitLab's `default_max_page_size`, which is also the size of a page that asks for none. */
export const MAX_PAGE_SIZE = 100;

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** How a list knows its rows again, by the cursors that it has given. */
export interface Keys<Row, Key> {
  of: (row: Row, index: number) => Key;
  /** Negative when the first comes first. */
  compare: (one: Key, other: Key) => number;
  write: (key: Key) => string;
  /** @throws GraphQLError when it is no cursor. */
  read: (text: string) => Key;
}

/**
 * What the fields of a connection return: GitLab's lib/gitlab/graphql/pagination. A page is worked
 * out when one of its fields is asked for, so that a wrong cursor is an error of that field.
 *
 * @param isVisible - Whether the caller may see a row; without one that may not a page has fewer.
 */
export function connection<Row, Key>(
  rows: readonly Row[],
  keys: Keys<Row, Key>,
  isVisible: (row: Row) => boolean,
  wanted: PageArguments,
): object {
  let known: Page<Row, Key> | undefined;
  const page = (): Page<Row, Key> => (known ??= pageOf(rows, keys, isVisible, wanted));
  return {
    count: () => rows.length,
    nodes: () => page().edges.map(({ node }) => node),
    edges: () => page().edges.map(({ node, key }) => ({ node, cursor: encode(keys.write(key)) })),
    pageInfo: () => {
      const { edges, hasNextPage, hasPreviousPage } = page();
      const cursorOf = (edge: Edge<Row, Key> | undefined): string | null =>
        edge ? encode(keys.write(edge.key)) : null;
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: cursorOf(edges[0]),
        endCursor: cursorOf(edges.at(-1)),
      };
    },
  };
}

interface Edge<Row, Key> {
  key: Key;
  node: Row;
}

interface Page<Row, Key> {
  edges: Edge<Row, Key>[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** @throws GraphQLError */
function pageOf<Row, Key>(
  rows: readonly Row[],
  keys: Keys<Row, Key>,
  isVisible: (row: Row) => boolean,
  { first, last, after, before }: PageArguments,
): Page<Row, Key> {
  if (first != null && last != null)
    throw new GraphQLError("Can only provide either `first` or `last`, not both");
  const isGiven = (cursor: string | null | undefined): cursor is string => (cursor ?? "") !== "";
  const lower = isGiven(after) ? keys.read(decode(after)) : undefined;
  const upper = isGiven(before) ? keys.read(decode(before)) : undefined;
  const left = rows
    .map((node, index) => ({ node, key: keys.of(node, index) }))
    .filter(
      ({ key }) =>
        (lower === undefined || keys.compare(key, lower) > 0) &&
        (upper === undefined || keys.compare(key, upper) < 0),
    );
  const size = Math.max(0, Math.min(first ?? last ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE));
  const shown = last == null ? left.slice(0, size) : left.slice(Math.max(0, left.length - size));
  return {
    edges: shown.filter(({ node }) => isVisible(node)),
    hasNextPage: upper !== undefined || (last == null && left.length > size),
    hasPreviousPage: lower !== undefined || (last != null && left.length > size),
  };
}

/** Keys of a list that is there as a whole: the place in it, from 1. */
export function byPlace<Row>(): Keys<Row, number> {
  return {
    of: (_, index) => index + 1,
    compare: (one, other) => one - other,
    write: String,
    read: (text) => Number.parseInt(text, 10) || 0,
  };
}

/** A column that a list is in the order of; rows without a value come as if it were the greatest. */
export interface ColumnKey {
  value: string | null;
  id: string;
}

/** Keys of a list in the order of a column, and of the ids where that is equal. */
export function byColumn<Row extends { id: number }>(
  column: string,
  valueOf: (row: Row) => string | null,
  direction: "asc" | "desc",
): Keys<Row, ColumnKey> {
  const sign = direction === "asc" ? 1 : -1;
  return {
    of: (row) => ({ value: valueOf(row), id: String(row.id) }),
    compare: (one, other) =>
      sign * (compareValues(one.value, other.value) || Number(one.id) - Number(other.id)),
    write: ({ value, id }) => JSON.stringify({ [column]: sqlTime(value), id }),
    read: (text) => {
      const key = parsed(text)[column];
      const { id } = parsed(text);
      const time = typeof key === "string" ? isoTime(key) : null;
      if (typeof id !== "string" || time === undefined) throw invalidCursor();
      return { value: time, id };
    },
  };
}

function compareValues(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  return other === null || one < other ? -1 : 1;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const cursor: unknown = JSON.parse(text);
    if (typeof cursor === "object" && cursor !== null) return cursor as Record<string, unknown>;
  } catch {
    // Not written by us: the same as a cursor of another form.
  }
  throw invalidCursor();
}

const invalidCursor = (): GraphQLError => new GraphQLError("Please provide a valid cursor");

/** As a database shows a time, to the nanosecond. */
function sqlTime(time: string | null): string | null {
  return time === null ? null : time.replace("T", " ").replace("Z", "000000 UTC");
}

/** Undefined when it is none. */
function isoTime(text: string): string | undefined {
  const time = new Date(text.replace(" UTC", "Z").replace(" ", "T"));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** @throws GraphQLError */
function decode(cursor: string): string {
  if (!/^[\w+/-]*={0,2}$/.test(cursor))
    throw new GraphQLError(`Invalid input: ${JSON.stringify(cursor)}`);
  return Buffer.from(cursor, "base64url").toString();
}
