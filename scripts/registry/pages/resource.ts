import type { PackageSpec, ResourceSpec } from "../../schema/spec";
import { type DocExample, parted } from "../descriptions";
import { exampleInLanguages } from "../examples/inLanguages";
import { programFrom } from "../examples/fromTypeScript";
import { withImports } from "../examples/typescript";
import { codeBlock, page } from "../markdown";
import { propertyTables } from "../propertyTables";
import { shortName } from "../names";
import { constructors, lookups } from "../signatures";
import { IMPORTS, type Import } from "./imports";

const TYPES = "../types.md";

/** The page of a resource. */
export function resourcePage(token: string, resource: ResourceSpec, schema: PackageSpec): string {
  const name = shortName(token);
  const { text, examples } = parted(resource.description);
  return page(
    `# ${name}`,
    text,
    examples.length > 0 ? "## Examples" : undefined,
    examples.flatMap((example) => exampleOf(example, schema)),
    "## Constructor",
    constructors(name, resource),
    "## Inputs",
    propertyTables({
      properties: resource.inputProperties,
      required: resource.requiredInputs,
      requiredTitle: "required",
      types: TYPES,
    }),
    "## Outputs",
    "And `id`, the resource's id: a text.",
    propertyTables({
      properties: resource.properties ?? {},
      required: resource.required,
      requiredTitle: "always there",
      types: TYPES,
    }),
    "## Looking up",
    `An existing ${name}, which something else manages:`,
    lookups(name, resource, importOf(name).id),
    importSection(name),
    aliasSection(resource, token),
  );
}

function exampleOf({ title, code }: DocExample, schema: PackageSpec): string[] {
  const program = programFrom(code);
  return [
    ...(title === undefined ? [] : [`### ${title}`]),
    ...exampleInLanguages(program, withImports(program, code), schema),
  ];
}

function importOf(name: string): Import {
  const found = IMPORTS[name];
  if (found === undefined) throw new Error(`scripts/registry does not say how ${name} is imported`);
  return found;
}

function importSection(name: string): string[] {
  const { id, idMeans, note } = importOf(name);
  return [
    "## Import",
    `The id is ${idMeans}:`,
    codeBlock("sh", `pulumi import gitlab-runners:index:${name} name ${id}`),
    ...(note === undefined ? [] : [note]),
    "Pulumi does not import the dynamic resources of `pulumi-gitlab-runners`; it imports those of `pulumi-gitlab-runners/plugin`.",
  ];
}

function aliasSection({ aliases = [] }: ResourceSpec, token: string): string[] {
  return [
    "## Moving a stack",
    `Its type is \`${token}\`. It takes over what a stack made by ${aliases
      .map(({ type }) => `\`${type}\``)
      .join(", ")}, the dynamic resource.`,
  ];
}
