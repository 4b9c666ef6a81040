import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectDocument, projectFolder, pulumiHome } from "./projectFiles";

const PLUGIN = "gitlab-runners";
const PROGRAM = `pulumi-resource-${PLUGIN}`;
/** Variables by which a user has the engine find plugins elsewhere. */
const ELSEWHERE = ["PULUMI_DEBUG_PROVIDERS", "PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES"];

/** A folder of an installed plugin; the engine has files beside it for a download that is under way. */
const INSTALLED = new RegExp(`^resource-${PLUGIN}-v(\\d+\\.\\d+\\.\\d+.*)(?<!\\.lock|\\.partial)$`);

/** What the engine demands of a project that names plugins: it has read it before the program runs. */
interface Project {
  readonly plugins?: { readonly providers?: readonly (Named | null)[] | null };
}

interface Named {
  readonly name?: string;
  readonly version?: string | number;
}

/** Where the engine will look for the plugin. */
export interface PluginPlaces {
  /** Whether it is in a folder that the project names, installed, on PATH, or where the environment says. */
  readonly hasPlugin: boolean;
  /** Those of which there is a plugin that the engine does not take. */
  readonly otherVersions: readonly string[];
}

/**
 * What there is of the plugin where the engine looks for it.
 *
 * @param rootDirectory - where the program runs: the project's folder or one below it.
 * @param version - that the engine is asked for; it takes no other of those that are installed.
 */
export function pluginPlaces(rootDirectory: string, version: string): PluginPlaces {
  const named = namedVersions(projectFolder(rootDirectory));
  const installed = installedVersions(join(pulumiHome(), "plugins"));
  const isTaken = (other: string | undefined): boolean =>
    other === undefined || withoutBuild(other) === withoutBuild(version);
  return {
    hasPlugin:
      ELSEWHERE.some((name) => process.env[name] !== undefined) ||
      named.some(isTaken) ||
      installed.some((other) => takesLater() || isTaken(other)) ||
      isOnPath(),
    otherVersions: [...named, ...installed]
      .flatMap((other) => other ?? [])
      .filter((other) => !isTaken(other)),
  };
}

/** Of each entry of the project; undefined for one that names no version. */
function namedVersions(project: string): (string | undefined)[] {
  const { plugins } = (projectDocument(project).toJS() ?? {}) as Project;
  const own = (plugins?.providers ?? []).filter((provider) => provider?.name === PLUGIN);
  return own.map((provider) =>
    provider?.version === undefined ? undefined : String(provider.version).replace(/^v/, ""),
  );
}

function installedVersions(plugins: string): string[] {
  const names = existsSync(plugins) ? readdirSync(plugins) : [];
  return names.flatMap((name) => INSTALLED.exec(name)?.[1] ?? []);
}

/** Whether the engine takes a later version, too. What is older is then its own to say. */
function takesLater(): boolean {
  return (process.env["PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH"] ?? "") !== "";
}

/** By Semantic Versioning what follows the plus sign counts for nothing. */
function withoutBuild(version: string): string {
  return version.replace(/\+.*$/, "");
}

function isOnPath(): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) =>
    ["", ".exe", ".cmd"].some((end) => existsSync(join(folder, PROGRAM + end))),
  );
}
