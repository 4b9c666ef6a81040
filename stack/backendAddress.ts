import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Document } from "yaml";

const FILES = "file://";
const known = new Map<string, string>();

/**
 * The address of the backend that holds the stack's state, found as the engine finds it: by
 * `PULUMI_BACKEND_URL`, the project's own backend or the last `pulumi login`. A folder is named by its
 * real path, so that `file://.` or `file://~` of two places are two. Empty where nothing names one.
 *
 * @param rootDirectory - where the program runs: the project's folder or one below it.
 */
export function backendAddress(rootDirectory: string): string {
  const { PULUMI_BACKEND_URL: given = "", PULUMI_HOME, PULUMI_CREDENTIALS_PATH } = process.env;
  const root = projectFolder(rootDirectory);
  const home = homeFolder();
  const credentials = PULUMI_CREDENTIALS_PATH ?? PULUMI_HOME ?? join(home, ".pulumi");
  const key = JSON.stringify([given, root, credentials, home]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const address = given || ofProject(root) || ofLogin(credentials) || "";
  const whole = address.startsWith(FILES) ? FILES + realPath(root, address) : address;
  known.set(key, whole);
  return whole;
}

/** As the engine has it. */
function homeFolder(): string {
  return process.env["HOME"] ?? homedir();
}

/** A program may run in a folder below that of its project. */
function projectFolder(rootDirectory: string): string {
  let folder = resolve(rootDirectory);
  while (!existsSync(join(folder, "Pulumi.yaml"))) {
    if (dirname(folder) === folder) return process.cwd();
    folder = dirname(folder);
  }
  return folder;
}

/** What the engine could not have read either is taken for absent. */
function ofProject(root: string): string | undefined {
  const project = parseDocument(textOf(join(root, "Pulumi.yaml")));
  const address: unknown = project.getIn(["backend", "url"]);
  return typeof address === "string" ? address : undefined;
}

function ofLogin(folder: string): string | undefined {
  // JSON is YAML, too, and this reader does not throw.
  const address: unknown = parseDocument(textOf(join(folder, "credentials.json"))).get("current");
  return typeof address === "string" ? address : undefined;
}

/** Loaded when a runner is declared: a program that only reads runners spares it. */
function parseDocument(text: string): Document {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be eager, or not wait
  const { parseDocument: parse } = require("yaml") as typeof import("yaml");
  return parse(text);
}

/** A link and what it leads to are one backend; a folder that is not there yet is its own path. */
function realPath(root: string, address: string): string {
  const [path = ""] = address.slice(FILES.length).split("?");
  const full = resolve(root, path.replace(/^~(?=\/|$)/, homeFolder()));
  return existsSync(full) ? realpathSync(full) : full;
}

/** Empty for a file that is not there. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
