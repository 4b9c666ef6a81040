import Table from "cli-table3";

import { camelCased } from "../gitlab/text/camelCase";
import { printable, printableJson } from "../gitlab/text/shown";
import { emphasised, print, printStyled, terminalWidth } from "./terminal";

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
/** More of a text is no cell of a table; it bounds what a row of GitLab's takes. */
const LONGEST_CELL = 500;

/** Prints rows as a table that fits the terminal, or as JSON. */
export function printRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { json }: OutputOptions,
): void {
  if (json === true) {
    print(printableJson(camelCased(rows)));
    return;
  }
  const cells = rows.map((row) => columns.map(({ text }) => cellOf(text(row))));
  const widths = columns.map(({ heading }, index) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? "")), heading.length),
  );
  const available = terminalWidth() ?? DEFAULT_WIDTH;
  const flexible = columns.flatMap(({ fills }, index) => (fills === true ? [index] : []));
  const fitted = fitWidths(widths, flexible, available - GAP * columns.length);
  const table = new Table({
    head: columns.map(({ heading }) => emphasised(heading)),
    colWidths: fitted.map((width) => width + GAP),
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
  });
  for (const row of cells) table.push(row);
  printStyled(table.toString());
}

function cellOf(content: string | number | undefined): string {
  const text = String(content ?? "");
  return printable(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text);
}

/** Signs that take two columns of a terminal, and marks that take none. */
const WIDE =
  /[\p{Emoji_Presentation}\p{sc=Bopomofo}\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Yi}\u3000-\u303e\uff01-\uff60]/gu;
const NARROW = /[\u0300-\u036f]/g;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  const signs = Array.from(text).length;
  return signs + (text.match(WIDE)?.length ?? 0) - (text.match(NARROW)?.length ?? 0);
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
    print(printableJson(thing));
    return;
  }
  const lines = Object.entries(thing).filter(([, value]) => value !== undefined);
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) {
    const text = printable(typeof value === "string" ? value : JSON.stringify(value));
    printStyled(`${emphasised(name.padEnd(width))}  ${text}`);
  }
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
