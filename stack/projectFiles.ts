import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Document } from "yaml";

/** Names of a project's file, in the order in which the engine looks for them. */
const PROJECT_FILES = ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"];

/** As the engine has it. */
export function homeFolder(): string {
  return process.env["HOME"] ?? homedir();
}

/** Where the engine keeps what belongs to no project. */
export function pulumiHome(): string {
  return process.env["PULUMI_HOME"] ?? join(homeFolder(), ".pulumi");
}

/** A program may run in a folder below that of its project. */
export function projectFolder(rootDirectory: string): string {
  let folder = resolve(rootDirectory);
  while (projectFile(folder) === undefined) {
    if (dirname(folder) === folder) return process.cwd();
    folder = dirname(folder);
  }
  return folder;
}

/** The file of the project in a folder. What the engine could not have read either is taken for absent. */
export function projectDocument(folder: string): Document {
  const file = projectFile(folder);
  return file === undefined ? parseDocument("") : readDocument(file);
}

/** A folder of such a name is no project. */
function projectFile(folder: string): string | undefined {
  return PROJECT_FILES.map((name) => join(folder, name)).find(
    (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true,
  );
}

/** JSON is YAML, too, and this reader does not throw. A file that is not there is empty. */
export function readDocument(file: string): Document {
  return parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
}

/** Loaded when a runner is declared: a program that only reads runners spares it. */
function parseDocument(text: string): Document {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be eager, or not wait
  const { parseDocument: parse } = require("yaml") as typeof import("yaml");
  return parse(text);
}
