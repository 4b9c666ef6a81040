import { styleText } from "node:util";

import Table from "cli-table3";

/** A column of a table: its heading, and a row's text in it. */
export interface Column<Row> {
  heading: string;
  text: (row: Row) => string | number | undefined;
  /** Takes what is left of the terminal's width; the others are as wide as their texts. */
  fills?: boolean;
}

const GAP = 2;
const NARROWEST = 10;
/** The width where there is no terminal. */
const DEFAULT_WIDTH = 120;

/** Prints rows as a table that fits the terminal, or as JSON. */
export function printRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { json }: { json?: boolean | undefined },
): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    return;
  }
  const cells = rows.map((row) => columns.map(({ text }) => String(text(row) ?? "")));
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const filling = columns.findIndex(({ fills }) => fills === true);
  if (filling !== -1) {
    const others = widths.reduce((sum, width, index) => sum + (index === filling ? 0 : width), 0);
    const left =
      (process.stdout.isTTY ? process.stdout.columns : DEFAULT_WIDTH) -
      others -
      GAP * columns.length;
    widths[filling] = Math.max(NARROWEST, Math.min(widths[filling] ?? 0, left));
  }
  const table = new Table({
    head: columns.map(({ heading }) => emphasised(heading)),
    colWidths: widths.map((width) => width + GAP),
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
  });
  table.push(...cells);
  process.stdout.write(`${table.toString()}\n`);
}

/** Prints one thing, an attribute a line. */
export function printThing(
  thing: Readonly<Record<string, unknown>>,
  { json }: { json?: boolean | undefined },
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
