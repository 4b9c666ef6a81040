import type { Log } from "../setUp/progress";
import { toolFromGoModules } from "./toolFromGoModules";
import { toolOnPath } from "./toolOnPath";
import { type ToolName, TOOLS } from "./tools";

/** Where a tool is, or why it cannot be had. */
export type Had = { path: string } | { missing: string };

export type LanguageTools = Readonly<Record<ToolName, Had>>;

/**
 * Gets the language hosts and the generator of SDKs by the first way that works for each.
 *
 * The engine finds a host when the folder that it lies in is on PATH.
 *
 * @param path - where the engine looks for its parts
 */
export async function getLanguageTools(
  log: Log,
  path = process.env["PATH"] ?? "",
): Promise<LanguageTools> {
  const get = (name: ToolName): Promise<Had> => getLanguageTool(name, log, path);
  // One after the other, as a build takes all cores.
  return {
    yaml: await get("yaml"),
    python: await get("python"),
    go: await get("go"),
    sdkGenerator: await get("sdkGenerator"),
  };
}

/** One of them. */
export async function getLanguageTool(name: ToolName, log: Log, path: string): Promise<Had> {
  const tool = TOOLS[name];
  const failures: string[] = [];
  if (tool.isPulumis)
    try {
      return { path: toolOnPath(tool, path) };
    } catch (error) {
      failures.push(`on PATH: ${reasonOf(error)}`);
    }
  try {
    return { path: await toolFromGoModules(tool, log) };
  } catch (error) {
    failures.push(`a build from Go modules: ${reasonOf(error)}`);
  }
  const missing = failures.join("\n");
  log(`There is no ${tool.program.name}:\n${missing}`);
  return { missing };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
