import { snakeCase } from "../names";
import { type ObjectValue, type Program, type Value, configurationOf, isUsed } from "./program";

const MODULE = "gitlab_runners";
const INDENT = "    ";

/** The program for the SDK that Pulumi generates for Python. */
export function pythonExample(program: Program): string {
  const hasConfiguration = configurationOf(program).length > 0;
  const isPulumiUsed = hasConfiguration || program.steps.some(({ kind }) => kind === "export");
  const head = [
    ...(isPulumiUsed ? ["import pulumi"] : []),
    `import pulumi_${MODULE} as ${MODULE}`,
    "",
    ...(hasConfiguration ? ["config = pulumi.Config()"] : []),
  ];
  const lines = program.steps.flatMap((step) => {
    if (step.kind === "export") {
      return [`pulumi.export(${JSON.stringify(step.name)}, ${python(step.value)})`];
    }
    const target = isUsed(program, step.variable) ? `${snakeCase(step.variable)} = ` : "";
    return step.kind === "resource"
      ? call(`${target}${MODULE}.${step.type}`, [JSON.stringify(step.name)], step.args)
      : call(`${target}${MODULE}.${snakeCase(step.function)}_output`, [], step.args);
  });
  return [...head, ...lines].join("\n");
}

function call(name: string, first: readonly string[], { entries }: ObjectValue): string[] {
  const args = [...first, ...entries.map(([key, value]) => `${snakeCase(key)}=${python(value)}`)];
  const line = `${name}(${args.join(", ")})`;
  return line.length <= 88 ? [line] : [`${name}(`, ...args.map((arg) => `${INDENT}${arg},`), ")"];
}

function python(value: Value): string {
  switch (value.kind) {
    case "constant":
      return typeof value.value === "boolean"
        ? value.value
          ? "True"
          : "False"
        : JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(python).join(", ")}]`;
    case "object": {
      const entries = value.entries.map(
        ([key, entry]) => `${JSON.stringify(snakeCase(key))}: ${python(entry)}`,
      );
      return `{${entries.join(", ")}}`;
    }
    case "output":
      return `${snakeCase(value.of)}.${snakeCase(value.property)}`;
    case "configuration":
      return `config.require_secret(${JSON.stringify(value.key)})`;
  }
}
