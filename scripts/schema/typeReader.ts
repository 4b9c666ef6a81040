import { isDeepStrictEqual } from "node:util";
import * as ts from "typescript";
import { described, docsOf } from "./docs";
import { FRACTIONS } from "./fractions";
import { type Member, membersOf, oneOf } from "./members";
import { SECRETS_OF_TYPES } from "./secrets";
import type { Sources } from "./sources";
import type { EnumSpec, ObjectSpec, PackageSpec, PropertySpec, TypeSpec } from "./spec";
import { tokenOf } from "./tokens";
import { type Named, type Typed, alternatives, constants, isOutside, named, peeled } from "./typed";
import { unclear } from "./unclear";

/** Whether a program gives a value or gets it. */
export type Direction = "input" | "output";

/** Where a type is used. */
interface Use {
  readonly direction: Direction;
  /** The property that has it, by which numbers are distinguished and a type without a name is named. */
  readonly owner: string;
  readonly property: string;
}

/** Types that the schema says without what they consist of. */
const KNOWN: Readonly<Record<string, TypeSpec>> = {
  TomlValue: { $ref: "pulumi.json#/Any" },
  'RunnerDetailsPayload["runner_type"]': { type: "string" },
};

const KEYWORDS: Readonly<Partial<Record<ts.SyntaxKind, TypeSpec>>> = {
  [ts.SyntaxKind.StringKeyword]: { type: "string" },
  [ts.SyntaxKind.BooleanKeyword]: { type: "boolean" },
};

/** Turns types of the SDK into the schema's, and collects those that have a name there. */
export class TypeReader {
  readonly types: PackageSpec["types"] = {};
  /** What is listed by its name and was found. */
  private readonly found = new Set<string>();

  constructor(readonly sources: Sources) {}

  /** An object of properties. */
  object(members: readonly Member[], direction: Direction, description?: string): ObjectSpec {
    const required = members.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    return {
      type: "object",
      ...(description !== undefined && { description }),
      properties: this.properties(members, direction),
      ...(required.length > 0 && { required }),
    };
  }

  properties(members: readonly Member[], direction: Direction): Record<string, PropertySpec> {
    return Object.fromEntries(
      members.map((member) => [member.name, this.property(member, direction)]),
    );
  }

  /** Registers a type of some name and gives the reference to it. */
  register(name: string, spec: ObjectSpec | EnumSpec): TypeSpec {
    const token = tokenOf(name);
    const known = this.types[token];
    if (known !== undefined && !isDeepStrictEqual(known, spec)) {
      throw new Error(`two types are called ${name}`);
    }
    this.types[token] = spec;
    const type: TypeSpec = { $ref: `#/types/${token}` };
    return spec.type === "object" ? type : { type: spec.type, ...type };
  }

  /** That no entry of the lists of properties is left over from something that is gone. */
  checkLists(): void {
    const unused = [...FRACTIONS, ...SECRETS_OF_TYPES].filter((name) => !this.found.has(name));
    if (unused.length > 0) throw new Error(`no property is called ${unused.join(", ")}`);
  }

  private property({ docs, note, types, owner, name }: Member, direction: Direction): PropertySpec {
    const prose = [...docs.prose];
    const more = [
      ...this.describedConstants(types, direction, prose.join(" ")),
      ...(note === undefined ? [] : [note]),
    ];
    if (more.length > 0) prose.push([prose.pop() ?? "", ...more].join(" ").trim());
    const description = described({ prose, see: docs.see });
    return {
      ...this.union(types, { direction, owner, property: name }),
      ...(description !== undefined && { description }),
      ...(docs.deprecated !== undefined && { deprecationMessage: docs.deprecated }),
      ...(direction === "input" &&
        docs.prose.some((text) => text.includes("Changing it replaces")) && {
          willReplaceOnChanges: true as const,
        }),
      ...(this.isListed(SECRETS_OF_TYPES, `${owner}.${name}`) && { secret: true as const }),
    };
  }

  /** The constants of a type, where neither an enum of the schema nor its description names them. */
  private describedConstants(
    types: readonly Typed[],
    direction: Direction,
    description: string,
  ): string[] {
    const parts = types.flatMap(alternatives);
    if (direction === "input" && parts.some(({ node }) => ts.isTypeReferenceNode(node))) return [];
    const values = types.map((type) => constants(this.sources, type));
    if (values.includes(undefined)) return [];
    const different = [...new Set(values.flatMap((all) => all ?? []))];
    const isDescribed = different.every((value) => description.includes(`\`${value}\``));
    return different.length < 2 || isDescribed ? [] : [`One of ${oneOf(different)}.`];
  }

  private union(types: readonly Typed[], use: Use): TypeSpec {
    const all = types.flatMap(alternatives).flatMap((part) => this.part(part, use));
    const different = [...new Map(all.map((spec) => [JSON.stringify(spec), spec])).values()];
    const [first] = different;
    if (first === undefined) throw new Error(`${use.owner}.${use.property} has no type`);
    return different.length === 1 ? first : { oneOf: different };
  }

  /** What one alternative of a type is in the schema: of an enum, texts and the enum. */
  private part(part: Typed, use: Use): TypeSpec[] {
    const { node, bindings } = part;
    const known = KNOWN[node.getText()] ?? KEYWORDS[node.kind];
    if (known !== undefined) return [known];
    if (node.kind === ts.SyntaxKind.NumberKeyword) {
      return [
        { type: this.isListed(FRACTIONS, `${use.owner}.${use.property}`) ? "number" : "integer" },
      ];
    }
    if (ts.isLiteralTypeNode(node)) return [literal(node)];
    if (ts.isArrayTypeNode(node)) {
      const items = this.union([{ node: node.elementType, bindings }], use);
      return [{ type: "array", items }];
    }
    if (ts.isTypeReferenceNode(node) && isOutside(node)) return [this.outside(part, node, use)];
    const values = constants(this.sources, part);
    const found = named(this.sources, part);
    if (values !== undefined) {
      return found === undefined || use.direction === "output"
        ? [{ type: "string" }]
        : [{ type: "string" }, this.enumOf(found, values)];
    }
    if (found === undefined) return [this.unnamed(part, use)];
    return [this.objectOf(found, part, use.direction)];
  }

  private isListed(list: ReadonlySet<string>, name: string): boolean {
    if (!list.has(name)) return false;
    this.found.add(name);
    return true;
  }

  private outside({ bindings }: Typed, node: ts.TypeReferenceNode, use: Use): TypeSpec {
    const [first, second] = node.typeArguments ?? [];
    if (node.typeName.getText() !== "Record" || first === undefined || second === undefined) {
      throw unclear(node, "the schema knows no such type");
    }
    const key = peeled({ node: first, bindings }).node;
    if (key.kind !== ts.SyntaxKind.StringKeyword) throw unclear(node, "keys must be texts");
    const additionalProperties = this.union([{ node: second, bindings }], use);
    return { type: "object", additionalProperties };
  }

  private enumOf({ name, declaration }: Named, values: readonly string[]): TypeSpec {
    const description = described(docsOf(declaration));
    return this.register(name, {
      type: "string",
      ...(description !== undefined && { description }),
      enum: values.map((value) => ({ name: pascalCase(value), value })),
    });
  }

  private objectOf({ name, declaration }: Named, type: Typed, direction: Direction): TypeSpec {
    const description = described(docsOf(declaration));
    return this.register(name, this.object(membersOf(this.sources, type), direction, description));
  }

  /** A type without a name gets that of its property. */
  private unnamed(type: Typed, { owner, property, direction }: Use): TypeSpec {
    const { node } = type;
    if (!ts.isTypeLiteralNode(node) && !ts.isIntersectionTypeNode(node)) {
      throw unclear(node, "the schema knows no such type");
    }
    const name = owner + pascalCase(property);
    return this.register(name, this.object(membersOf(this.sources, type, name), direction));
  }
}

function literal(node: ts.LiteralTypeNode): TypeSpec {
  switch (node.literal.kind) {
    case ts.SyntaxKind.StringLiteral:
      return { type: "string" };
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return { type: "boolean" };
    default:
      throw unclear(node, "the schema knows no such constant");
  }
}

function pascalCase(text: string): string {
  return text.replace(/(?:^|[_-])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
