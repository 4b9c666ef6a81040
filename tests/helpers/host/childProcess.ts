import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(__dirname, "../../..");
const MOVED_CLOCK = join(__dirname, "../movedClock.js");
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A provider as the engine starts it, which prints its port in the first line.
 *
 * @param daysAhead - of the process's clock.
 */
export async function startProvider(
  args: readonly string[],
  daysAhead: number,
): Promise<{ child: ChildProcess; port: number; takeErrorOutput: () => string }> {
  // Nothing of this process's environment may decide what the provider does.
  const env = { PATH: process.env["PATH"], CLOCK_AHEAD_MS: String(daysAhead * DAY_MS) };
  const preloads = daysAhead === 0 ? [] : ["-r", MOVED_CLOCK];
  const child = spawn(process.execPath, [...preloads, ...args], { cwd: ROOT, env });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`the provider ended with ${String(code)}: ${output}`));
    });
    lines.once("line", (line) => {
      resolve(Number(line));
    });
  });
  const takeErrorOutput = (): string => {
    const taken = output;
    output = "";
    return taken;
  };
  return { child, port, takeErrorOutput };
}
