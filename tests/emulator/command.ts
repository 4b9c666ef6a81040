import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const SCRIPT = join(__dirname, "../../dist/emulator/cli.js");

/** A server that the command has started. */
export interface Served {
  readonly url: string;
  /** The access tokens by their names in the seed. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly pid: number;
  /** All that it has printed. */
  output(): string;
  /** Ends it, and waits until it has ended; returns its exit code, null after a kill. */
  end: (signal: "SIGKILL" | "SIGTERM") => Promise<number | null>;
}

/**
 * Runs the command until it serves.
 *
 * @param within - A command that runs it, with the arguments that come first.
 * @throws Error with what it printed when it ends instead.
 */
export async function serve(
  args: readonly string[],
  within: readonly string[] = [],
): Promise<Served> {
  const [command = "", ...rest] = [...within, process.execPath, SCRIPT, ...args];
  const child = spawn(command, rest);
  let output = "";
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  await new Promise<void>((resolve, reject) => {
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes("Ctrl-C stops the server.")) resolve();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", reject);
    void ended.then((code) => {
      reject(new Error(`it ended with ${code ?? "a signal"}:\n${output}`));
    });
  });
  const tokens = [...output.matchAll(/token (\S+): (\S+)\n/g)];
  return {
    url: /at (http:\S+)/.exec(output)?.[1] ?? "",
    tokens: Object.fromEntries(tokens.map(([, name = "", token = ""]) => [name, token])),
    pid: pidOf(child),
    output: () => output,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error("it has not been started");
  return pid;
}
