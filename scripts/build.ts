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
    runCommand(process.execPath, [tsc, "--project", "tsconfig.build.json"], { cwd: ROOT }),
    runCommand(process.execPath, [join(ROOT, "scripts", "run.js"), "schema"], { cwd: ROOT }),
    buildPlugin(),
  ]);
  process.env[BUILT] = ROOT;
}

/**
 * Makes the folder in which the engine looks for the plugin: one file with all that it needs, as loading
 * many takes long, and the program of the name that the engine expects.
 */
async function buildPlugin(): Promise<void> {
  const folder = join(ROOT, "dist", "plugin");
  await build({
    entryPoints: [join(ROOT, "plugin", "main.ts")],
    outfile: join(folder, "main.js"),
    bundle: true,
    platform: "node",
    target: "node20.19",
    logLevel: "warning",
  });
  const program = join(folder, "pulumi-resource-gitlab-runners");
  writeFileSync(program, '#!/bin/sh\nexec node "$(dirname "$0")/main.js" "$@"\n');
  chmodSync(program, 0o755);
  writeFileSync(`${program}.cmd`, '@node "%~dp0main.js" %*\r\n');
}
