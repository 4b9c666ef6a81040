import type { PackageSpec } from "../../schema/spec";
import { codeBlock } from "../markdown";
import { goExample } from "./go";
import type { Program } from "./program";
import { pythonExample } from "./python";
import { yamlExample } from "./yaml";

/** An example in each language for which it can be written, for a page. */
export function exampleInLanguages(
  program: Program,
  typescript: string,
  schema: PackageSpec,
): string[] {
  return [
    "TypeScript:",
    codeBlock("typescript", typescript),
    "YAML:",
    codeBlock("yaml", yamlExample(program)),
    "Python:",
    codeBlock("python", pythonExample(program)),
    "Go:",
    codeBlock("go", goExample(program, schema)),
  ];
}
