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
    "A runner of a project, which another project may use, too:",
    exampleInLanguages(program, withImports(program, example.code), schema),
    "[Installation and configuration](installation-configuration.md) says how each language gets the package.",
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
    "The types of their properties: [types](types.md).",
    "## What the languages have in common",
    `The pages name each property as ${LANGUAGES.map(({ title }) => title).join(", ")} do. In YAML it is called as in the first table of each page. What replaces the resource when it changes, and what is a secret, is the same in all of them. What need not be given, or is not always there, has a pointer's type in Go and a wrapper's in Java.`,
    [
      "- TypeScript and JavaScript use the package `pulumi-gitlab-runners` itself, with dynamic resources or, imported from `pulumi-gitlab-runners/plugin`, with the plugin; [its own reference](../reference/sdk.md) has the exact types.",
      "- YAML needs the plugin alone. Python and Go use it by an SDK that Pulumi's generators make of the plugin's schema.",
      "- A test applies each example in YAML to the embedded GitLab, compiles those in TypeScript and Go with what they import, and those in Python alone.",
      "- What these pages say of C# and Java follows from the schema and how Pulumi's generators treat one. No SDK was generated for them here, and no program was run.",
    ].join("\n"),
    "All pages are made of the plugin's schema, by `npm run docs`.",
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
