import { join } from "node:path";

import { runCommand } from "./setUp/commands";

const ROOT = join(__dirname, "..");

/** Compiles the package into dist/, from where users' programs load it. */
export async function buildPackage(): Promise<void> {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  await runCommand(process.execPath, [tsc, "--project", "tsconfig.build.json"], { cwd: ROOT });
}
