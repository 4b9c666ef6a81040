import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectDocument, projectFolder, pulumiHome } from "./projectFiles";

const PLUGIN = "gitlab-runners";
const PROGRAM = `pulumi-resource-${PLUGIN}`;
/** Variables by which a user has the engine find plugins elsewhere. */
const ELSEWHERE = ["PULUMI_DEBUG_PROVIDERS", "PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES"];

/** What the engine demands of a project that names plugins: it has read it before the program runs. */
interface Project {
  readonly plugins?: { readonly providers?: readonly ({ readonly name?: string } | null)[] | null };
}

/**
 * Whether the plugin is where the engine looks for it: in a folder that the project names, among those
 * that are installed, on PATH, or where the environment says.
 *
 * @param rootDirectory - where the program runs: the project's folder or one below it.
 */
export function hasPlugin(rootDirectory: string): boolean {
  return (
    ELSEWHERE.some((name) => process.env[name] !== undefined) ||
    isNamed(projectFolder(rootDirectory)) ||
    isInstalled(join(pulumiHome(), "plugins")) ||
    isOnPath()
  );
}

function isNamed(project: string): boolean {
  const { plugins } = (projectDocument(project).toJS() ?? {}) as Project;
  return plugins?.providers?.some((provider) => provider?.name === PLUGIN) ?? false;
}

function isInstalled(plugins: string): boolean {
  return (
    existsSync(plugins) &&
    readdirSync(plugins).some((name) => name.startsWith(`resource-${PLUGIN}-v`))
  );
}

function isOnPath(): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) =>
    ["", ".exe", ".cmd"].some((end) => existsSync(join(folder, PROGRAM + end))),
  );
}
