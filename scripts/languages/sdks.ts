import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { buildPackage } from "../build";
import { runCommand } from "../setUp/commands";
import type { Log } from "../setUp/progress";
import { toolFromGoModules } from "./toolFromGoModules";
import { TOOLS } from "./tools";

const ROOT = join(__dirname, "../..");

/** The generator of SDKs cannot be built on this machine. */
export class GeneratorMissingError extends Error {}

/**
 * Makes the package's SDKs for Node, Python and Go from the plugin's schema, each in a folder of its
 * language's name, which is made anew.
 *
 * @param folder - where they are made; `dist/sdks` if left out.
 * @returns that folder.
 * @throws GeneratorMissingError without Go or its modules; Error for a schema that it refuses.
 */
export async function makeSdks(log: Log, folder = join(ROOT, "dist", "sdks")): Promise<string> {
  await buildPackage();
  const generator = await toolFromGoModules(TOOLS.sdkGenerator, log).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GeneratorMissingError(
      `the generator of SDKs cannot be built, which takes Go and a proxy of its modules: ${reason}`,
      { cause: error },
    );
  });
  await generateSdks(generator, join(ROOT, "dist", "plugin", "schema.json"), folder);
  return folder;
}

/** Puts the SDK of a language where `pulumi package add` puts it in a project. @returns where. */
export async function placeSdk(
  language: "nodejs" | "python" | "go",
  project: string,
  log: Log,
): Promise<string> {
  const made = await makeSdks(log, join(project, "made"));
  const place = join(project, "sdks", "gitlab-runners");
  await mkdir(dirname(place));
  await rename(join(made, language), place);
  await rm(made, { recursive: true });
  return place;
}

/**
 * Writes the SDKs of a schema into a folder.
 *
 * @throws Error with what the generator says of a schema that it refuses.
 */
export async function generateSdks(
  generator: string,
  schema: string,
  folder: string,
): Promise<void> {
  await runCommand(generator, [schema, folder]);
}
