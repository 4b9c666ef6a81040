/** Rows by their id, in ascending order of it, as a database gives them by default. */
export class Table<Row extends { id: number }> {
  readonly #rows = new Map<number, Row>();
  #last = 0;

  /** Adds a row; without an id it gets the next one. */
  insert(fields: Omit<Row, "id"> & { id?: number | undefined }): Row {
    const id = fields.id ?? this.#last + 1;
    if (this.#rows.has(id)) throw new Error(`id ${id} is taken`);
    const row = { ...fields, id } as Row;
    this.#rows.set(id, row);
    this.#last = Math.max(this.#last, id);
    return row;
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  delete(id: number): void {
    this.#rows.delete(id);
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  /** All rows, by ascending id. */
  all(): Row[] {
    const rows = [...this.#rows.values()];
    const sorted = rows.every((row, index) => index === 0 || (rows[index - 1]?.id ?? 0) < row.id);
    return sorted ? rows : rows.sort((one, other) => one.id - other.id);
  }

  /** What a state file keeps: ids are never given twice, not even after a restart. */
  dump(): { last: number; rows: Row[] } {
    return { last: this.#last, rows: this.all() };
  }

  load(dump: { last: number; rows: Row[] }): void {
    this.#rows.clear();
    for (const row of dump.rows) this.#rows.set(row.id, row);
    this.#last = dump.last;
  }
}
