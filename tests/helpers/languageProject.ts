import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { installRequirements } from "../../scripts/languages/pythonPackages";
import { placeSdk } from "../../scripts/languages/sdks";
import { goEnvironment } from "./goEnvironment";
import type { Needs, TestTool } from "./languageTools";
import { Stack } from "./stack";

const quietly = (): void => undefined;

/** A language of Pulumi's in which a project uses the plugin. */
export interface ProjectLanguage {
  needs: Needs<TestTool>;
  /** The tool that is its host. */
  host: TestTool;
  /** The file that holds the program. */
  source: string;
  /** Sets up a project as its users do. @returns what the engine's environment takes for it. */
  setUp: (project: string, paths: Readonly<Partial<Record<TestTool, string>>>) => Promise<Setting>;
}

interface Setting {
  /** A folder that PATH has first. */
  bin?: string;
  env?: Readonly<Record<string, string>>;
}

export const LANGUAGES = {
  YAML: {
    needs: { tools: ["yaml"] },
    host: "yaml",
    source: "Pulumi.yaml",
    setUp: () => Promise.resolve({}),
  },
  Python: {
    needs: { tools: ["python", "sdkGenerator", "pythonPackages"] },
    host: "python",
    source: "__main__.py",
    setUp: async (project, { pythonPackages = "" }) => {
      await placeSdk("python", project, quietly);
      return { bin: await installRequirements(pythonPackages, project) };
    },
  },
  Go: {
    needs: { tools: ["go", "sdkGenerator"], programs: ["go"] },
    host: "go",
    source: "main.go",
    setUp: async (project) => {
      await placeSdk("go", project, quietly);
      return { env: await goEnvironment() };
    },
  },
} satisfies Readonly<Record<string, ProjectLanguage>>;

/**
 * Makes a stack of a project that lies in a folder of this clone.
 *
 * @param paths - where the language's tools are.
 * @param env - environment of the engine, besides what the language takes.
 */
export async function createLanguageStack(
  { host, setUp }: ProjectLanguage,
  folder: string,
  paths: Readonly<Partial<Record<TestTool, string>>>,
  env: Readonly<Record<string, string>>,
): Promise<Stack> {
  const all = { ...env };
  const stack = await Stack.create({ program: "", env: all });
  cpSync(folder, stack.directory, { recursive: true });
  const settings = join(stack.directory, "Pulumi.yaml");
  // The stack that the helper makes is of a project of this name.
  writeFileSync(settings, readFileSync(settings, "utf8").replace(/^name: .*/m, "name: stack"));
  const { bin, env: further } = await setUp(stack.directory, paths);
  const path = [bin, dirname(paths[host] ?? ""), process.env["PATH"], dirname(process.execPath)];
  // The stack goes by it at each run.
  Object.assign(all, further, { PATH: path.filter(Boolean).join(delimiter) });
  return stack;
}
