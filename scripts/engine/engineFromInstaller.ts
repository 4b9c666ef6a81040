import { existsSync } from "node:fs";
import { join } from "node:path";

import sdk from "@pulumi/pulumi/package.json";

import { runCommand } from "../setUp/commands";
import { cached, cacheDirectory } from "../setUp/cache";
import type { Found } from "./getEngine";
import { type Log, withProgress } from "../setUp/progress";
import { builtKey } from "./engineFromGoModules";

const LIMIT_MILLISECONDS = 4 * 60 * 1000;

/** The installer has no time limit of its own, so it runs in a process that can be ended. */
const INSTALL = `
const { PulumiCommand } = require("@pulumi/pulumi/automation");
PulumiCommand.install({ root: process.argv[1] }).catch((error) => {
  console.error(error.message);
  process.exit(1);
});`;

/** The engine of the SDK's version, by the vendor's installer. */
export async function engineFromInstaller(log: Log): Promise<Found> {
  const { version } = sdk;
  const key = `installed-${version}-${process.platform}-${process.arch}`;
  // Where only the build works, it should not be tried again at every start.
  if (!existsSync(join(cacheDirectory(), key)) && existsSync(join(cacheDirectory(), builtKey())))
    throw new Error("not tried: an engine has been built already");
  const directory = await cached(key, (root) =>
    withProgress(`Installing the Pulumi engine ${version}`, log, async () => {
      const cwd = join(__dirname, "../..");
      const timeout = LIMIT_MILLISECONDS;
      await runCommand(process.execPath, ["-e", INSTALL, root], { cwd, timeout });
      await runCommand(join(root, "bin", "pulumi"), ["version"], { timeout: 30_000 });
    }),
  );
  return { version, directory: join(directory, "bin") };
}
