import { plainText } from "../../../gitlab/text/shown";
import { type Literal, Secret, Variable } from "../literals";
import type { FileProgram } from "../program";

/** The widest line that a list or an object is written on. */
const WIDEST = 100;
const INDENT = "  ";

/** A program in TypeScript that writes the file again. */
export function typescript({ options, runners, secrets }: FileProgram): string {
  const config =
    secrets.length === 0
      ? []
      : [
          "// Set each by: pulumi config set --secret NAME",
          ...secrets.map(({ name, path }) => `//   ${name}: ${path}`),
          "const config = new pulumi.Config();",
          "",
        ];
  const declarations = runners.map(({ variable, args }) => {
    if (args === undefined)
      return `declare const ${variable}: Runner; // the file does not say which one it is`;
    const begin = `const ${variable} = new Runner(${quoted(variable)}, `;
    return `${begin}${written(args, "", begin.length)});`;
  });
  return [
    ...(secrets.length === 0 ? [] : [`import * as pulumi from "@pulumi/pulumi";`]),
    `import { ${runners.length === 0 ? "" : "Runner, "}RunnerProcess } from "pulumi-gitlab-runners";`,
    "",
    ...config,
    ...declarations,
    `const gitlabRunner = new RunnerProcess(${written(options, "", WIDEST)});`,
    "",
    "export const configToml = gitlabRunner.configToml();",
    "",
  ].join("\n");
}

/**
 * @param indent - of the line.
 * @param before - how many columns of the line are taken before the value.
 */
function written(value: Literal, indent: string, before: number): string {
  if (value instanceof Secret) return `config.requireSecret(${quoted(value.name)})`;
  if (value instanceof Variable) return value.name;
  const within = indent + INDENT;
  if (value instanceof Map) {
    const items = Array.from(value, ([key, item]) => {
      const name = `${property(key)}: `;
      return name + written(item, within, within.length + name.length);
    });
    return enclosed("{ ", items, " }", indent, before);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, within, within.length));
    return enclosed("[", items, "]", indent, before);
  }
  return typeof value === "string" ? quoted(value) : String(value);
}

/** On one line where they fit, else on a line each. */
function enclosed(
  begin: string,
  items: readonly string[],
  end: string,
  indent: string,
  before: number,
): string {
  if (items.length === 0) return begin.trim() + end.trim();
  const line = begin + items.join(", ") + end;
  // Behind it comes a comma at least, and `);` at most.
  if (!line.includes("\n") && before + line.length + 2 <= WIDEST) return line;
  const lines = items.map((item) => `${indent}${INDENT}${item},`);
  return [begin.trim(), ...lines, indent + end.trim()].join("\n");
}

/** `__proto__` as it is would set the prototype of the object. */
function property(key: string): string {
  if (key === "__proto__") return `["__proto__"]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** Uses the kind of quotes that the text has fewer of, as Prettier does. */
function quoted(text: string): string {
  const json = plainText(JSON.stringify(text));
  const count = (quote: string): number => text.split(quote).length;
  if (count('"') <= count("'")) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
