import { RESULT_NAMES } from "../../../plugin/functionResults";
import { DELIVERIES, type DeliveryName } from "../../../functions";
import { OF_RUNNER } from "../../schema/delivery";
import { type ObjectValue, type Program, type Value, configurationOf } from "./program";

/**
 * The program for this package, where a list is an answer of its own and what sets gitlab-runner up are
 * methods of a process or of a runner.
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
    if (step.kind === "export") return [];
    if (!isDelivery(step.function)) return [`${step.function}Output`];
    return DELIVERIES[step.function].form === "process" ? ["RunnerProcess"] : [];
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
  if (DELIVERIES[name].form === "oneRunner") {
    const { runner, options } = parted(args);
    return `${runner}.${name}(${object(options)})`;
  }
  const [, options] = args.entries.find(([key]) => key === "options") ?? [];
  const process = args.entries.filter(([key]) => key !== "options");
  const entries = process.map(([key, value]) => {
    if (key !== "runners" || value.kind !== "list") return `${key}: ${typescript(value)}`;
    return `runners: [${value.items.map(processRunner).join(", ")}]`;
  });
  return `new RunnerProcess({ ${entries.join(", ")} }).${name}(${options === undefined ? "" : typescript(options)})`;
}

function processRunner(value: Value): string {
  if (value.kind !== "object") throw new Error("a runner of an example is no object");
  const { runner, options } = parted(value);
  return object(options, [`runner: ${runner}`]);
}

/** The variable of a runner, which the outputs of it name, and the options beside these. */
function parted({ entries }: ObjectValue): { runner: string; options: ObjectValue } {
  const [, id] = entries.find(([key]) => key === "id") ?? [];
  if (id?.kind !== "output") throw new Error("an example has no runner");
  const options = entries.filter(([key]) => key !== "id" && !OF_RUNNER.includes(key));
  return { runner: id.of, options: { kind: "object", entries: options } };
}

function isDelivery(name: string): name is DeliveryName {
  return Object.hasOwn(DELIVERIES, name);
}

function object({ entries }: ObjectValue, first: readonly string[] = []): string {
  const all = [...first, ...entries.map(([name, value]) => `${name}: ${typescript(value)}`)];
  return all.length === 0 ? "{}" : `{ ${all.join(", ")} }`;
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
