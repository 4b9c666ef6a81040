import type { FunctionSpec, PackageSpec, ResourceSpec } from "../schema/spec";
import { PACKAGE } from "../schema/tokens";
import { DELIVERIES, type DeliveryName } from "../../functions";
import { LANGUAGES } from "./languages";
import { codeBlock } from "./markdown";
import { goFunction, pascalCase, shortName, snakeCase } from "./names";

/** How a resource is made, in each language. */
export function constructors(name: string, { requiredInputs }: ResourceSpec): string[] {
  const isProvider = name === "Provider";
  const needsArgs = (requiredInputs ?? []).length > 0;
  return [
    signature("TypeScript", [
      isProvider
        ? `new ${name}(name: string, args?: ${name}Args, opts?: pulumi.ResourceOptions)`
        : `new ${name}(name: string, args: ${name}Args, opts?: pulumi.CustomResourceOptions)`,
    ]),
    signature("Python", [
      `${name}(resource_name: str, args: ${needsArgs ? `${name}Args` : `Optional[${name}Args] = None`}, opts: Optional[ResourceOptions] = None)`,
      `${name}(resource_name: str, opts: Optional[ResourceOptions] = None, ...) # each input by its own name`,
    ]),
    signature("Go", [
      `func New${name}(ctx *pulumi.Context, name string, args *${name}Args, opts ...pulumi.ResourceOption) (*${name}, error)`,
    ]),
    signature("C#", [
      `public ${name}(string name, ${name}Args${needsArgs ? " args" : "? args = null"}, CustomResourceOptions? options = null)`,
    ]),
    signature("Java", [
      `public ${name}(String name, ${name}Args args, CustomResourceOptions options)`,
    ]),
    signature("YAML", [
      "resources:",
      "  name:",
      `    type: ${isProvider ? `pulumi:providers:${PACKAGE}` : `${PACKAGE}:${name}`}`,
      "    properties: # the inputs",
      "    options: # of the resource",
    ]),
  ];
}

/**
 * How one that exists is read, in each language.
 *
 * @param id - an example of an id.
 */
export function lookups(name: string, { stateInputs }: ResourceSpec, id: string): string[] {
  const state = Object.entries(stateInputs?.properties ?? {});
  const hasState = state.length > 0;
  const pythonState = state.map(
    ([property, spec]) => `, ${snakeCase(property)}: Optional[Input[${pythonType(spec)}]] = None`,
  );
  return [
    signature("TypeScript", [
      `${name}.get(name: string, id: pulumi.Input<pulumi.ID>, ${hasState ? `state?: ${name}State, ` : ""}opts?: pulumi.CustomResourceOptions): ${name}`,
    ]),
    signature("Python", [
      `${name}.get(resource_name: str, id: Input[str], opts: Optional[ResourceOptions] = None${pythonState.join("")}) -> ${name}`,
    ]),
    signature("Go", [
      `func Get${name}(ctx *pulumi.Context, name string, id pulumi.IDInput, state *${name}State, opts ...pulumi.ResourceOption) (*${name}, error)`,
    ]),
    signature("C#", [
      `public static ${name} Get(string name, Input<string> id, ${hasState ? `${name}State? state = null, ` : ""}CustomResourceOptions? options = null)`,
    ]),
    signature("Java", [
      `public static ${name} get(String name, Output<String> id, ${hasState ? `${name}State state, ` : ""}CustomResourceOptions options)`,
    ]),
    signature("YAML", [
      "resources:",
      "  name:",
      `    type: ${PACKAGE}:${name}`,
      "    get:",
      `      id: "${id}"`,
      ...(hasState ? [`      state: # ${state.map(([property]) => property).join(", ")}`] : []),
    ]),
  ];
}

/** How a function is called, in each language: with values, and with what is not known yet. */
export function calls(name: string, spec: FunctionSpec, { resources }: PackageSpec): string[] {
  const type = pascalCase(name);
  const goName = goFunction(name, Object.keys(resources).map(shortName));
  const python = snakeCase(name);
  return [
    signature(
      "TypeScript",
      isDelivery(name)
        ? [methodOf(name, spec)]
        : [
            `${name}(args: ${type}Args, options?: DataOptions) // a Promise`,
            `${name}Output(args: pulumi.Input<${type}Args>, options?: DataOutputOptions) // an Output`,
          ],
    ),
    signature("Python", [
      `${python}(..., opts: Optional[InvokeOptions] = None) -> ${type}Result # each argument by its own name`,
      `${python}_output(...) -> Output[${type}Result] # each argument may be an Output`,
    ]),
    signature("Go", [
      `func ${goName}(ctx *pulumi.Context, args *${goName}Args, opts ...pulumi.InvokeOption) (*${goName}Result, error)`,
      `func ${goName}Output(ctx *pulumi.Context, args ${goName}OutputArgs, opts ...pulumi.InvokeOption) ${goName}ResultOutput`,
    ]),
    signature("C#", [
      `public static Task<${type}Result> ${type}.InvokeAsync(${type}Args args, InvokeOptions? options = null)`,
      `public static Output<${type}Result> ${type}.Invoke(${type}InvokeArgs args, InvokeOptions? options = null)`,
    ]),
    signature("Java", [
      `public static CompletableFuture<${type}Result> ${name}Plain(${type}PlainArgs args, InvokeOptions options)`,
      `public static Output<${type}Result> ${name}(${type}Args args, InvokeOptions options)`,
    ]),
    signature("YAML", [
      "variables:",
      "  name:",
      "    fn::invoke:",
      `      function: ${PACKAGE}:${name}`,
      "      arguments: # below",
    ]),
  ];
}

/** Whether a function is a method in TypeScript. */
export function isDelivery(name: string): name is DeliveryName {
  return Object.hasOwn(DELIVERIES, name);
}

function methodOf(name: DeliveryName, { inputs }: FunctionSpec): string {
  const type = inputs.properties["options"]?.$ref;
  const own = type === undefined ? undefined : shortName(type);
  const [receiver, parameters] =
    DELIVERIES[name].form === "process"
      ? ["process", own === undefined ? [] : [`options: ${own}`]]
      : [
          "runner",
          [
            "options: pulumi.Input<RunnerOptions>",
            ...(own === undefined ? [] : [`command?: ${own}`]),
          ],
        ];
  return `${receiver}.${name}(${parameters.join(", ")}): pulumi.Output<string>`;
}

const FENCES: Readonly<Record<string, string>> = {
  TypeScript: "typescript",
  Python: "python",
  Go: "go",
  "C#": "csharp",
  Java: "java",
  YAML: "yaml",
};

function signature(title: string, lines: readonly string[]): string {
  return `${title}:\n\n${codeBlock(FENCES[title] ?? "", lines.join("\n"))}`;
}

const PYTHON = LANGUAGES.find(({ title }) => title === "Python");

function pythonType(spec: Parameters<(typeof LANGUAGES)[number]["type"]>[0]): string {
  if (PYTHON === undefined) throw new Error("the pages have no Python");
  return PYTHON.type(spec, false);
}
