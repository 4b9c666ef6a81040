/** A change of one table's row, as a journal keeps it. */
export type RowChange =
  | readonly [kind: "insert", row: { readonly id: number }]
  | readonly [kind: "update", id: number, fields: object]
  | readonly [kind: "delete", id: number];

/** A change of the store, as a journal keeps it; the settings are the one row of a table, too. */
export type StoreChange = readonly [table: string, ...change: RowChange];

/** Gets each change when it has been made, and how to take it back. */
export type ChangeListener<Change> = (change: Change, undo: () => void) => void;
