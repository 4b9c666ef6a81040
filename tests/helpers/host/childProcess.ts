import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(__dirname, "../../..");

/** A provider as the engine starts it, which prints its port in the first line. */
export async function startProvider(
  args: readonly string[],
): Promise<{ child: ChildProcess; port: number; takeErrorOutput: () => string }> {
  // Nothing of this process's environment may decide what the provider does.
  const env = { PATH: process.env["PATH"] };
  const child = spawn(process.execPath, args, { cwd: ROOT, env });
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
