import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

import { ExportedNames } from "./exportedNames";
import type { Part } from "./surface";

const PACKAGE = "pulumi-gitlab-runners";

/** What TypeScript programs import, by the entry of the package from which they do. */
export function entryPoints(root: string): Record<string, Part> {
  const entries = entriesOf(root);
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    optionsOf(root),
  );
  const names = new ExportedNames(program);
  return Object.fromEntries(entries.map(({ name, file }) => [name, names.of(name, file)]));
}

/** The entries that package.json lists, each with its source. */
function entriesOf(root: string): { name: string; file: string }[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string | { types: string }>;
  };
  return Object.entries(exports).flatMap(([path, entry]) => {
    if (typeof entry === "string") return [];
    const source = entry.types.replace(/^\.\/dist\//, "").replace(/\.d\.ts$/, ".ts");
    return [{ name: `import ${PACKAGE}${path.slice(1)}`, file: join(root, source) }];
  });
}

function optionsOf(root: string): ts.CompilerOptions {
  const file = join(root, "tsconfig.json");
  const { compilerOptions } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)).config as {
    compilerOptions: object;
  };
  const config = { compilerOptions: { ...compilerOptions, types: ["node"] }, files: [] };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // The members of a union stay in their order when an unrelated file changes.
  return { ...options, stableTypeOrdering: true };
}
