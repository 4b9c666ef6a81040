import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import packages from "./packages.json";
import { runCommand } from "../../../scripts/setUp/commands";

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly filename: string;
}

const LIMIT_MS = 5 * 60_000;

/**
 * Gets the packages of other providers from npm, without what they depend on: a program has one
 * `@pulumi/pulumi`. They are no `devDependencies`, because the engine would install the plugin of each that it
 * finds among the modules of a project.
 *
 * @throws Error if npm has another package than the pinned one.
 */
export async function downloadProviders(directory: string): Promise<void> {
  const names = packages.map(({ name, version }) => `${name}@${version}`);
  const { stdout } = await runCommand("npm", ["pack", "--json", ...names], {
    cwd: directory,
    timeout: LIMIT_MS,
  });
  for (const { name, version, integrity } of JSON.parse(stdout) as Packed[])
    if (packages.find((each) => each.name === name)?.integrity !== integrity)
      throw new Error(`npm has another ${name} ${version} than packages.json: ${integrity}`);
}

/** Puts the packages among the modules of a project, as npm installs them. */
export async function installProviders(directory: string, modules: string): Promise<void> {
  for (const { name, version } of packages) {
    const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    const folder = join(modules, name);
    await mkdir(folder, { recursive: true });
    await runCommand("tar", ["-xzf", join(directory, file), "--strip-components", "1"], {
      cwd: folder,
      timeout: LIMIT_MS,
    });
  }
}
