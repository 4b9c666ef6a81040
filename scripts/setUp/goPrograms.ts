import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { runCommand } from "./commands";
import { executable } from "./onPath";

/** A program that is built from Go modules. */
export interface GoProgram {
  name: string;
  version: string;
  /** The folder whose go.mod and go.sum pin what it is built of. */
  module: string;
  /** The package that is built, or a Go file of ours. */
  source: string;
  /** The variable that holds its version. */
  versionVariable?: string;
}

/** Much more than a build takes, for a module proxy that does not answer. */
const LIMIT_MS = 20 * 60_000;

/** The files that pin what a program is built of. */
export function pinsOf({ module }: GoProgram): string[] {
  return [join(module, "go.mod"), join(module, "go.sum")];
}

/** A short hash of what files hold, for the cache's names. */
export function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 12);
}

/** @throws Error when there is no Go. */
export async function needGo(): Promise<void> {
  await runCommand("go", ["version"], { timeout: 30_000 });
}

/** Builds a program into a folder. @returns where it is. */
export async function buildGoProgram(program: GoProgram, folder: string): Promise<string> {
  const { name, version, module, source, versionVariable } = program;
  const path = join(folder, executable(name));
  const tell = versionVariable === undefined ? "" : ` -X ${versionVariable}=v${version}`;
  const flags = ["-mod=readonly", "-trimpath", "-ldflags", `-s -w${tell}`];
  await runCommand("go", ["build", ...flags, "-o", path, source], {
    cwd: module,
    env: { ...process.env, CGO_ENABLED: "0" },
    timeout: LIMIT_MS,
  });
  return path;
}
