import { printable } from "../gitlab/text/shown";
import type { Column } from "./columns";
import { emphasised } from "./terminal";
import { longestName, longestWord, signsOf, widthOf, wrapped } from "./wrapped";

const GAP = 2;
const NARROWEST = 10;
/** More signs are no cell of a table that fits a terminal; it bounds what a row of GitLab's takes. */
const LONGEST_CELL = 500;
/** A longer word is broken, rather than that its column takes the room of others. */
const LONGEST_WORD = 24;
/** Before what a text goes on with: no line within a cell is taken for a row. */
const INDENT = " ";

/**
 * Rows as a table that fits a terminal; where it is too narrow for the columns, as a block of lines
 * for each row.
 *
 * @param terminalWidth - in columns; undefined where there is no terminal to fit.
 */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  terminalWidth: number | undefined,
): string {
  const cells = rows.map((row) => columns.map(({ text }) => cellOf(text(row), terminalWidth)));
  const fitted = columnWidths(cells, columns, terminalWidth);
  if (fitted === undefined) return blocks(cells, columns, terminalWidth);
  const headings = columns.map(({ heading }, index) =>
    wrapped(heading, fitted[index] ?? NARROWEST).map(emphasised),
  );
  const texts = cells.map((row) =>
    row.map((text, index) => wrapped(text, fitted[index] ?? NARROWEST, INDENT)),
  );
  return [headings, ...texts].map((row) => rowText(row, fitted)).join("\n");
}

/**
 * A row whose cells have some lines each. A library for tables measures each text some times a line: a
 * few hundred long descriptions would take it a minute.
 */
function rowText(cells: readonly (readonly string[])[], widths: readonly number[]): string {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, index) => padded(lines[line] ?? "", widths[index] ?? 0))
      .join(" ".repeat(GAP))
      .trimEnd(),
  ).join("\n");
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

type Cells = readonly (readonly string[])[];

/** How wide each column is; undefined where the terminal has no room for them. */
function columnWidths<Row>(
  cells: Cells,
  columns: readonly Column<Row>[],
  terminalWidth: number | undefined,
): number[] | undefined {
  const widest = (index: number, from: number, of: (text: string) => number): number =>
    cells.reduce((most, row) => Math.max(most, of(row[index] ?? "")), from);
  const widths = columns.map(({ heading }, index) => widest(index, heading.length, widthOf));
  if (terminalWidth === undefined) return widths;
  const available = terminalWidth - GAP * columns.length;
  if (sum(widths) <= available) return widths;
  // First the headings take more lines, then the texts of the columns that give way.
  const flexible = columns.flatMap(({ fills }, index) => (fills === true ? [index] : []));
  const fitted = fitWidths(
    columns.map(({ heading }, index) => widest(index, longestWord(heading), widthOf)),
    flexible,
    available,
    columns.map(({ heading }, index) =>
      widest(index, Math.max(NARROWEST, longestWord(heading)), narrowestOf),
    ),
  );
  return sum(fitted) <= available ? fitted : undefined;
}

/** The texts of each row that are not empty, as attributes. */
function blocks<Row>(
  cells: Cells,
  columns: readonly Column<Row>[],
  terminalWidth: number | undefined,
): string {
  const labels = columns.map(({ heading }) => heading);
  const width = Math.max(...labels.map((label) => label.length));
  return cells
    .map((row) =>
      labels
        .map((label, index) => [label, row[index] ?? ""] as const)
        .filter(([, text]) => text !== "")
        .map(([label, text]) => attributeText(label.padEnd(width), text, terminalWidth))
        .join("\n"),
    )
    .join("\n\n");
}

/**
 * An attribute with its text beside it, or below it where a word of the text would have to be broken beside it.
 *
 * @param label - as wide as those of the other attributes.
 */
export function attributeText(
  label: string,
  text: string,
  terminalWidth: number | undefined,
): string {
  const head = emphasised(label) + " ".repeat(GAP);
  if (terminalWidth === undefined) return head + text;
  const indent = label.length + GAP;
  if (indent + longestWord(text) <= terminalWidth) {
    const lines = wrapped(text, terminalWidth - indent);
    return head + lines.join(`\n${" ".repeat(indent)}`);
  }
  const below = wrapped(text, terminalWidth - GAP).map((line) => " ".repeat(GAP) + line);
  return [emphasised(label.trimEnd()), ...below].join("\n");
}

function cellOf(content: string | number | undefined, terminalWidth: number | undefined): string {
  const text = String(content ?? "");
  return printable(terminalWidth === undefined ? text : cut(text));
}

function cut(text: string): string {
  if (text.length <= LONGEST_CELL) return text;
  const signs = signsOf(text);
  return signs.length > LONGEST_CELL ? `${signs.slice(0, LONGEST_CELL).join("")}…` : text;
}

/** How narrow the column of a text may get. */
function narrowestOf(text: string): number {
  return Math.min(LONGEST_WORD, longestName(text) + INDENT.length);
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
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
