import type { ChangeListener, RowChange } from "./changes";

/**
 * Rows by their id, in ascending order of it, as a database gives them by default. A row is changed
 * by its table only, which says so to its listener.
 */
export class Table<Row extends { readonly id: number }> {
  #rows = new Map<number, Row>();
  #last = 0;

  constructor(private readonly changed: ChangeListener<RowChange>) {}

  /** Adds a row; without an id it gets the next one. */
  insert(fields: Omit<Row, "id"> & { id?: number | undefined }): Row {
    const id = fields.id ?? this.#last + 1;
    if (this.#rows.has(id)) throw new Error(`id ${id} is taken`);
    const row = { ...fields, id } as Row;
    this.#put(row);
    this.changed(["insert", row], () => this.#rows.delete(id));
    return row;
  }

  /** Sets fields of a row, in place; one that has been deleted meanwhile stays as it is. */
  update(row: Row, fields: Partial<Omit<Row, "id">>): void {
    const names = Object.keys(fields) as (keyof Row)[];
    if (this.#rows.get(row.id) !== row || names.length === 0) return;
    const before = Object.fromEntries(names.map((name) => [name, row[name]]));
    Object.assign(row, fields);
    this.changed(["update", row.id, fields], () => Object.assign(row, before));
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  delete(id: number): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    this.changed(["delete", id], () => this.#rows.set(id, row));
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

  load(dump: { last: number; rows: readonly Row[] }): void {
    this.#rows = new Map(dump.rows.map((row) => [row.id, row]));
    this.#last = dump.last;
  }

  /** Makes a change again that a journal has kept. */
  redo(change: RowChange): void {
    switch (change[0]) {
      case "insert":
        this.#put(change[1] as Row);
        return;
      case "update": {
        const row = this.#rows.get(change[1]);
        if (!row) throw new Error(`there is no row ${change[1]} to change`);
        Object.assign(row, change[2]);
        return;
      }
      case "delete":
        this.#rows.delete(change[1]);
    }
  }

  #put(row: Row): void {
    this.#rows.set(row.id, row);
    this.#last = Math.max(this.#last, row.id);
  }
}
