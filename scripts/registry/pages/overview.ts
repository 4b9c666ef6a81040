import type { PackageSpec, ResourceSpec } from "../../schema/spec";
import { tokenOf } from "../../schema/tokens";
import { parted } from "../descriptions";
import { exampleInLanguages } from "../examples/inLanguages";
import { programFrom } from "../examples/fromTypeScript";
import { withImports } from "../examples/typescript";
import { LANGUAGES } from "../languages";
import { cell, page, table } from "../markdown";
import { shortName } from "../names";
import { frontMatter } from "./frontMatter";

/** What stands for all the others in the overview. */
const SHOWN = "ProjectRunnerAssignment";

/** The overview, which lists every page. */
export function overviewPage(schema: PackageSpec): string {
  const [example] = parted(resourceOf(schema, SHOWN).description).examples;
  if (example === undefined) throw new Error(`${SHOWN} has no example`);
  const program = programFrom(example.code);
  return page(
    frontMatter(schema.displayName, schema.description),
    `# ${schema.displayName}`,
    cell(schema.description),
    "A project runner that another project may use, too:",
    exampleInLanguages(program, withImports(program, example.code), schema),
    "[Installation and configuration](installation-configuration.md) shows how to get the package in each language.",
    "## Resources",
    table(
      ["", ""],
      [
        ...Object.entries(schema.resources).map(([token, { description }]) =>
          entry("resources", token, description),
        ),
        entry("resources", tokenOf("Provider"), schema.provider.description),
      ],
    ),
    "## Functions",
    table(
      ["", ""],
      Object.entries(schema.functions).map(([token, { description }]) =>
        entry("functions", token, description),
      ),
    ),
    "[Types](types.md) lists the types of their properties.",
    "## What the languages have in common",
    `The pages show the name of each property in ${LANGUAGES.map(({ title }) => title).join(", ")}. YAML uses the name in the first table of each page. The same properties are secrets, and the same changes replace the resource, in every language. Optional properties have pointer types in Go and wrapper types in Java.`,
    [
      "- TypeScript and JavaScript use the package `pulumi-gitlab-runners` itself, with dynamic resources. Import from `pulumi-gitlab-runners/plugin` to use the plugin. [The reference of the SDK](../reference/sdk.md) has the exact types.",
      "- YAML needs only the plugin. Python and Go use the plugin through an SDK, which Pulumi's generators create from the plugin's schema.",
      "- A test applies each YAML example to the embedded GitLab. It compiles the TypeScript and Go examples with their imports, and the Python examples without them.",
      "- What these pages say about C# and Java follows from the schema and from Pulumi's generators. Nobody has generated an SDK or run a program for them here.",
    ].join("\n"),
    "`npm run docs` creates all pages from the plugin's schema.",
  );
}

function entry(folder: string, token: string, description: string | undefined): string[] {
  const name = shortName(token);
  const [first = ""] = parted(description).text.split("\n\n");
  return [`[${name}](${folder}/${name}.md)`, firstSentence(first).replaceAll("|", "\\|")];
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}

function resourceOf(schema: PackageSpec, name: string): ResourceSpec {
  const found = schema.resources[tokenOf(name)];
  if (found === undefined) throw new Error(`the schema has no resource ${name}`);
  return found;
}
