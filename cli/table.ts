import Table from "cli-table3";

import { printable } from "../gitlab/text/shown";
import type { Column } from "./columns";
import { emphasised } from "./terminal";

const GAP = 2;
const NARROWEST = 10;
/** The width where there is no terminal. */
const DEFAULT_WIDTH = 120;
/** More of a text is no cell of a table; it bounds what a row of GitLab's takes. */
const LONGEST_CELL = 500;
/** A longer word is broken, rather than that its column takes the room of others. */
const LONGEST_WORD = 24;

/**
 * Rows as a table that fits a terminal; where it is too narrow for the columns, as a block of lines
 * for each row.
 *
 * @param terminalWidth - in columns; undefined where there is no terminal.
 */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  terminalWidth: number | undefined,
): string {
  const cells = rows.map((row) => columns.map(({ text }) => cellOf(text(row))));
  const widths = columns.map(({ heading }, index) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? "")), heading.length),
  );
  const flexible = columns.flatMap(({ fills }, index) => (fills === true ? [index] : []));
  const available = (terminalWidth ?? DEFAULT_WIDTH) - GAP * columns.length;
  const narrowest = columns.map((_, index) =>
    cells.reduce((widest, row) => Math.max(widest, longestWord(row[index] ?? "")), NARROWEST),
  );
  const fitted = fitWidths(widths, flexible, available, narrowest);
  if (terminalWidth !== undefined && sum(fitted) > available) return blocks(cells, columns);
  const table = new Table({
    head: columns.map(({ heading }) => emphasised(heading)),
    colWidths: fitted.map((width) => width + GAP),
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
  });
  for (const row of cells)
    table.push(row.map((text, index) => wrapped(text, fitted[index] ?? NARROWEST)));
  return table.toString();
}

/** A line for each attribute that has a text; the terminal wraps what is longer than it is wide. */
function blocks<Row>(
  cells: readonly (readonly string[])[],
  columns: readonly Column<Row>[],
): string {
  const width = Math.max(...columns.map(({ heading }) => heading.length));
  return cells
    .map((row) =>
      columns
        .map(({ heading }, index) => ({ heading, text: row[index] ?? "" }))
        .filter(({ text }) => text !== "")
        .map(({ heading, text }) => `${emphasised(heading.padEnd(width))}  ${text}`)
        .join("\n"),
    )
    .join("\n\n");
}

function cellOf(content: string | number | undefined): string {
  const text = String(content ?? "");
  return printable(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text);
}

/** Where a text may go on in the next line: after a space, and within paths and lists of tags. */
const BREAKS = /(?<=[ ,/-])/;
/** Before what a text goes on with: no line within a cell is taken for a row. */
const INDENT = " ";

function longestWord(text: string): number {
  const longest = Math.max(...text.split(BREAKS).map((word) => widthOf(word.trimEnd())));
  return Math.min(LONGEST_WORD, longest + INDENT.length);
}

/** A text in lines of a width; only a word that is longer than a line is broken. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  const add = (part: string): void => {
    if (line.trim() !== "" && widthOf((line + part).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = INDENT;
    }
    line += part;
  };
  for (const word of text.split(BREAKS))
    if (widthOf(word.trimEnd()) + INDENT.length <= width) add(word);
    else for (const sign of word) add(sign);
  return [...lines, line.trimEnd()].join("\n");
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
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

/**
 * Makes the widest of the columns that give way narrower, one by one, until all fit.
 *
 * @param narrowest - how narrow each column may get.
 */
export function fitWidths(
  widths: readonly number[],
  flexible: readonly number[],
  available: number,
  narrowest: readonly number[] = [],
): number[] {
  const fitted = [...widths];
  const widthAt = (index: number): number => fitted[index] ?? 0;
  const mayShrink = (index: number): boolean => widthAt(index) > (narrowest[index] ?? NARROWEST);
  for (let excess = sum(fitted) - available; excess > 0; excess -= 1) {
    const [widest] = flexible.filter(mayShrink).sort((one, other) => widthAt(other) - widthAt(one));
    if (widest === undefined) break;
    fitted[widest] = widthAt(widest) - 1;
  }
  return fitted;
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
