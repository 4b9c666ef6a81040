import { execFile } from "node:child_process";

export interface Finished {
  /** What it printed on stdout, trimmed. */
  stdout: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is ended. */
  timeout?: number;
}

/**
 * Runs a command to its end.
 *
 * @throws Error with the command and the end of what it printed, when it fails or takes too long.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 64 * 1024 * 1024, killSignal: "SIGKILL" as const };
    execFile(command, args, { ...limits, ...options }, (error, stdout, stderr) => {
      if (!error) {
        resolve({ stdout: stdout.trim() });
        return;
      }
      const what = [command, ...args].join(" ");
      reject(new Error(`${what}: ${reason(error, stderr, options.timeout)}`, { cause: error }));
    });
  });
}

function reason(
  error: Error & { code?: string | number | null | undefined; killed?: boolean | undefined },
  stderr: string,
  timeout: number | undefined,
): string {
  if (error.code === "ENOENT") return "not found";
  if (error.killed === true) return `not done after ${(timeout ?? 0) / 1000} s`;
  const printed = stderr.trim().split("\n").slice(-5).join("\n");
  return printed === "" ? `ended with ${error.code ?? "a signal"}` : printed;
}
