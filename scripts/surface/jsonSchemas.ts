import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Part } from "./surface";

const FOLDER = "docs";

/** What a schema of ours says of a value. */
interface JsonSchema {
  readonly type?: string;
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** What the JSON that we print has, by the schemas in docs/. */
export function jsonSchemas(root: string): Record<string, Part> {
  const files = readdirSync(join(root, FOLDER)).filter((name) => name.endsWith(".schema.json"));
  return Object.fromEntries(
    files.sort().map((name) => {
      const schema = JSON.parse(readFileSync(join(root, FOLDER, name), "utf8")) as JsonSchema;
      return [`${FOLDER}/${name}`, partOf(schema)];
    }),
  );
}

function partOf(schema: JsonSchema): Part {
  const definitions = Object.entries(schema.$defs ?? {});
  return Object.fromEntries([
    ...valuesBelow("report", schema),
    ...definitions.flatMap(([name, definition]) => valuesBelow(name, definition)),
  ]);
}

/** The values of an object, and those that each of them may have. */
function valuesBelow(name: string, schema: JsonSchema): [string, string][] {
  const { properties = {}, required = [], items, enum: values = [] } = schema;
  return [
    ...values.map((value): [string, string] => [`${name} = ${JSON.stringify(value)}`, "value"]),
    ...(items === undefined ? [] : valuesBelow(`${name}[]`, items)),
    ...Object.entries(properties).flatMap(([key, property]): [string, string][] => [
      [`${name}.${key}`, `${kindOf(property)}${required.includes(key) ? ", always" : ""}`],
      ...valuesBelow(`${name}.${key}`, property),
    ]),
  ];
}

function kindOf({ type, $ref, const: constant, items }: JsonSchema): string {
  if ($ref !== undefined) return $ref.replace("#/$defs/", "");
  if (constant !== undefined) return JSON.stringify(constant);
  if (items !== undefined) return `list of ${kindOf(items)}`;
  return type ?? "value";
}
