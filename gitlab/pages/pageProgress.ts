import { UnexpectedReplyError } from "../transport/errors";

/**
 * So many pages in a row may bring nothing new: GitLab lists a runner once for each of its managers
 * of a wanted version, and takes notes that one may not see out of a page.
 */
const MOST_IDLE_PAGES = 20;

/** Looks that the pages of a list come to an end. */
export class PageProgress {
  #pages = 0;
  #idlePages = 0;

  /**
   * @param operation - what the pages are read for.
   * @param mostPages - more than any list has.
   */
  constructor(
    readonly operation: string,
    readonly mostPages: number,
  ) {}

  /**
   * Takes a page.
   *
   * @param isNew - whether a row of it was in no page before.
   * @throws {UnexpectedReplyError} when the list would not end.
   */
  take(isNew: boolean): void {
    this.#pages += 1;
    this.#idlePages = isNew ? 0 : this.#idlePages + 1;
    if (this.#idlePages > MOST_IDLE_PAGES)
      throw endless(this.operation, `${this.#idlePages} pages in a row with nothing new`);
    if (this.#pages > this.mostPages)
      throw endless(this.operation, `more than ${this.mostPages} pages`);
  }
}

/** Looks the same of a list whose rows are kept. */
export class RowProgress {
  readonly #pages: PageProgress;
  readonly #seen = new Set<number>();
  #lastId: number | undefined;

  /** Both as of `PageProgress`. */
  constructor(
    readonly operation: string,
    mostPages: number,
  ) {
    this.#pages = new PageProgress(operation, mostPages);
  }

  /**
   * Takes a page's rows, in the order of the list.
   *
   * @throws {UnexpectedReplyError} when the list would not end, or a page comes again.
   */
  take(rows: readonly { readonly id: number }[]): void {
    const known = this.#seen.size;
    for (const { id } of rows) this.#seen.add(id);
    const isNew = this.#seen.size > known;
    // A row that comes several times comes so in a row, from one page to the next, too.
    if (!isNew && rows.some(({ id }) => id !== this.#lastId))
      throw endless(this.operation, "the rows of an earlier page again");
    this.#pages.take(isNew);
    this.#lastId = rows.at(-1)?.id ?? this.#lastId;
  }
}

function endless(operation: string, what: string): UnexpectedReplyError {
  return new UnexpectedReplyError(
    `cannot ${operation}: GitLab sends ${what}, so the list does not end. Is a proxy in between? If ` +
      "not, read less, with a limit or a filter",
  );
}
