import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";
import { unclear } from "./unclear";

/** The SDK's sources, with names that can be looked up across files. */
export class Sources {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  constructor(private readonly root: string) {
    this.program = programOf(join(root, "sdk", "index.ts"));
    this.checker = this.program.getTypeChecker();
  }

  /** What users of the SDK may import, by name. */
  exported(): ReadonlyMap<string, readonly ts.Declaration[]> {
    const module = this.checker.getSymbolAtLocation(this.file("sdk/index.ts"));
    if (module === undefined) throw new Error("sdk/index.ts exports nothing");
    const symbols = this.checker.getExportsOfModule(module);
    return new Map(
      symbols.map((symbol) => [symbol.name, this.original(symbol).declarations ?? []]),
    );
  }

  /** An exported interface or type. */
  type(name: string): ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
    const found = this.exported().get(name)?.find(isTypeDeclaration);
    if (found === undefined) throw new Error(`the SDK exports no type ${name}`);
    return found;
  }

  /** An exported class. */
  class(name: string): ts.ClassDeclaration {
    const found = this.exported().get(name)?.find(ts.isClassDeclaration);
    if (found === undefined) throw new Error(`the SDK exports no class ${name}`);
    return found;
  }

  /** What a name in a type stands for. */
  declarationOf(name: ts.EntityName): ts.Declaration {
    const symbol = this.checker.getSymbolAtLocation(name);
    const declaration = symbol && this.original(symbol).declarations?.[0];
    if (declaration === undefined) throw unclear(name, "the schema knows no such name");
    return declaration;
  }

  /** The texts of which a constant of a file is made. */
  texts(file: string, constant: string): string[] {
    for (const statement of this.file(file).statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations) {
        if (declaration.name.getText() === constant) return textsIn(declaration);
      }
    }
    throw new Error(`${file} has no constant ${constant}`);
  }

  private file(name: string): ts.SourceFile {
    const file = this.program.getSourceFile(join(this.root, name));
    if (file === undefined) throw new Error(`there is no ${name} in the SDK`);
    return file;
  }

  private original(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }
}

/** The texts in a piece of code, in their order. */
export function textsIn(node: ts.Node): string[] {
  if (ts.isStringLiteral(node)) return [node.text];
  const texts: string[] = [];
  node.forEachChild((child) => {
    texts.push(...textsIn(child));
  });
  return texts;
}

function isTypeDeclaration(
  declaration: ts.Declaration,
): declaration is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
}

/**
 * Our own files only, which are parsed and not checked: without the packages that they import and
 * without TypeScript's library it takes a tenth of the time.
 */
function programOf(entry: string): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
  const read = (file: string): string | undefined =>
    existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const host: ts.CompilerHost = {
    fileExists: existsSync,
    readFile: read,
    getSourceFile: (name, target) => {
      const text = read(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, target, true);
    },
    getDefaultLibFileName: () => "",
    writeFile: () => undefined,
    getCurrentDirectory: () => dirname(entry),
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: ownModule(text, from) })),
  };
  return ts.createProgram([entry], options, host);
}

function ownModule(name: string, from: string): ts.ResolvedModuleFull | undefined {
  if (!name.startsWith(".")) return undefined;
  const path = join(dirname(from), name);
  const resolvedFileName = [`${path}.ts`, join(path, "index.ts")].find(existsSync);
  return resolvedFileName === undefined
    ? undefined
    : { resolvedFileName, extension: ts.Extension.Ts };
}
