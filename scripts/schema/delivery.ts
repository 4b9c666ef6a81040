import * as ts from "typescript";
import { described, docsOf } from "./docs";
import { type Member, membersOfExported, outputsOf } from "./members";
import { runnerSecrets } from "./resources";
import { withSecrets } from "./secrets";
import type { FunctionSpec, PackageSpec } from "./spec";
import { tokenOf } from "./tokens";
import type { TypeReader } from "./typeReader";

/** The methods of a runner that set a gitlab-runner process up. */
export const DELIVERY_NAMES = ["configToml", "helmValues", "registerCommand"] as const;
export type DeliveryName = (typeof DELIVERY_NAMES)[number];

/** What they take of the runner that they belong to, besides its id. */
export const OF_RUNNER: readonly string[] = [
  "token",
  "description",
  "tokenObtainedAt",
  "tokenExpiresAt",
];

/** For the languages that have no such methods, functions of the runner's outputs and the options. */
export function deliveryFunctions(reader: TypeReader): PackageSpec["functions"] {
  const members = [...runnerMembers(reader), ...options(reader)];
  const inputs = reader.object(members, "input");
  const properties = withSecrets(inputs.properties, runnerSecrets(reader));
  return Object.fromEntries(
    DELIVERY_NAMES.map((name) => [
      tokenOf(name),
      delivery(reader, name, { ...inputs, properties }),
    ]),
  );
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

function options({ sources }: TypeReader): Member[] {
  return membersOfExported(sources, "RunnerProcessOptions");
}

function delivery(
  { sources }: TypeReader,
  name: string,
  inputs: FunctionSpec["inputs"],
): FunctionSpec {
  const method = sources
    .class("Runner")
    .members.filter(ts.isMethodDeclaration)
    .find((member) => member.name.getText() === name);
  if (method === undefined) throw new Error(`a runner has no method ${name}`);
  // Its examples call the method.
  const description = described(docsOf(method));
  return {
    ...(description !== undefined && { description }),
    inputs,
    outputs: {
      type: "object",
      properties: { text: { type: "string", description: "The text, a secret.", secret: true } },
      required: ["text"],
    },
  };
}
