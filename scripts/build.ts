import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import { runCommand } from "./setUp/commands";

const ROOT = join(__dirname, "..");

/** Names the clone that is compiled, for this process and those that it starts. */
const BUILT = "PULUMI_GITLAB_RUNNERS_BUILT";

/**
 * Compiles the package into dist/, from where users' programs load it, and writes the plugin's schema.
 *
 * A test run does so once: what it starts must not write files anew that others are loading.
 */
export async function buildPackage(): Promise<void> {
  if (process.env[BUILT] === ROOT) return;
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  await Promise.all([
    runCommand(process.execPath, [tsc, "--project", "tsconfig.build.json"], { cwd: ROOT }).then(
      buildProvider,
    ),
    runCommand(process.execPath, [join(ROOT, "scripts", "run.js"), "schema"], { cwd: ROOT }),
    buildPlugin(),
  ]);
  process.env[BUILT] = ROOT;
}

/**
 * Makes one file of what a process of the engine's loads, as loading many takes long.
 *
 * @param external - what it takes from its surroundings.
 */
async function bundle(entry: string, outfile: string, external: string[] = []): Promise<void> {
  await build({
    entryPoints: [join(ROOT, entry)],
    outfile,
    external,
    bundle: true,
    platform: "node",
    target: "node20.19",
    logLevel: "warning",
  });
}

/** Puts the entry that states name, with all that it needs, in the place of what TypeScript made of it. */
async function buildProvider(): Promise<void> {
  // The host of dynamic providers has an SDK of its own.
  const external = ["@pulumi/pulumi"];
  await bundle("provider/index.ts", join(ROOT, "dist", "provider", "index.js"), external);
}

/** Makes the folder in which the engine looks for the plugin, with the program of the name that it expects. */
async function buildPlugin(): Promise<void> {
  const folder = join(ROOT, "dist", "plugin");
  await bundle("plugin/main.ts", join(folder, "main.js"));
  const program = join(folder, "pulumi-resource-gitlab-runners");
  writeFileSync(program, '#!/bin/sh\nexec node "$(dirname "$0")/main.js" "$@"\n');
  chmodSync(program, 0o755);
  writeFileSync(`${program}.cmd`, '@node "%~dp0main.js" %*\r\n');
}
