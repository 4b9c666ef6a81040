import { RESULT_NAMES } from "../../../plugin/functionResults";
import { DELIVERY_NAMES, type DeliveryName, OF_RUNNER } from "../../schema/delivery";
import { type ObjectValue, type Program, type Value, configurationOf } from "./program";

/**
 * The program for this package, where a list is an answer of its own and what sets gitlab-runner up are
 * methods of a runner.
 */
export function typescriptExample(program: Program): string {
  const lines = program.steps.flatMap((step) => {
    if (step.kind === "resource") {
      const text = `new ${step.type}(${JSON.stringify(step.name)}, ${object(step.args)})`;
      return [`const ${step.variable} = ${text};`];
    }
    if (step.kind === "export") {
      const { of, property } = step.value;
      return isWhole(program, of) ? [] : [`export const ${step.name} = ${of}.${property};`];
    }
    const isExported = isWhole(program, step.variable);
    const name = isExported
      ? `export const ${exportOf(program, step.variable)}`
      : `const ${step.variable}`;
    return [`${name} = ${callOf(step.function, step.args)};`];
  });
  return withImports(program, lines.join("\n"));
}

/** Whether the result of a call is what the schema has as a property of it. */
function isWhole({ steps }: Program, variable: string): boolean {
  return steps.some(
    (step) =>
      step.kind === "call" &&
      step.variable === variable &&
      (step.function in RESULT_NAMES || isDelivery(step.function)),
  );
}

function exportOf({ steps }: Program, variable: string): string {
  const found = steps.find((step) => step.kind === "export" && step.value.of === variable);
  if (found?.kind !== "export") throw new Error(`an example does nothing with ${variable}`);
  return found.name;
}

/** Code that says what a program does, with what it imports before it. */
export function withImports(program: Program, code: string): string {
  const hasConfiguration = configurationOf(program).length > 0;
  const imported = program.steps.flatMap((step) => {
    if (step.kind === "resource") return [step.type];
    return step.kind === "call" && !isDelivery(step.function) ? [`${step.function}Output`] : [];
  });
  return [
    ...(hasConfiguration ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    `import { ${[...new Set(imported)].sort().join(", ")} } from "pulumi-gitlab-runners";`,
    "",
    ...(hasConfiguration ? ["const config = new pulumi.Config();"] : []),
    code,
  ].join("\n");
}

function callOf(name: string, args: ObjectValue): string {
  if (!isDelivery(name)) return `${name}Output(${object(args)})`;
  const [, id] = args.entries.find(([key]) => key === "id") ?? [];
  if (id?.kind !== "output") throw new Error(`an example of ${name} has no runner`);
  const options = args.entries.filter(([key]) => key !== "id" && !OF_RUNNER.includes(key));
  return `${id.of}.${name}(${object({ kind: "object", entries: options })})`;
}

function isDelivery(name: string): name is DeliveryName {
  return (DELIVERY_NAMES as readonly string[]).includes(name);
}

function object({ entries }: ObjectValue): string {
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, value]) => `${name}: ${typescript(value)}`).join(", ")} }`;
}

function typescript(value: Value): string {
  switch (value.kind) {
    case "constant":
      return JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(typescript).join(", ")}]`;
    case "object":
      return object(value);
    case "output":
      return `${value.of}.${value.property}`;
    case "configuration":
      return `config.requireSecret(${JSON.stringify(value.key)})`;
  }
}
