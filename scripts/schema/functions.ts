import * as ts from "typescript";
import { RESULT_NAMES } from "../../plugin/functionResults";
import { type Docs, describedWithExamples, docsOf } from "./docs";
import { type Member, membersOf, merged } from "./members";
import { argsProse } from "./prose";
import { runnerSecrets } from "./resources";
import { withSecrets } from "./secrets";
import type { FunctionSpec, ObjectSpec, PackageSpec, TypeSpec } from "./spec";
import { tokenOf } from "./tokens";
import type { TypeReader } from "./typeReader";
import { type Typed, named, peeled, typed } from "./typed";
import { unclear } from "./unclear";

/**
 * What the SDK exports and the plugin does not serve: Pulumi makes the forms that give an Output
 * itself, a function of the plugin cannot answer one by one, and one that only fails needs the
 * program's own resources or gives back what it was given.
 */
const LEFT_OUT = /Output$|^iterate|^require/;

/** The functions that ask GitLab. */
export function dataFunctions(reader: TypeReader): PackageSpec["functions"] {
  const functions: PackageSpec["functions"] = {};
  const lists: string[] = [];
  for (const [name, declarations] of reader.sources.exported()) {
    const signatures = declarations.filter(ts.isFunctionDeclaration);
    if (signatures.length === 0 || LEFT_OUT.test(name)) continue;
    const found = dataFunction(reader, name, callable(signatures));
    functions[tokenOf(name)] = found.spec;
    if (found.isList) lists.push(name);
  }
  const unused = Object.keys(RESULT_NAMES).filter((name) => !lists.includes(name));
  if (unused.length > 0) throw new Error(`no function answers the list of ${unused.join(", ")}`);
  return functions;
}

/** Of overloads those that a program sees. */
function callable(signatures: ts.FunctionDeclaration[]): ts.FunctionDeclaration[] {
  return signatures.length === 1 ? signatures : signatures.filter(({ body }) => !body);
}

function dataFunction(
  reader: TypeReader,
  name: string,
  signatures: readonly ts.FunctionDeclaration[],
): { spec: FunctionSpec; isList: boolean } {
  const args = signatures.map((signature) => argsOf(signature));
  const inputs = args.map((type) => membersOf(reader.sources, type));
  const results = signatures.map(resultOf);
  const docs = signatures.map(docsOf).find(({ prose }) => prose.length > 0);
  const plainest = args.at(-1);
  if (docs === undefined || plainest === undefined) throw new Error(`${name} has no docstring`);
  const note = noteOfDetails(inputs);
  const isList = results.every(({ node }) => ts.isArrayTypeNode(node));
  const input = reader.object(
    merged(inputs, () => undefined),
    "input",
  );
  const outputs = isList
    ? listOf(reader, name, results, note)
    : reader.object(
        merged(resultMembers(reader, results), () => note),
        "output",
      );
  return {
    isList,
    spec: {
      description: describedWithExamples(withArgs(docs, argsDocs(reader, plainest), isList)),
      inputs: { ...input, properties: withSecrets(input.properties, runnerSecrets(reader)) },
      outputs,
    },
  };
}

function argsOf({ parameters, name }: ts.FunctionDeclaration): Typed {
  const [args] = parameters;
  if (args?.type === undefined) throw new Error(`${name?.text ?? ""} takes no arguments`);
  return typed(args.type);
}

function resultOf(signature: ts.FunctionDeclaration): Typed {
  const { type } = signature;
  if (type === undefined || !type.getText().startsWith("Promise<")) {
    throw unclear(signature.name ?? signature, "a function of the plugin answers a Promise");
  }
  return peeled(typed(type));
}

function resultMembers({ sources }: TypeReader, results: readonly Typed[]): Member[][] {
  return results.map((type) => membersOf(sources, type));
}

/** One argument of an overload makes it tell more. */
function noteOfDetails(inputs: readonly (readonly Member[])[]): string | undefined {
  const plain = inputs.at(-1)?.map(({ name }) => name) ?? [];
  const more = inputs.flat().find(({ name }) => !plain.includes(name));
  return more && `Present if \`${more.name}\` is true.`;
}

/** A list under the name that the table gives it, of items with what any overload has. */
function listOf(
  reader: TypeReader,
  name: string,
  results: readonly Typed[],
  note: string | undefined,
): ObjectSpec {
  const property = (RESULT_NAMES as Readonly<Partial<Record<string, string>>>)[name];
  if (property === undefined) {
    throw new Error(`plugin/functionResults.ts names no property for the list of ${name}`);
  }
  const items = results.map(({ node, bindings }) => {
    if (!ts.isArrayTypeNode(node)) throw unclear(node, "only some overloads answer a list");
    return { node: node.elementType, bindings };
  });
  const members = merged(resultMembers(reader, items), () => note);
  const item = items.at(-1);
  const type = item && named(reader.sources, item);
  if (type === undefined) throw new Error(`what ${name} lists has no name`);
  const description = docsOf(type.declaration).prose.join("\n\n");
  const ref: TypeSpec = reader.register(type.name, reader.object(members, "output", description));
  return {
    type: "object",
    properties: { [property]: { type: "array", items: ref } },
    required: [property],
  };
}

function argsDocs({ sources }: TypeReader, args: Typed): string[] {
  const type = named(sources, args);
  return type === undefined ? [] : argsProse(docsOf(type.declaration));
}

/** An example of a list would show the SDK's own form of the answer. */
function withArgs(docs: Docs, prose: readonly string[], isList: boolean): Docs {
  return {
    ...docs,
    prose: [...docs.prose, ...prose],
    examples: isList ? [] : docs.examples,
  };
}
