import { styleText } from "node:util";

import Table from "cli-table3";

import { camelCased } from "../provider/api/camelCase";

/** A column of a table: its heading, and a row's text in it. */
export interface Column<Row> {
  heading: string;
  text: (row: Row) => string | number | undefined;
  /** Gives way where the terminal is too narrow; the others are as wide as their texts. */
  fills?: boolean;
}

/** How a command prints. */
export interface OutputOptions {
  /** JSON instead of a table. */
  json?: boolean | undefined;
}

const GAP = 2;
const NARROWEST = 10;
/** The width where there is no terminal. */
const DEFAULT_WIDTH = 120;

/** Prints rows as a table that fits the terminal, or as JSON. */
export function printRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { json }: OutputOptions,
): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(camelCased(rows), undefined, 2)}\n`);
    return;
  }
  const cells = rows.map((row) => columns.map(({ text }) => String(text(row) ?? "")));
  const widths = columns.map(({ heading }, index) =>
    // More rows than a call may have arguments.
    cells.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), heading.length),
  );
  const available = process.stdout.isTTY ? process.stdout.columns : DEFAULT_WIDTH;
  const flexible = columns.flatMap(({ fills }, index) => (fills === true ? [index] : []));
  const fitted = fitWidths(widths, flexible, available - GAP * columns.length);
  const table = new Table({
    head: columns.map(({ heading }) => emphasised(heading)),
    colWidths: fitted.map((width) => width + GAP),
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
  });
  for (const row of cells) table.push(row);
  process.stdout.write(`${table.toString()}\n`);
}

/** Makes the widest of the columns that give way narrower, one by one, until all fit. */
export function fitWidths(
  widths: readonly number[],
  flexible: readonly number[],
  available: number,
): number[] {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width, 0) - available;
  const widthOf = (index: number): number => fitted[index] ?? 0;
  for (; excess > 0; excess -= 1) {
    const [widest] = [...flexible].sort((one, other) => widthOf(other) - widthOf(one));
    if (widest === undefined || widthOf(widest) <= NARROWEST) break;
    fitted[widest] = widthOf(widest) - 1;
  }
  return fitted;
}

/** Prints one thing, an attribute a line. */
export function printThing(
  thing: Readonly<Record<string, unknown>>,
  { json }: OutputOptions,
): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(thing, undefined, 2)}\n`);
    return;
  }
  const lines = Object.entries(thing).filter(([, value]) => value !== undefined);
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    process.stdout.write(`${emphasised(name.padEnd(width))}  ${text}\n`);
  }
}

/** Colours are for terminals; NO_COLOR turns them off. */
function emphasised(text: string): string {
  return process.stdout.isTTY && process.env["NO_COLOR"] === undefined
    ? styleText("bold", text)
    : text;
}

const NO_LINES = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((part) => [part, ""]),
);
