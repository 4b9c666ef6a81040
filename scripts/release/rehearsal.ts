import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import { makeArchives } from "../archives";
import { GeneratorMissingError, makeSdks } from "../languages/sdks";
import { manifestOf } from "../schema/packageSchema";
import { runCommand } from "../setUp/commands";
import type { Log } from "../setUp/progress";
import { makeNpmPackage } from "./npmPackage";
import { releaseMistakes } from "./releaseMistakes";
import { releasePage } from "./releasePage";

const ROOT = join(__dirname, "../..");

/** The SDKs that are published, and where. */
const SDKS = { python: "PyPI", go: "a tag of the repository" } as const;

/** Something that a release puts into a registry, or on its page. */
export interface Artefact {
  readonly name: string;
  readonly bytes: number;
  /** Where a release puts it. */
  readonly goesTo: string;
}

/** What a release of this clone would be. */
export interface Rehearsal {
  readonly version: string;
  readonly artefacts: readonly Artefact[];
  /** The folder with the plugin's archives. */
  readonly archives: string;
  /** The file of the npm package. */
  readonly npmPackage: string;
  /** Why there are no SDKs; undefined where there are. */
  readonly withoutSdks: string | undefined;
  /** What keeps this clone from being released. */
  readonly mistakes: readonly string[];
}

/**
 * Makes everything that a release publishes, and publishes nothing. npm checks the package as it does
 * before it publishes one.
 *
 * @param sdksFolder - where the SDKs are made; `dist/sdks` by default.
 * @throws Error for what cannot be made. SDKs need Go, and are left out without it.
 */
export async function rehearseRelease(log: Log, sdksFolder?: string): Promise<Rehearsal> {
  const { version } = manifestOf(ROOT);
  const archives = await makeArchives();
  const npmPackage = await makeNpmPackage();
  await runCommand("npm", ["publish", "--dry-run", npmPackage], { cwd: ROOT });
  const { sdks, withoutSdks } = await sdksOf(log, sdksFolder);
  const notes = releasePage(ROOT, "ADDRESS-OF-THE-ARCHIVES").description;
  return {
    version,
    artefacts: [
      ...readdirSync(archives)
        .sort()
        .map((name) => ({
          name,
          bytes: statSync(join(archives, name)).size,
          goesTo: "the release's page",
        })),
      { name: basename(npmPackage), bytes: statSync(npmPackage).size, goesTo: "npm" },
      ...sdks,
      {
        name: `the notes of ${version}`,
        bytes: Buffer.byteLength(notes),
        goesTo: "the release's page",
      },
    ],
    archives,
    npmPackage,
    withoutSdks,
    mistakes: await releaseMistakes(ROOT),
  };
}

async function sdksOf(
  log: Log,
  sdksFolder: string | undefined,
): Promise<{ sdks: readonly Artefact[]; withoutSdks: string | undefined }> {
  try {
    const folder = await makeSdks(log, sdksFolder);
    const sdks = Object.entries(SDKS).map(([language, goesTo]) => ({
      name: `the SDK of ${language}`,
      bytes: bytesBelow(join(folder, language)),
      goesTo,
    }));
    return { sdks, withoutSdks: undefined };
  } catch (error) {
    if (!(error instanceof GeneratorMissingError)) throw error;
    return { sdks: [], withoutSdks: error.message };
  }
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
