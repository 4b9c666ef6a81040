import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { runCommand } from "../setUp/commands";
import { cached } from "../setUp/cache";
import type { Found } from "./getEngine";
import { type Log, withProgress } from "../setUp/progress";

const VERSION = "3.230.0";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** What is built, each in a Go module of its own: their versions exclude one another. */
const PROGRAMS = [
  { name: "pulumi", module: "cli", package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
  {
    name: "pulumi-language-nodejs",
    module: "host",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  },
] as const;

/** The cache's name for what these modules give on this machine. */
export function builtKey(): string {
  const hash = createHash("sha256");
  for (const { module } of PROGRAMS)
    for (const file of ["go.mod", "go.sum"])
      hash.update(readFileSync(join(__dirname, module, file)));
  for (const path of dynamicProviderHosts()) hash.update(readFileSync(path));
  const modules = hash.digest("hex").slice(0, 12);
  return `built-${VERSION}-${process.platform}-${process.arch}-${modules}`;
}

/** An engine from the sources, for where Go's modules can be had but the vendor's site cannot. */
export async function engineFromGoModules(log: Log): Promise<Found> {
  const directory = await cached(builtKey(), async (root) => {
    await runCommand("go", ["version"], { timeout: 30_000 });
    const bin = join(root, "bin");
    await mkdir(bin);
    for (const program of PROGRAMS)
      await withProgress(`Building ${program.name} ${VERSION} (once)`, log, () =>
        build(program, bin),
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

async function build(program: (typeof PROGRAMS)[number], bin: string): Promise<void> {
  const file = process.platform === "win32" ? `${program.name}.exe` : program.name;
  const flags = ["-mod=readonly", "-trimpath"];
  const linker = `-s -w -X ${VERSION_VARIABLE}=v${VERSION}`;
  const args = ["build", ...flags, "-ldflags", linker, "-o", join(bin, file), program.package];
  await runCommand("go", args, {
    cwd: join(__dirname, program.module),
    env: { ...process.env, CGO_ENABLED: "0" },
  });
}
