import { dirname, join } from "node:path";

import type { Log } from "../setUp/progress";
import { getLanguageTool } from "../languages/getLanguageTools";
import { getPythonPackages, installRequirements } from "../languages/pythonPackages";
import { placeSdk } from "../languages/sdks";

const ROOT = join(__dirname, "../..");
const EXAMPLE = join(ROOT, "examples/demo");

/** A part of the program, and what takes its place. */
export interface Edit {
  readonly from: string;
  readonly to: string;
}

/** The demo's program in a language. */
export interface DemoLanguage {
  /** The files of the project, each with where it comes from. */
  readonly files: Readonly<Record<string, string>>;
  /** The file that has the program. */
  readonly source: string;
  readonly longerTimeout: Edit;
  /** Adopts a second runner, by the token that the configuration has as `runnerToken`. */
  readonly adoption: Edit;
  /**
   * Gets what it needs besides the engine.
   *
   * @param path - where the engine looks for its parts.
   * @throws Error when a part cannot be had, with the way out.
   */
  setUp(log: Log, path: string): Promise<LanguageSetUp>;
}

export interface LanguageSetUp {
  /** Folders that PATH needs. */
  readonly folders: readonly string[];
  /** Installs in the project's folder what the program imports. @returns a folder that PATH needs, too. */
  readonly install?: (project: string) => Promise<string>;
}

/** The way out where a language cannot be had. */
const OTHERS = "npm run demo shows the same in TypeScript, which needs nothing more.";

const longerTimeout: Edit = { from: "maximumTimeout: 3600", to: "maximumTimeout: 7200" };

export const LANGUAGES = {
  typescript: {
    files: {
      "Pulumi.yaml": join(ROOT, "Pulumi.yaml"),
      "examples/demo/package.json": join(EXAMPLE, "package.json"),
      "examples/demo/index.ts": join(EXAMPLE, "index.ts"),
    },
    source: "examples/demo/index.ts",
    longerTimeout,
    adoption: {
      from: "export const id",
      to: 'new Runner("adopted", { authenticationToken: config.requireSecret("runnerToken") });\n\nexport const id',
    },
    setUp: () => Promise.resolve({ folders: [] }),
  },
  yaml: {
    files: { "Pulumi.yaml": join(EXAMPLE, "yaml/Pulumi.yaml") },
    source: "Pulumi.yaml",
    longerTimeout,
    adoption: {
      from: "resources:\n",
      to:
        "  runnerToken: { type: string, secret: true }\nresources:\n  adopted:\n" +
        "    type: gitlab-runners:Runner\n    properties:\n      authenticationToken: ${runnerToken}\n",
    },
    setUp: async (log, path) => ({ folders: [await hostFolder("yaml", log, path)] }),
  },
  python: {
    files: {
      "Pulumi.yaml": join(EXAMPLE, "python/Pulumi.yaml"),
      "__main__.py": join(EXAMPLE, "python/__main__.py"),
      "requirements.txt": join(EXAMPLE, "python/requirements.txt"),
    },
    source: "__main__.py",
    longerTimeout: { from: "maximum_timeout=3600", to: "maximum_timeout=7200" },
    adoption: {
      from: 'pulumi.export("id"',
      to:
        'gitlab_runners.Runner(\n    "adopted", authentication_token=config.require_secret("runnerToken")\n)\n\n' +
        'pulumi.export("id"',
    },
    setUp: async (log, path) => {
      const folder = await hostFolder("python", log, path);
      const packages = await getPythonPackages(log);
      if ("missing" in packages)
        throw new Error(
          `Python needs python3 with venv and pip, and Pulumi's SDK from PyPI:\n${packages.missing}\n${OTHERS}`,
        );
      return {
        folders: [folder],
        install: async (project) => {
          await placeSdk("python", project, log);
          // The last host of Python that can be built runs the python of PATH.
          return installRequirements(packages.path, project);
        },
      };
    },
  },
} as const satisfies Readonly<Record<string, DemoLanguage>>;

/** The folder of the host of a language. */
async function hostFolder(name: "yaml" | "python", log: Log, path: string): Promise<string> {
  const host = await getLanguageTool(name, log, path);
  if ("missing" in host)
    throw new Error(
      `The engine needs its host of ${name}. Put a released Pulumi on PATH, which has it, or install Go ` +
        `1.25 or later.\n${host.missing}\n${OTHERS}`,
    );
  return dirname(host.path);
}

export type LanguageName = keyof typeof LANGUAGES;
export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as LanguageName[];
