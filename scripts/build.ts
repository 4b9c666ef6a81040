import { join } from "node:path";

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
  ]);
  process.env[BUILT] = ROOT;
}
