import { camelCased } from "../gitlab/text/camelCase";
import { redactorOf } from "../gitlab/text/redact";
import { printable, printableJson } from "../gitlab/text/shown";
import { cleaned } from "./cleaned";
import { type Column, type ColumnOptions, chosenColumns, sortedRows } from "./columns";
import { type Output, csvText, yamlText } from "./dataFormats";
import { attributeText, tableText } from "./table";
import { note, noteStyled, print, printStyled, terminalWidth } from "./terminal";

/** How a command prints. */
export interface OutputOptions extends ColumnOptions {
  /** The same as `output: "json"`. */
  json?: boolean | undefined;
  /** A table by default. */
  output?: Output | undefined;
}

/** The format that the options ask for. */
export function outputOf({ json, output }: OutputOptions): Output {
  return json === true ? "json" : (output ?? "table");
}

/**
 * Prints rows as a table that fits the terminal, or in a format for programs: JSON and YAML have all of
 * each row, CSV has the columns.
 *
 * @param things - what there is none of if there are no rows: `runners to pause`.
 * @throws {ConfigurationError} when an option names a column that there is not.
 */
export function printRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: OutputOptions,
  things = "rows to list",
): void {
  const chosen = chosenColumns(columns, options);
  const sorted = sortedRows(withoutTokens(rows), columns, options);
  const output = outputOf(options);
  if (output === "json") print(printableJson(camelCased(sorted)));
  else if (output === "yaml") print(yamlText(camelCased(sorted)));
  else if (output === "csv") print(csvText(sorted, chosen));
  else if (sorted.length === 0) note(`There are no ${things}.`);
  else printStyled(tableText(sorted, chosen, terminalWidth()));
}

/** Shows rows as a table on standard error, before a question about them. */
export function noteRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
  noteStyled(tableText(withoutTokens(rows), columns, terminalWidth("stderr")));
}

/** Prints one thing, an attribute a line. */
export function printThing(given: Readonly<Record<string, unknown>>, options: OutputOptions): void {
  const thing = withoutTokens(given);
  const output = outputOf(options);
  const lines = Object.entries(thing).filter(([, value]) => value !== undefined);
  if (output === "json") print(printableJson(thing));
  else if (output === "yaml") print(yamlText(thing));
  else if (output === "csv") print(csvText(lines, ATTRIBUTES));
  else {
    const width = Math.max(...lines.map(([name]) => name.length));
    for (const [name, value] of lines)
      printStyled(attributeText(name.padEnd(width), printable(textOf(value)), terminalWidth()));
  }
}

/** Somebody may have written a token into a description, and what is printed ends up in logs. */
export function withoutTokens<Value>(value: Value): Value {
  return cleaned(value, redactorOf([]));
}

const ATTRIBUTES: readonly Column<[name: string, value: unknown]>[] = [
  { heading: "ATTRIBUTE", text: ([name]) => name },
  { heading: "VALUE", text: ([, value]) => textOf(value) },
];

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
