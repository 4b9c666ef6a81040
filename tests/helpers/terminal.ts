import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

import type { Emulator } from "../../emulator";
import { SCRIPT } from "./commandLine";

/** Part of util-linux; gives a command a terminal. */
const PROGRAM = "/usr/bin/script";

/** Whether a command can be given a terminal here. */
export const HAS_TERMINAL = process.platform === "linux" && existsSync(PROGRAM);

/**
 * Runs `gitlab-runners` at a terminal, where standard output and standard error are the same.
 *
 * @param question - what must be shown before the keys are pressed.
 * @param keys - what a person types.
 */
export function runAtTerminal(
  gitlab: Emulator,
  args: readonly string[],
  { question, keys, env = {} }: { question: RegExp; keys: string; env?: Record<string, string> },
): Promise<{ code: number | null; shown: string }> {
  const words = [process.execPath, SCRIPT, ...args].map((word) => `'${word}'`);
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, ["-qec", `stty cols 160; ${words.join(" ")}`, "/dev/null"], {
      env: {
        PATH: process.env["PATH"],
        TERM: "xterm",
        GITLAB_BASE_URL: gitlab.url,
        GITLAB_TOKEN: gitlab.tokens["root"],
        ...env,
      },
    });
    let shown = "";
    let isAnswered = false;
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
      if (isAnswered || !question.test(shown)) return;
      isAnswered = true;
      child.stdin.write(keys);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, shown });
    });
  });
}
