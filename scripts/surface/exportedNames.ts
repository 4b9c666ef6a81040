import * as ts from "typescript";

import { OPTIONAL, type Part, REQUIRED } from "./surface";

type Item = readonly [name: string, shape: string];

const AS_WRITTEN: ts.TypeFormatFlags =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.InTypeAlias;

/** The exports of a program's files, each with the members that users see of it. */
export class ExportedNames {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #printer = ts.createPrinter({ removeComments: true });
  /** The entry of each export that was found already. */
  readonly #entries = new Map<ts.Symbol, string>();

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /** @throws Error for a file that exports nothing. */
  of(entry: string, file: string): Part {
    const source = this.#program.getSourceFile(file);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} exports nothing`);
    const items = this.#checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = this.#original(exported);
      const known = this.#entries.get(symbol);
      if (known !== undefined) return [[exported.name, `as in ${known}`] as const];
      this.#entries.set(symbol, entry);
      return this.#items(exported.name, symbol);
    });
    return Object.fromEntries(items);
  }

  #original(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #items(name: string, symbol: ts.Symbol): Item[] {
    const value = this.#checker.getTypeOfSymbol(symbol);
    if (symbol.flags & ts.SymbolFlags.Class) return this.#classItems(name, symbol, value);
    if (symbol.flags & ts.SymbolFlags.Interface)
      return [[name, "interface"], ...this.#memberItems(name, this.#declared(symbol), name)];
    if (symbol.flags & ts.SymbolFlags.TypeAlias) return this.#aliasItems(name, symbol);
    const calls = value.getCallSignatures();
    if (calls.length > 0) return this.#callItems(name, calls);
    if (this.#checker.isTupleType(value)) return this.#listItems(name, value);
    return isPlain(value)
      ? [[name, "object"], ...this.#memberItems(name, value, name)]
      : [[name, this.#text(value)]];
  }

  #declared(symbol: ts.Symbol): ts.Type {
    return this.#checker.getDeclaredTypeOfSymbol(symbol);
  }

  #classItems(name: string, symbol: ts.Symbol, value: ts.Type): Item[] {
    return [
      [name, "class"],
      ...this.#callItems(`new ${name}`, value.getConstructSignatures()),
      ...this.#memberItems(`static ${name}`, value, name),
      ...this.#memberItems(name, this.#declared(symbol), name),
    ];
  }

  #listItems(name: string, list: ts.Type): Item[] {
    const entries = this.#checker.getTypeArguments(list as ts.TypeReference);
    return [
      [name, "list"],
      ...entries.map((entry): Item => [`${name} has ${this.#text(entry)}`, "value"]),
    ];
  }

  /** The parameters by their places, since a call does not name them, and the result. */
  #callItems(name: string, signatures: readonly ts.Signature[]): Item[] {
    return signatures.flatMap((signature, index) => {
      const call = signatures.length > 1 ? `${name}, form ${index + 1}` : name;
      return [
        [call, `returns ${this.#result(signature)}`] as const,
        ...signature.parameters.map((parameter, place): Item => {
          const { isOptional, shape } = this.#valueOf(parameter);
          return [`${call}(${place + 1})`, `${isOptional ? OPTIONAL : REQUIRED}${shape}`];
        }),
      ];
    });
  }

  #aliasItems(name: string, symbol: ts.Symbol): Item[] {
    const type = this.#declared(symbol);
    if (type.isUnion() && type.types.every((member) => member.isLiteral()))
      return [
        [name, "type"],
        ...type.types.map((member): Item => [`${name} = ${this.#text(member)}`, "value"]),
      ];
    if (isPlain(type)) return [[name, "type"], ...this.#memberItems(name, type, name)];
    const [declaration] = symbol.declarations ?? [];
    return [
      [
        name,
        declaration && ts.isTypeAliasDeclaration(declaration)
          ? this.#written(declaration.type)
          : this.#text(type),
      ],
    ];
  }

  /** @param owner - the export to which the members belong, at any depth. */
  #memberItems(name: string, type: ts.Type, owner: string): Item[] {
    return this.#checker
      .getPropertiesOfType(type)
      .filter((member) => this.#isOurs(member))
      .flatMap((member) => this.#oneMember(`${name}.${member.name}`, member, owner));
  }

  #oneMember(name: string, member: ts.Symbol, owner: string): Item[] {
    const type = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(member));
    if (type.getCallSignatures().length > 0) return this.#callItems(name, type.getCallSignatures());
    const { isOptional, shape, isWritten } = this.#valueOf(member);
    const need = isOptional ? OPTIONAL : isInput(owner) ? REQUIRED : "";
    const element = elementOf(this.#checker, type);
    if (isWritten || !isPlain(element ?? type)) return [[name, `${need}${shape}`]];
    return [
      [name, `${need}${element === undefined ? "object" : "list of objects"}`],
      ...this.#memberItems(element === undefined ? name : `${name}[]`, element ?? type, owner),
    ];
  }

  /** The type of a property or parameter: as its source has it, unless another type decides on it. */
  #valueOf(symbol: ts.Symbol): { isOptional: boolean; shape: string; isWritten: boolean } {
    const declaration = symbol.declarations?.find(isValue);
    const type = this.#checker.getTypeOfSymbol(symbol);
    const written = declaration?.type;
    const isWritten =
      written !== undefined && this.#isSame(this.#checker.getTypeFromTypeNode(written), type);
    const isOptional =
      (symbol.flags & ts.SymbolFlags.Optional) !== 0 ||
      (declaration !== undefined &&
        ts.isParameter(declaration) &&
        this.#checker.isOptionalParameter(declaration));
    const shape = isWritten ? this.#written(written) : this.#text(type);
    return {
      isOptional,
      shape: isOptional ? shape.replace(/ \| undefined$/, "") : shape,
      isWritten,
    };
  }

  #result(signature: ts.Signature): string {
    // An implied constructor has no declaration, which TypeScript's types leave out.
    const declaration = signature.getDeclaration() as ts.SignatureDeclaration | undefined;
    const written = declaration?.type;
    const type = signature.getReturnType();
    return written !== undefined && this.#isSame(this.#checker.getTypeFromTypeNode(written), type)
      ? this.#written(written)
      : this.#text(type);
  }

  #isSame(one: ts.Type, other: ts.Type): boolean {
    return this.#checker.getNonNullableType(one) === this.#checker.getNonNullableType(other);
  }

  /** Whether users may rely on a member: it is neither the SDK's nor hidden. */
  #isOurs(member: ts.Symbol): boolean {
    if (member.name === "prototype" || member.name.startsWith("__")) return false;
    const [declaration] = member.declarations ?? [];
    const name = declaration && ts.getNameOfDeclaration(declaration);
    if (declaration === undefined || (name && ts.isPrivateIdentifier(name))) return false;
    if (this.#program.isSourceFileFromExternalLibrary(declaration.getSourceFile())) return false;
    const modifiers = ts.getCombinedModifierFlags(declaration);
    return (
      !(modifiers & ts.ModifierFlags.Private) &&
      !(modifiers & ts.ModifierFlags.Protected) &&
      !ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === "internal")
    );
  }

  #text(type: ts.Type): string {
    return this.#checker.typeToString(type, undefined, AS_WRITTEN);
  }

  /** A type as its source has it, in one line. */
  #written(node: ts.TypeNode): string {
    return this.#printer
      .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
      .replace(/\s+/g, " ");
  }
}

type Value = ts.PropertySignature | ts.PropertyDeclaration | ts.ParameterDeclaration;

function isValue(declaration: ts.Declaration): declaration is Value {
  return (
    ts.isPropertySignature(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration)
  );
}

/** Whether users write values of an export, by its name. */
function isInput(name: string): boolean {
  return /(?:Args|Options|Configuration|Seed)$/.test(name);
}

/** Whether a type is an object with nothing but properties. */
function isPlain(type: ts.Type): boolean {
  if (type.isIntersection()) return type.types.every(isPlain);
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    type.getProperties().length > 0 &&
    type.getCallSignatures().length === 0 &&
    type.getConstructSignatures().length === 0 &&
    type.getNumberIndexType() === undefined &&
    type.getStringIndexType() === undefined &&
    !type.isClass()
  );
}

function elementOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return checker.isArrayType(type) ? type.getNumberIndexType() : undefined;
}
