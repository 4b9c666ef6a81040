import * as ts from "typescript";
import { DELIVERIES, type DeliveryName, type Form } from "../../functions";
import { described, docsOf } from "./docs";
import { type Member, membersOfExported, outputsOf } from "./members";
import { runnerSecrets } from "./resources";
import { withSecrets } from "./secrets";
import type { FunctionSpec, ObjectSpec, PackageSpec, PropertySpec } from "./spec";
import { tokenOf } from "./tokens";
import type { TypeReader } from "./typeReader";
import { named, peeled, typed } from "./typed";

/** The methods that set a gitlab-runner up. */
export const DELIVERY_NAMES = Object.keys(DELIVERIES) as DeliveryName[];

/** What they take of a runner, besides its id. */
export const OF_RUNNER: readonly string[] = ["token", "description"];

/** Whose methods they are, and at which place these take options of their own. */
const METHODS: Readonly<Record<Form, { readonly of: string; readonly options: number }>> = {
  process: { of: "RunnerProcess", options: 0 },
  oneRunner: { of: "Runner", options: 1 },
};

/**
 * For the languages that have no such methods, functions of a process: the options of its global section, and
 * its runners; or of one runner. A runner is its resource's outputs and options.
 */
export function deliveryFunctions(reader: TypeReader): PackageSpec["functions"] {
  return Object.fromEntries(DELIVERY_NAMES.map((name) => [tokenOf(name), delivery(reader, name)]));
}

function delivery(reader: TypeReader, name: DeliveryName): FunctionSpec {
  const { form } = DELIVERIES[name];
  const { of, options } = METHODS[form];
  const method = methodOf(reader, of, name);
  // Its examples call the method.
  const description = described(docsOf(method));
  const inputs = form === "process" ? processOf(reader) : runnerOf(reader);
  const parameter = method.parameters[options];
  const properties = {
    ...inputs.properties,
    ...(parameter !== undefined && { options: optionsOf(reader, parameter) }),
  };
  const required = [
    ...(inputs.required ?? []),
    ...(parameter !== undefined && isRequired(parameter) ? ["options"] : []),
  ];
  return {
    ...(description !== undefined && { description }),
    inputs: { ...inputs, properties, required },
    outputs: {
      type: "object",
      properties: { text: { type: "string", description: "The text, a secret.", secret: true } },
      required: ["text"],
    },
  };
}

function isRequired({ initializer, questionToken }: ts.ParameterDeclaration): boolean {
  return initializer === undefined && questionToken === undefined;
}

function methodOf({ sources }: TypeReader, of: string, name: string): ts.MethodDeclaration {
  const method = sources
    .class(of)
    .members.filter(ts.isMethodDeclaration)
    .find((member) => member.name.getText() === name);
  if (method === undefined) throw new Error(`${of} has no method ${name}`);
  return method;
}

function processOf(reader: TypeReader): ObjectSpec {
  const { properties } = reader.object(
    membersOfExported(reader.sources, "ProcessOptions"),
    "input",
  );
  const items = reader.register("ProcessRunner", {
    ...runnerOf(reader),
    description: "A runner of a process, and how its jobs are run.",
  });
  const runners: PropertySpec = {
    type: "array",
    items,
    description: "The runners whose jobs the process runs, at least one.",
  };
  return { type: "object", properties: { ...properties, runners }, required: ["runners"] };
}

function runnerOf(reader: TypeReader): ObjectSpec {
  const options = membersOfExported(reader.sources, "RunnerOptions");
  const spec = reader.object([...runnerMembers(reader), ...options], "input");
  return { ...spec, properties: withSecrets(spec.properties, runnerSecrets(reader)) };
}

function runnerMembers({ sources }: TypeReader): Member[] {
  const outputs = outputsOf(sources.class("Runner"));
  const ids = membersOfExported(sources, "GetRunnerArgs");
  const found = [...ids, ...outputs.filter(({ name }) => OF_RUNNER.includes(name))];
  if (found.length !== OF_RUNNER.length + 1) {
    throw new Error(`a runner has not all of id, ${OF_RUNNER.join(", ")}`);
  }
  return found;
}

/** The options of what is written, a type that the SDK exports. */
function optionsOf(reader: TypeReader, { type }: ts.ParameterDeclaration): PropertySpec {
  const found = type && named(reader.sources, peeled(typed(type)));
  if (found === undefined) throw new Error("options of what is written have no type of a name");
  const description = described(docsOf(found.declaration));
  const members = membersOfExported(reader.sources, found.name);
  return {
    ...reader.register(found.name, reader.object(members, "input", description)),
    ...(description !== undefined && { description }),
  };
}
