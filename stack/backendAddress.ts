import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  homeFolder,
  projectDocument,
  projectFolder,
  pulumiHome,
  readDocument,
} from "./projectFiles";

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
  const { PULUMI_BACKEND_URL, PULUMI_HOME, PULUMI_CREDENTIALS_PATH, HOME } = process.env;
  // Asked for with every operation on a resource, so that a look at the disk would be felt.
  const given = [PULUMI_BACKEND_URL, PULUMI_HOME, PULUMI_CREDENTIALS_PATH, HOME, rootDirectory];
  const key = JSON.stringify(given);
  const found = known.get(key) ?? findAddress(rootDirectory);
  known.set(key, found);
  return found;
}

function findAddress(rootDirectory: string): string {
  const { PULUMI_BACKEND_URL: given = "", PULUMI_CREDENTIALS_PATH } = process.env;
  const root = projectFolder(rootDirectory);
  const credentials = PULUMI_CREDENTIALS_PATH ?? pulumiHome();
  const address =
    [given, ofProject(root), ofLogin(credentials)].find(
      (text) => text !== undefined && text !== "",
    ) ?? "";
  return address.startsWith(FILES) ? FILES + realPath(root, address) : address;
}

function ofProject(root: string): string | undefined {
  const address: unknown = projectDocument(root).getIn(["backend", "url"]);
  return typeof address === "string" ? address : undefined;
}

function ofLogin(folder: string): string | undefined {
  const address: unknown = readDocument(join(folder, "credentials.json")).get("current");
  return typeof address === "string" ? address : undefined;
}

/** A link and what it leads to are one backend; a folder that is not there yet is its own path. */
function realPath(root: string, address: string): string {
  const [path = ""] = address.slice(FILES.length).split("?");
  const full = resolve(root, path.replace(/^~(?=\/|$)/, homeFolder()));
  return existsSync(full) ? realpathSync(full) : full;
}
