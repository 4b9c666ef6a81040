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
      areInputs: true,
      types: TYPES,
    }),
    "## Outputs",
    "The output `id` is the resource's id, a text. The other outputs:",
    propertyTables({
      properties: resource.properties ?? {},
      required: resource.required,
      requiredTitle: "always there",
      types: TYPES,
    }),
    existing(name, resource),
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

/** How a stack gets at what exists already. */
function existing(name: string, resource: ResourceSpec): string[] {
  const found = IMPORTS[name];
  if (found === undefined) throw new Error(`scripts/registry does not say how ${name} is imported`);
  if ("because" in found) return ["## Import", found.because];
  return [
    "## Looking up",
    `To read an existing ${name} that something else manages:`,
    ...lookups(name, resource, found.id),
    ...importSection(name, found),
  ];
}

function importSection(name: string, { id, idMeans, note }: Import): string[] {
  return [
    "## Import",
    `The command takes ${idMeans}:`,
    codeBlock("sh", `pulumi import gitlab-runners:index:${name} name ${id}`),
    ...(note === undefined ? [] : [note]),
    "Pulumi does not import the dynamic resources of `pulumi-gitlab-runners`; it imports those of `pulumi-gitlab-runners/plugin`.",
  ];
}

function aliasSection({ aliases = [] }: ResourceSpec, token: string): string[] {
  return [
    "## Moving a stack",
    `The type of this resource is \`${token}\`. It takes over the resources that a stack created with the dynamic resource, ${aliases
      .map(({ type }) => `\`${type}\``)
      .join(", ")}.`,
  ];
}
