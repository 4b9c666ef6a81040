import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { getEngine } from "../../scripts/engine/getEngine";

const ROOT = join(__dirname, "../..");

/** Builds the package, which users' programs load from dist/, and gets an engine. */
export default async function setUp(): Promise<void> {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "--project", "tsconfig.build.json"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  const engine = await getEngine((line) => process.stderr.write(`${line}\n`));
  process.env["PATH"] = engine.path;
}
