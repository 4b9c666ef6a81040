import { stringify as stringifyCsv } from "csv-stringify/sync";
import { stringify as stringifyYaml } from "yaml";

import { plainText } from "../gitlab/text/shown";
import { type Column, columnName } from "./columns";

/** How a command prints what it has read. */
export const OUTPUTS = ["table", "json", "csv", "yaml"] as const;
export type Output = (typeof OUTPUTS)[number];

/** YAML of the values that JSON would have; each text stands between double quotes, for any reader. */
export function yamlText(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  const text = stringifyYaml(plain, {
    version: "1.1",
    lineWidth: 0,
    aliasDuplicateObjects: false,
    defaultKeyType: "PLAIN",
    defaultStringType: "QUOTE_DOUBLE",
  });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => plainText(line.replace(ASTRAL, codePoint)))
    .join("\n");
}

/** Hidden characters above U+FFFF. JSON writes each as two escapes, and YAML as one. */
const ASTRAL = /[\u{10000}-\u{10ffff}](?<=[\p{C}\p{Default_Ignorable_Code_Point}])/gu;

function codePoint(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
}

/**
 * Comma-separated values with a heading of the columns' names. A text that a spreadsheet would take for
 * a formula begins with an apostrophe.
 */
export function csvText<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ text, value = text }) => value(row) ?? ""));
  const text = stringifyCsv([columns.map(columnName), ...cells], { escape_formulas: true });
  return text.trimEnd();
}
