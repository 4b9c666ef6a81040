import type { PropertySpec } from "../schema/spec";
import { LANGUAGES, yamlType } from "./languages";
import { cell, codeCell, table } from "./markdown";

/** A list of properties, and where the types that they name are described. */
export interface PropertyList {
  readonly properties: Readonly<Record<string, PropertySpec>>;
  /** The properties that must be given, or that are always there. */
  readonly required?: readonly string[] | undefined;
  /** Title of the column that says so. */
  readonly requiredTitle: "required" | "always there";
  /** Whether they are the arguments of a resource. */
  readonly areInputs?: boolean;
  /** The file that describes types, from the page with the list. */
  readonly types: string;
}

/** A property list for a page: what each property means, and what it is called in each language. */
export function propertyTables({
  properties,
  required = [],
  requiredTitle,
  areInputs = false,
  types,
}: PropertyList): string[] {
  const entries = Object.entries(properties);
  if (entries.length === 0) return ["None."];
  const link = (name: string): string => `[${name}](${types}#${name.toLowerCase()})`;
  const meanings = entries.map(([name, spec]) => [
    codeCell(name),
    yamlType(spec, link),
    required.includes(name) ? "yes" : "",
    meaning(spec),
  ]);
  const names = entries.map(([name, spec]) =>
    LANGUAGES.map(({ propertyName, type }) =>
      codeCell(`${propertyName(name)}: ${type(spec, areInputs)}`),
    ),
  );
  return [
    table(["property", "type", requiredTitle, ""], meanings),
    "In each language:",
    table(
      LANGUAGES.map(({ title }) => title),
      names,
    ),
  ];
}

function meaning({
  description = "",
  secret,
  willReplaceOnChanges,
  deprecationMessage,
}: PropertySpec): string {
  const notes = [
    ...(secret === true ? ["**Secret.**"] : []),
    ...(willReplaceOnChanges === true ? ["**Changing it replaces.**"] : []),
    ...(deprecationMessage === undefined ? [] : [`**Deprecated:** ${cell(deprecationMessage)}`]),
  ];
  const text =
    willReplaceOnChanges === true
      ? description.replace(/ ?Changing it replaces[^.]*\./, "")
      : description;
  return [...notes, cell(text)].filter((text) => text !== "").join(" ");
}
