import { PACKAGE } from "../../schema/tokens";
import { stringify } from "yaml";
import { type ObjectValue, type Program, type Value, configurationOf } from "./program";

type Plain = string | number | boolean | Plain[] | { [key: string]: Plain };

/** Pulumi reads YAML 1.1, where a time that is not quoted is no text. */
const OPTIONS = { schema: "yaml-1.1", lineWidth: 0 } as const;

/** The program as a `Pulumi.yaml`. */
export function yamlExample(program: Program): string {
  const sections: Record<string, Record<string, Plain>> = {};
  const add = (section: string, name: string, value: Plain): void => {
    (sections[section] ??= {})[name] = value;
  };
  for (const key of configurationOf(program)) add("config", key, { type: "string", secret: true });
  for (const step of program.steps) {
    if (step.kind === "resource") {
      const own = step.name === step.variable ? {} : { name: step.name };
      const type = `${PACKAGE}:${step.type}`;
      add("resources", step.variable, { type, ...own, properties: plain(step.args) });
    } else if (step.kind === "call") {
      const call = { function: `${PACKAGE}:${step.function}`, arguments: plain(step.args) };
      add("variables", step.variable, { "fn::invoke": call });
    } else add("outputs", step.name, plain(step.value));
  }
  return stringify({ name: "example", runtime: "yaml", ...sections }, OPTIONS);
}

function plain(value: Value): Plain {
  switch (value.kind) {
    case "constant":
      return value.value;
    case "list":
      return value.items.map(plain);
    case "object":
      return plainObject(value);
    case "output":
      return `\${${value.of}.${value.property}}`;
    case "configuration":
      return `\${${value.key}}`;
  }
}

function plainObject({ entries }: ObjectValue): { [key: string]: Plain } {
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}
