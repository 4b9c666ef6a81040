import * as ts from "typescript";
import { type Docs, docsOf } from "./docs";
import type { Sources } from "./sources";
import {
  type Named,
  type Typed,
  alternatives,
  constants,
  mayBeUndefined,
  named,
  peeled,
  typed,
} from "./typed";
import { unclear } from "./unclear";

/** A property of a type of the SDK. */
export interface Member {
  readonly name: string;
  /** The type that declares it. */
  readonly owner: string;
  /** Of which types its value may be. */
  readonly types: readonly Typed[];
  readonly isOptional: boolean;
  readonly docs: Docs;
  /** Which variants have it, if not all do. */
  readonly note?: string;
}

/** The properties of a type; of a union of types, those of all. */
export function membersOf(sources: Sources, type: Typed, owner = ""): Member[] {
  const parts = alternatives(type);
  if (parts.length > 1) return mergedVariants(sources, parts, owner);
  const { node, bindings } = parts[0] ?? peeled(type);
  if (ts.isTypeLiteralNode(node)) return declared(node.members, { owner, bindings });
  if (ts.isIntersectionTypeNode(node)) {
    return distinct(
      node.types.flatMap((part) => membersOf(sources, { node: part, bindings }, owner)),
    );
  }
  const found = named(sources, { node, bindings });
  if (found === undefined) throw unclear(node, "the schema sees no properties in this type");
  return membersOfNamed(sources, found);
}

/** The properties of a type that the SDK exports. */
export function membersOfExported(sources: Sources, name: string): Member[] {
  return membersOfNamed(sources, { name, declaration: sources.type(name), bindings: new Map() });
}

function membersOfNamed(sources: Sources, { name, declaration, bindings }: Named): Member[] {
  if (ts.isTypeAliasDeclaration(declaration)) {
    return membersOf(sources, { node: declaration.type, bindings }, name);
  }
  const inherited = (declaration.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .flatMap((base) => membersOf(sources, { node: base, bindings }, name));
  const own = declared(declaration.members, { owner: name, bindings });
  return distinct([...inherited, ...own]);
}

/** The outputs that a class of a resource declares. */
export function outputsOf(declaration: ts.ClassDeclaration): Member[] {
  return declaration.members
    .filter(ts.isPropertyDeclaration)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))
    .map((property) => memberOf(property, { owner: declaration.name?.text ?? "" }))
    .filter(({ docs }) => !docs.isInternal);
}

/**
 * The properties of several types as those of one: optional is what not all of them need.
 *
 * @param noteOf - says of a property that not all have when it is there.
 */
export function merged(
  variants: readonly (readonly Member[])[],
  noteOf: (having: readonly number[]) => string | undefined,
): Member[] {
  const names = new Set(variants.flatMap((members) => members.map(({ name }) => name)));
  return [...names].map((name) => {
    const found = variants.flatMap((members, index) =>
      members.filter((member) => member.name === name).map((member) => ({ member, index })),
    );
    const all = found.map(({ member }) => member);
    const [first] = all;
    if (first === undefined) throw new Error(`no type has ${name}`);
    const isInAll = found.length === variants.length;
    const note = isInAll ? undefined : noteOf(found.map(({ index }) => index));
    return {
      ...(all.find(({ docs }) => docs.prose.length > 0) ?? first),
      types: differing(all.flatMap(({ types }) => types)),
      isOptional: !isInAll || all.some(({ isOptional }) => isOptional),
      ...(note !== undefined && { note }),
    };
  });
}

/** The property whose constants distinguish the variants says which of them have each other property. */
function mergedVariants(sources: Sources, parts: readonly Typed[], owner: string): Member[] {
  const variants = parts.map((part) => membersOf(sources, part, owner));
  const [tag] = variants[0]?.filter(({ types }) => textsOf(sources, types) !== undefined) ?? [];
  return merged(variants, (having) => {
    if (tag === undefined) return undefined;
    const values = having.flatMap((index) => {
      const own = variants[index]?.find(({ name }) => name === tag.name);
      return textsOf(sources, own?.types ?? []) ?? [];
    });
    return `Only if \`${tag.name}\` is ${oneOf(values)}.`;
  });
}

function textsOf(sources: Sources, types: readonly Typed[]): string[] | undefined {
  const texts = types.map((type) => constants(sources, type));
  return texts.includes(undefined) ? undefined : texts.flatMap((each) => each ?? []);
}

/** Constants as a sentence lists them. */
export function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}

interface Place {
  readonly owner: string;
  readonly bindings?: Typed["bindings"];
}

function declared(members: ts.NodeArray<ts.TypeElement>, place: Place): Member[] {
  return members.map((member) => {
    if (!ts.isPropertySignature(member)) throw unclear(member, "the schema has properties only");
    return memberOf(member, place);
  });
}

function memberOf(
  property: ts.PropertySignature | ts.PropertyDeclaration,
  { owner, bindings }: Place,
): Member {
  if (property.type === undefined) throw unclear(property, "the schema needs a type here");
  const type = typed(property.type, bindings);
  return {
    name: property.name.getText(),
    owner,
    types: [type],
    isOptional: property.questionToken !== undefined || mayBeUndefined(type),
    docs: docsOf(property),
  };
}

/** Of properties of the same name the last, which a type declares anew. */
function distinct(members: readonly Member[]): Member[] {
  return [...new Map(members.map((member) => [member.name, member])).values()];
}

function differing(types: readonly Typed[]): Typed[] {
  return [...new Map(types.map((type) => [type.node.getText(), type])).values()];
}
