import type { TypeSpec } from "../schema/spec";
import { pascalCase, pythonProperty, shortName, snakeCase } from "./names";

/** How a language names properties and types. */
export interface Language {
  readonly title: string;
  readonly propertyName: (name: string) => string;
  /** @param isInput - whether it is the type of a resource's argument. */
  readonly type: (type: TypeSpec, isInput: boolean) => string;
  /** A constant of an enum. */
  readonly constant: (type: string, constant: { name: string; value: string }) => string;
}

/** The words of a language that types are made of. */
interface Words {
  readonly string: string;
  readonly boolean: string;
  readonly integer: string;
  readonly number: string;
  readonly any: string;
  readonly list: (item: string) => string;
  readonly map: (value: string) => string;
  /** @param kinds - whether one of the parts is an enum, beside plain texts. */
  readonly union: (parts: readonly string[], kinds: { hasEnum: boolean }) => string;
}

const typescript: Words = {
  string: "string",
  boolean: "boolean",
  integer: "number",
  number: "number",
  any: "any",
  list: (item) => (/[ |]/.test(item) ? `(${item})[]` : `${item}[]`),
  map: (value) => `Record<string, ${value}>`,
  // Its enums are the texts themselves.
  union: (parts, { hasEnum }) =>
    parts.filter((part) => !(hasEnum && part === "string")).join(" | "),
};

const python: Words = {
  string: "str",
  boolean: "bool",
  integer: "int",
  number: "float",
  any: "Any",
  list: (item) => `Sequence[${item}]`,
  map: (value) => `Mapping[str, ${value}]`,
  union: (parts) => `Union[${parts.join(", ")}]`,
};

const go: Words = {
  string: "string",
  boolean: "bool",
  integer: "int",
  number: "float64",
  any: "interface{}",
  list: (item) => `[]${item}`,
  map: (value) => `map[string]${value}`,
  // Its generator takes the texts where an enum is among the alternatives.
  union: (_parts, { hasEnum }) => (hasEnum ? "string" : "interface{}"),
};

const csharp: Words = {
  string: "string",
  boolean: "bool",
  integer: "int",
  number: "double",
  any: "object",
  list: (item) => `List<${item}>`,
  map: (value) => `Dictionary<string, ${value}>`,
  union: (parts) => (parts.length === 2 ? `Union<${parts.join(", ")}>` : "object"),
};

const java: Words = {
  string: "String",
  boolean: "Boolean",
  integer: "Integer",
  number: "Double",
  any: "Object",
  list: (item) => `List<${item}>`,
  map: (value) => `Map<String,${value}>`,
  union: (parts) => (parts.length === 2 ? `Either<${parts.join(",")}>` : "Object"),
};

const yaml: Words = {
  string: "text",
  boolean: "true or false",
  integer: "whole number",
  number: "number",
  any: "anything",
  list: (item) => `list of ${item}`,
  map: (value) => `map of ${value}`,
  union: (parts, { hasEnum }) => parts.filter((part) => !(hasEnum && part === "text")).join(" or "),
};

/** Those whose names or types differ from the schema's, in the order of the pages. */
export const LANGUAGES: readonly Language[] = [
  language("TypeScript", typescript, same, (_type, { value }) => JSON.stringify(value)),
  language(
    "Python",
    python,
    pythonProperty,
    (type, { name }) => `${type}.${snakeCase(name).toUpperCase()}`,
    args,
  ),
  language("Go", go, pascalCase, (type, { name }) => type + name),
  language("C#", csharp, pascalCase, (type, { name }) => `${type}.${name}`, args),
  language("Java", java, same, (type, { name }) => `${type}.${name}`, args),
];

/** A type in the words of the pages, which are those of YAML; `named` links to a type with a name. */
export function yamlType(type: TypeSpec, named: (name: string) => string): string {
  return typeIn(yaml, type, named);
}

function language(
  title: string,
  words: Words,
  propertyName: Language["propertyName"],
  constant: Language["constant"],
  inputName: (name: string) => string = same,
): Language {
  return {
    title,
    propertyName,
    constant,
    type: (type, isInput) =>
      // An enum stands among alternatives, and has one name for both.
      typeIn(words, type, isInput && type.oneOf === undefined ? inputName : same),
  };
}

function typeIn(words: Words, type: TypeSpec, named: (name: string) => string): string {
  const { $ref, oneOf, items, additionalProperties } = type;
  if ($ref === "pulumi.json#/Any") return words.any;
  if ($ref !== undefined) return named(shortName($ref));
  if (oneOf !== undefined) {
    const hasEnum = oneOf.some((part) => part.$ref !== undefined && part.type === "string");
    const parts = oneOf.map((part) => typeIn(words, part, named));
    return words.union(parts, { hasEnum });
  }
  if (items !== undefined) return words.list(typeIn(words, items, named));
  if (additionalProperties !== undefined) {
    return words.map(typeIn(words, additionalProperties, named));
  }
  switch (type.type) {
    case "string":
    case "boolean":
    case "integer":
    case "number":
      return words[type.type];
    default:
      throw new Error(`the pages know no type ${JSON.stringify(type)}`);
  }
}

function same(name: string): string {
  return name;
}

/** The generators' name of an object in arguments. */
function args(name: string): string {
  return `${name}Args`;
}
