import type { EnumSpec, ObjectSpec, PackageSpec } from "../../schema/spec";
import { tokenOf } from "../../schema/tokens";
import { parted } from "../descriptions";
import { LANGUAGES } from "../languages";
import { codeCell, page, table } from "../markdown";
import { shortName } from "../names";
import { propertyTables } from "../propertyTables";

/** The page of the types that properties of resources and functions have. */
export function typesPage(schema: PackageSpec): string {
  const { types } = schema;
  const given = inputTypes(schema);
  const entries = Object.entries(types)
    .map(([token, spec]) => [shortName(token), spec] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return page(
    "# Types",
    "The types of the properties of the [resources and functions](_index.md).",
    entries.flatMap(([name, spec]) => [
      `## ${name}`,
      parted(spec.description).text,
      ...(spec.type === "object" ? objectTables(spec, given.has(name)) : enumTable(name, spec)),
    ]),
  );
}

function objectTables({ properties, required }: ObjectSpec, isInput: boolean): string[] {
  const requiredTitle = isInput ? "required" : "always there";
  return propertyTables({ properties, required, requiredTitle, types: "" });
}

/** The names of the types that a program gives; the others it gets. */
function inputTypes({ types, functions, resources }: PackageSpec): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/types\/[^"]*:(\w+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      collect(types[tokenOf(name)]);
    }
  };
  collect(Object.values(functions).map(({ inputs }) => inputs));
  collect(Object.values(resources).map(({ inputProperties }) => inputProperties));
  return names;
}

function enumTable(name: string, spec: EnumSpec): string[] {
  const rows = spec.enum.map((constant) => [
    codeCell(constant.value),
    ...LANGUAGES.map((language) => codeCell(language.constant(name, constant))),
  ]);
  return [
    "A text. Each language except TypeScript also has constants for it.",
    table(["value", ...LANGUAGES.map(({ title }) => title)], rows),
  ];
}
