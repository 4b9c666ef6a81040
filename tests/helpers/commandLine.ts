import { spawn } from "node:child_process";
import { join } from "node:path";

import type { Emulator } from "../../emulator";

const ROOT = join(__dirname, "../..");
/** The compiled program; `compile.ts` sees to it that there is one. */
export const SCRIPT = join(ROOT, "dist/cli/cli.js");

/** How a command ended, and all that it wrote. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** The name of a token in the seed; `root` if left out. */
  as?: string;
  /** Standard input. */
  input?: string;
  env?: object;
  /** Another program than `gitlab-runners`. */
  program?: string;
}

/** Runs `gitlab-runners` as users do, against an emulator. */
export function runCommand(
  gitlab: Emulator,
  args: readonly string[],
  { as = "root", input = "", env = {}, program }: CommandOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? process.execPath, program ? args : [SCRIPT, ...args], {
      cwd: ROOT,
      env: {
        PATH: process.env["PATH"] ?? "",
        GITLAB_BASE_URL: gitlab.url,
        GITLAB_TOKEN: gitlab.tokens[as] ?? "",
        ...env,
      },
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      const [out, err] = [stdout, stderr].map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code, stdout: out ?? "", stderr: err ?? "" });
    });
    child.stdin.end(input);
  });
}
