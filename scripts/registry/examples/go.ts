import type { PackageSpec, PropertySpec, TypeSpec } from "../../schema/spec";
import { tokenOf } from "../../schema/tokens";
import { goFunction, pascalCase, shortName } from "../names";
import { type ObjectValue, type Program, type Value, configurationOf, isUsed } from "./program";

const MODULE = "gitlabrunners";

/** The program for the SDK that Pulumi generates for Go, as gofmt writes it. */
export function goExample(program: Program, schema: PackageSpec): string {
  const hasConfiguration = configurationOf(program).length > 0;
  const { importBasePath } = schema.language["go"] as { importBasePath: string };
  const resources = Object.keys(schema.resources).map(shortName);
  let isErrorDeclared = false;
  const lines = program.steps.flatMap((step) => {
    if (step.kind === "export") {
      const call = isCall(program, step.value.of) ? "()" : "";
      return [`ctx.Export(${JSON.stringify(step.name)}, ${go(step.value)}${call})`];
    }
    if (step.kind === "call") {
      const name = goFunction(step.function, resources);
      const { properties } = schema.functions[tokenOf(step.function)]?.inputs ?? {};
      const args = struct(`${MODULE}.${name}OutputArgs`, step.args, properties ?? {}, schema);
      return [`${step.variable} := ${MODULE}.${name}Output(ctx, ${args})`];
    }
    const used = isUsed(program, step.variable);
    const { inputProperties } = schema.resources[tokenOf(step.type)] ?? {};
    const args = struct(`&${MODULE}.${step.type}Args`, step.args, inputProperties ?? {}, schema);
    const assign = used || !isErrorDeclared ? ":=" : "=";
    isErrorDeclared = true;
    return [
      `${used ? step.variable : "_"}, err ${assign} ${MODULE}.New${step.type}(ctx, ${JSON.stringify(step.name)}, ${args})`,
      "if err != nil {\n\treturn err\n}",
    ];
  });
  const body = [
    ...(hasConfiguration ? ['conf := config.New(ctx, "")'] : []),
    ...lines,
    "return nil",
  ];
  const imports = [
    "github.com/pulumi/pulumi/sdk/v3/go/pulumi",
    ...(hasConfiguration ? ["github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"] : []),
  ];
  return [
    "package main\n",
    "import (",
    ...imports.map((path) => `\t"${path}"`),
    "",
    `\t"${importBasePath}"`,
    ")\n",
    "func main() {",
    "\tpulumi.Run(func(ctx *pulumi.Context) error {",
    indented(body.join("\n"), 2),
    "\t})",
    "}",
  ].join("\n");
}

function isCall({ steps }: Program, variable: string): boolean {
  return steps.some((step) => step.kind === "call" && step.variable === variable);
}

function struct(
  type: string,
  { entries }: ObjectValue,
  properties: Readonly<Record<string, PropertySpec>>,
  schema: PackageSpec,
): string {
  const fields = entries.map(([name, value]) => {
    const spec = properties[name];
    if (spec === undefined) throw new Error(`an example sets ${name}, which ${type} does not have`);
    return [`${pascalCase(name)}:`, go(value, spec, schema)] as const;
  });
  return `${type}{\n${indented(aligned(fields).join("\n"), 1)}\n}`;
}

/** gofmt aligns the values of neighbouring lines; one of several lines ends a neighbourhood. */
function aligned(fields: readonly (readonly [string, string])[]): string[] {
  const lines: string[] = [];
  let run: (readonly [string, string])[] = [];
  const end = (): void => {
    const width = Math.max(0, ...run.map(([name]) => name.length));
    lines.push(...run.map(([name, value]) => `${name.padEnd(width)} ${value},`));
    run = [];
  };
  for (const field of fields) {
    if (field[1].includes("\n")) end();
    run.push(field);
    if (field[1].includes("\n")) end();
  }
  end();
  return lines;
}

function go(value: Value, spec?: TypeSpec, schema?: PackageSpec): string {
  switch (value.kind) {
    case "constant":
      return constant(value.value);
    case "list": {
      const items = value.items.map((item) => go(item, spec?.items, schema));
      return `${arrayOf(spec?.items)}{${items.join(", ")}}`;
    }
    case "object": {
      if (spec?.additionalProperties !== undefined) return textsByName(value);
      const name = shortName(spec?.$ref ?? "");
      const type = schema?.types[tokenOf(name)];
      if (schema === undefined || type?.type !== "object") {
        throw new Error("an example in Go has an object of no known type");
      }
      return struct(`&${MODULE}.${name}Args`, value, type.properties, schema);
    }
    case "output":
      return `${value.of}.${value.property === "id" ? "ID()" : pascalCase(value.property)}`;
    case "configuration":
      return `conf.RequireSecret(${JSON.stringify(value.key)})`;
  }
}

function textsByName({ entries }: ObjectValue): string {
  const fields = entries.map(([name, value]) => [`${JSON.stringify(name)}:`, go(value)] as const);
  return `pulumi.StringMap{\n${indented(aligned(fields).join("\n"), 1)}\n}`;
}

function constant(value: string | number | boolean): string {
  if (typeof value === "string") return `pulumi.String(${JSON.stringify(value)})`;
  if (typeof value === "boolean") return `pulumi.Bool(${value})`;
  return Number.isInteger(value) ? `pulumi.Int(${value})` : `pulumi.Float64(${value})`;
}

/** The type of a list of inputs, by what its items are. */
function arrayOf(item: TypeSpec | undefined): string {
  if (item?.items !== undefined) return `${arrayOf(item.items)}Array`;
  if (item?.$ref !== undefined) return `${MODULE}.${shortName(item.$ref)}Array`;
  return item?.type === "string" ? "pulumi.StringArray" : "pulumi.Array";
}

function indented(text: string, depth: number): string {
  return text.replace(/^(?=.)/gm, "\t".repeat(depth));
}
