import { copyFile, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { runCommand } from "../setUp/commands";
import { cached } from "../setUp/cache";
import { type GoProgram, buildGoProgram, hashOf, needGo, pinsOf } from "../setUp/goPrograms";
import type { Found } from "./getEngine";
import { type Log, withProgress } from "../setUp/progress";

const VERSION = "3.230.0";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** What is built, each in a Go module of its own: their versions exclude one another. */
const PROGRAMS: readonly GoProgram[] = [
  {
    name: "pulumi",
    version: VERSION,
    module: join(__dirname, "cli"),
    source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionVariable: VERSION_VARIABLE,
  },
  {
    name: "pulumi-language-nodejs",
    version: VERSION,
    module: join(__dirname, "host"),
    source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    versionVariable: VERSION_VARIABLE,
  },
];

/** The cache's name for what these modules give on this machine. */
export function builtKey(): string {
  const modules = hashOf([...PROGRAMS.flatMap(pinsOf), ...dynamicProviderHosts()]);
  return `built-${VERSION}-${process.platform}-${process.arch}-${modules}`;
}

/** An engine from the sources, for where Go's modules can be had but the vendor's site cannot. */
export async function engineFromGoModules(log: Log): Promise<Found> {
  const directory = await cached(builtKey(), async (root) => {
    await needGo();
    const bin = join(root, "bin");
    await mkdir(bin);
    for (const program of PROGRAMS)
      await withProgress(`Building ${program.name} ${VERSION} (once)`, log, () =>
        buildGoProgram(program, bin),
      );
    for (const path of dynamicProviderHosts()) await copyFile(path, join(bin, basename(path)));
    const { stdout } = await runCommand(join(bin, "pulumi"), ["version"], { timeout: 30_000 });
    if (!stdout.includes(VERSION)) throw new Error(`the engine that was built says ${stdout}`);
  });
  return { version: VERSION, directory: join(directory, "bin") };
}

/** The SDK's scripts that start dynamic providers, for either system; the engine wants them beside it. */
function dynamicProviderHosts(): string[] {
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  const name = "pulumi-resource-pulumi-nodejs";
  return [join(sdk, name), join(sdk, `${name}.cmd`)];
}
