import * as ts from "typescript";
import { type Sources, textsIn } from "./sources";
import { unclear } from "./unclear";

/** What the parameters of a generic type stand for. */
type Bindings = ReadonlyMap<string, Typed>;

/** A type as it is written, and what the parameters in it stand for. */
export interface Typed {
  readonly node: ts.TypeNode;
  readonly bindings: Bindings;
}

/** A type that has a name. */
export interface Named {
  readonly name: string;
  readonly declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
  readonly bindings: Bindings;
}

const WRAPPERS: ReadonlySet<string> = new Set(["pulumi.Input", "pulumi.Output", "Promise"]);
const NONE: Bindings = new Map();

export function typed(node: ts.TypeNode, bindings: Bindings = NONE): Typed {
  return { node, bindings };
}

/** The type without what only says how a program holds it. */
export function peeled(type: Typed): Typed {
  const { node, bindings } = type;
  if (ts.isParenthesizedTypeNode(node)) return peeled({ node: node.type, bindings });
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) {
    return peeled({ node: node.type, bindings });
  }
  if (!ts.isTypeReferenceNode(node)) return type;
  const name = node.typeName.getText();
  const [argument] = node.typeArguments ?? [];
  if (WRAPPERS.has(name) && argument !== undefined) return peeled({ node: argument, bindings });
  const bound = bindings.get(name);
  return bound === undefined ? type : peeled(bound);
}

/** The type that a reference names; undefined for what is no reference. */
export function named(sources: Sources, { node, bindings }: Typed): Named | undefined {
  if (!ts.isTypeReferenceNode(node) && !ts.isExpressionWithTypeArguments(node)) return undefined;
  const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
  if (!ts.isIdentifier(name) && !ts.isQualifiedName(name)) {
    throw unclear(node, "the schema does not follow this name");
  }
  const declaration = sources.declarationOf(name);
  if (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)) {
    throw unclear(node, "the schema has no such type");
  }
  const bound = (declaration.typeParameters ?? []).map(({ name: parameter }, index) => {
    const argument = node.typeArguments?.[index];
    if (argument === undefined) throw unclear(node, `${parameter.text} is not given`);
    return [parameter.text, { node: argument, bindings }] as const;
  });
  return { name: declaration.name.text, declaration, bindings: new Map(bound) };
}

/** Of which types a value may be, undefined left out. */
export function alternatives(type: Typed): Typed[] {
  const { node, bindings } = peeled(type);
  if (ts.isUnionTypeNode(node)) {
    return node.types.flatMap((part) => alternatives({ node: part, bindings }));
  }
  return node.kind === ts.SyntaxKind.UndefinedKeyword ? [] : [{ node, bindings }];
}

/** Whether a value may be undefined. */
export function mayBeUndefined(type: Typed): boolean {
  const { node, bindings } = peeled(type);
  if (ts.isUnionTypeNode(node)) {
    return node.types.some((part) => mayBeUndefined({ node: part, bindings }));
  }
  return node.kind === ts.SyntaxKind.UndefinedKeyword;
}

/** The texts that a type consists of, also by its name; undefined for any other type. */
export function constants(sources: Sources, type: Typed): string[] | undefined {
  const all = alternatives(type).map((part) => constantsOfPart(sources, part));
  if (all.length === 0) return undefined;
  const known = all.filter((part) => part !== undefined);
  return known.length === all.length ? known.flat() : undefined;
}

function constantsOfPart(sources: Sources, part: Typed): string[] | undefined {
  const { node } = part;
  if (ts.isLiteralTypeNode(node)) {
    return ts.isStringLiteral(node.literal) ? [node.literal.text] : undefined;
  }
  if (ts.isIndexedAccessTypeNode(node)) return constantsOfList(sources, node);
  if (!ts.isTypeReferenceNode(node) || isOutside(node)) return undefined;
  const found = named(sources, part);
  return found === undefined || ts.isInterfaceDeclaration(found.declaration)
    ? undefined
    : constants(sources, { node: found.declaration.type, bindings: found.bindings });
}

/** `(typeof LIST)[number]`. */
function constantsOfList(sources: Sources, node: ts.IndexedAccessTypeNode): string[] | undefined {
  const { node: list } = peeled(typed(node.objectType));
  return ts.isTypeQueryNode(list) ? textsIn(sources.declarationOf(list.exprName)) : undefined;
}

/** Whether a name is TypeScript's own. */
export function isOutside(node: ts.TypeReferenceNode): boolean {
  return ["Record", "Array", "ReadonlyArray"].includes(node.typeName.getText());
}
