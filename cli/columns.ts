import { ConfigurationError } from "../gitlab";
import { noSuchName } from "../gitlab/text/noSuchName";

/** A column of a table: its heading, and a row's text in it. */
export interface Column<Row> {
  heading: string;
  text: (row: Row) => string | number | undefined;
  /** What the text writes for people. Rows are sorted by it, and CSV has it. */
  value?: (row: Row) => number | undefined;
  /** Gives way where the terminal is too narrow; the others are as wide as their texts. */
  fills?: boolean;
}

/** Which columns a command prints, and in which order its rows. */
export interface ColumnOptions {
  /** Names of columns, in the order in which they are printed. */
  columns?: readonly string[];
  /** The name of the column that the rows are sorted by. */
  sortBy?: string | undefined;
  /** Whether the largest comes first. */
  descending?: boolean;
}

/** A column's name in an option: `system-id` for `SYSTEM ID`. */
export function columnName({ heading }: { heading: string }): string {
  return heading.toLowerCase().replaceAll(" ", "-");
}

/**
 * The columns that the options name, in their order; all without a choice.
 *
 * @throws {ConfigurationError} for a name that no column has.
 */
export function chosenColumns<Row>(
  columns: readonly Column<Row>[],
  { columns: names }: ColumnOptions,
): readonly Column<Row>[] {
  return names?.map((name) => columnNamed(columns, name)) ?? columns;
}

/**
 * The rows in the order that the options ask for; as they are without one.
 *
 * @throws {ConfigurationError} for a name that no column has.
 */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { sortBy, descending = false }: ColumnOptions,
): readonly Row[] {
  if (sortBy === undefined) return rows;
  const { text, value = text } = columnNamed(columns, sortBy);
  const isKnown = (row: Row): boolean => (value(row) ?? "") !== "";
  const order = descending ? -1 : 1;
  return [
    ...rows.filter(isKnown).sort((one, other) => order * compared(value(one), value(other))),
    // The largest and the smallest are asked for; what is not known is neither.
    ...rows.filter((row) => !isKnown(row)),
  ];
}

/**
 * Refuses a column that there is not, before the rows are read.
 *
 * @throws {ConfigurationError} for a name that no column has.
 */
export function checkColumns<Row>(columns: readonly Column<Row>[], options: ColumnOptions): void {
  chosenColumns(columns, options);
  sortedRows([], columns, options);
}

function columnNamed<Row>(columns: readonly Column<Row>[], name: string): Column<Row> {
  const found = columns.find((column) => columnName(column) === name.toLowerCase());
  if (found) return found;
  const names = columns.map(columnName);
  throw new ConfigurationError(`there is no column ${noSuchName(name, names)}`);
}

const TEXTS = new Intl.Collator("en", { numeric: true });

function compared(one: string | number = "", other: string | number = ""): number {
  return typeof one === "number" && typeof other === "number"
    ? one - other
    : TEXTS.compare(String(one), String(other));
}
