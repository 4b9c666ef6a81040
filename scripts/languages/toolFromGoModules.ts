import { chmod, copyFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { cached } from "../setUp/cache";
import { runCommand } from "../setUp/commands";
import { type GoProgram, buildGoProgram, hashOf, needGo, pinsOf } from "../setUp/goPrograms";
import { executable } from "../setUp/onPath";
import { type Log, withProgress } from "../setUp/progress";
import type { Tool } from "./tools";

/** The tool, built once for this user. */
export async function toolFromGoModules({ program, companion }: Tool, log: Log): Promise<string> {
  const { name, version } = program;
  const directory = await cached(keyOf(program), async (folder) => {
    await needGo();
    await withProgress(`Building ${name} ${version} (once)`, log, () =>
      buildGoProgram(program, folder),
    );
    if (companion === undefined) return;
    const copy = join(folder, basename(companion.path));
    const root = await moduleDirectory(companion.module, program);
    await copyFile(join(root, companion.path), copy);
    // In the cache of modules, nothing may be written or run.
    await chmod(copy, 0o755);
  });
  return join(directory, executable(name));
}

/** The cache's name for what is built of these files on this machine. */
function keyOf(program: GoProgram): string {
  const { name, version, source } = program;
  const own = source.endsWith(".go") ? [source] : [];
  const hash = hashOf([...pinsOf(program), ...own]);
  return `${name}-${version}-${process.platform}-${process.arch}-${hash}`;
}

/** Where Go has put the sources of a module that a program is built of. */
async function moduleDirectory(name: string, { module }: GoProgram): Promise<string> {
  const args = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", name];
  const { stdout } = await runCommand("go", args, { cwd: module, timeout: 60_000 });
  return stdout;
}
