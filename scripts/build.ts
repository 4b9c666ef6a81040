import { join } from "node:path";

import { runCommand } from "./setUp/commands";

const ROOT = join(__dirname, "..");

let built: Promise<unknown> | undefined;

/** Compiles the package into dist/, from where users' programs load it; once in this process. */
export async function buildPackage(): Promise<void> {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "--project", "tsconfig.build.json"];
  built ??= runCommand(process.execPath, args, { cwd: ROOT });
  await built;
}
