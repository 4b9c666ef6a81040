import { KEYS, type KeyName } from "../../gitlab/settings/keys";
import type {
  EnumSpec,
  FunctionSpec,
  ObjectSpec,
  PackageSpec,
  PropertySpec,
  ResourceSpec,
  TypeSpec,
} from "../schema/spec";
import { type Part, REQUIRED } from "./surface";

type Item = readonly [name: string, shape: string];
type Properties = Readonly<Record<string, PropertySpec>>;

/** What the plugin's schema has for every language, and the keys of the configuration. */
export function schemaParts(schema: PackageSpec): Record<string, Part> {
  const inputs = typesOfInputs(schema);
  return {
    configuration: Object.fromEntries(
      Object.entries(KEYS).map(([name, { namespace }]) => [
        `${namespace}:${name}`,
        shapeOf(schema.config.variables[name as KeyName] ?? {}),
      ]),
    ),
    "resources of the plugin": partOf(
      [["Provider", schema.provider] as const, ...named(schema.resources)],
      resourceItems,
    ),
    "types of resources in states": Object.fromEntries(
      Object.entries(schema.resources).flatMap(([token, { aliases = [] }]) => [
        [token, "of the plugin"],
        ...aliases.map(({ type }): Item => [type, "of dynamic resources"]),
      ]),
    ),
    "functions of the plugin": partOf(named(schema.functions), functionItems),
    "types of the plugin": partOf(named(schema.types), (name, type) =>
      type.type === "string" ? enumItems(name, type) : objectItems(name, type, inputs.has(name)),
    ),
  };
}

function partOf<Spec>(
  specs: readonly (readonly [string, Spec])[],
  items: (name: string, spec: Spec) => Item[],
): Part {
  return Object.fromEntries(specs.flatMap(([name, spec]) => items(name, spec)));
}

/** Members of the schema by their names alone: `gitlab-runners:index:Runner` is `Runner`. */
function named<Spec>(specs: Readonly<Record<string, Spec>>): [string, Spec][] {
  return Object.entries(specs).map(([token, spec]) => [nameOf(token), spec]);
}

function nameOf(token: string): string {
  return token.split(/[:/]/).at(-1) ?? token;
}

function resourceItems(name: string, resource: ResourceSpec): Item[] {
  return [
    [name, "resource"],
    ...inputItems(`${name} takes`, resource.inputProperties, resource.requiredInputs),
    ...inputItems(`${name}.get takes`, resource.stateInputs?.properties),
    ...outputItems(`${name} has`, resource.properties, resource.required),
  ];
}

function functionItems(name: string, { inputs, outputs }: FunctionSpec): Item[] {
  return [
    [name, "function"],
    ...inputItems(`${name} takes`, inputs.properties, inputs.required),
    ...outputItems(`${name} returns`, outputs.properties, outputs.required),
  ];
}

function enumItems(name: string, { enum: values }: EnumSpec): Item[] {
  return values.map(({ name: member, value }) => [`${name}.${member}`, JSON.stringify(value)]);
}

function objectItems(name: string, { properties, required }: ObjectSpec, isInput: boolean): Item[] {
  return [[name, "object"], ...(isInput ? inputItems : outputItems)(name, properties, required)];
}

function inputItems(name: string, properties: Properties = {}, required: string[] = []): Item[] {
  return Object.entries(properties).map(([key, property]) => [
    `${name} ${key}`,
    `${required.includes(key) ? REQUIRED : ""}${shapeOf(property)}`,
  ]);
}

function outputItems(name: string, properties: Properties = {}, required: string[] = []): Item[] {
  return Object.entries(properties).map(([key, property]) => [
    `${name} ${key}`,
    `${shapeOf(property)}${required.includes(key) ? ", always" : ""}`,
  ]);
}

function shapeOf(property: PropertySpec): string {
  return [
    kindOf(property),
    ...(property.secret === true ? ["secret"] : []),
    ...(property.willReplaceOnChanges === true ? ["replaces"] : []),
  ].join(", ");
}

function kindOf({ type, $ref, items, additionalProperties, oneOf }: TypeSpec): string {
  if (oneOf !== undefined) return oneOf.map(kindOf).join(" or ");
  if ($ref !== undefined) return nameOf($ref);
  if (items !== undefined) return `list of ${kindOf(items)}`;
  if (additionalProperties !== undefined) return `map of ${kindOf(additionalProperties)}`;
  return type ?? "any";
}

/** The types that users write values of, by their names. */
function typesOfInputs(schema: PackageSpec): ReadonlySet<string> {
  const types = new Map(named(schema.types));
  const found = new Set<string>();
  const look = ({ $ref, items, additionalProperties, oneOf = [] }: TypeSpec): void => {
    for (const inner of [items, additionalProperties, ...oneOf]) if (inner) look(inner);
    if ($ref === undefined || found.has(nameOf($ref))) return;
    found.add(nameOf($ref));
    const type = types.get(nameOf($ref));
    if (type?.type === "object") Object.values(type.properties).forEach(look);
  };
  for (const { inputProperties } of [schema.provider, ...Object.values(schema.resources)])
    Object.values(inputProperties).forEach(look);
  for (const { inputs } of Object.values(schema.functions))
    Object.values(inputs.properties).forEach(look);
  return found;
}
