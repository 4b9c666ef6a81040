import { type ChildProcess, spawnSync } from "node:child_process";

/** How a command ended, and all that a user saw of it. */
export interface Shown {
  exitCode: number;
  /** Standard output and error, in the order in which they came. */
  output: string;
}

/** Waits until a process has ended. */
export function shownBy(child: ChildProcess): Promise<Shown> {
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ exitCode: code ?? 1, output });
    });
  });
}

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The processes that a process has started, and those that they have; the nearest first. */
export function descendantsOf(pid: number): Process[] {
  const listed = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  if (listed.error) throw listed.error;
  const children = new Map<number, Process[]>();
  for (const line of listed.stdout.split("\n")) {
    const [, child, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (child === undefined) continue;
    const siblings = children.get(Number(parent)) ?? [];
    siblings.push({ pid: Number(child), command });
    children.set(Number(parent), siblings);
  }
  const found: Process[] = [];
  const ahead = [pid];
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    const own = children.get(next) ?? [];
    found.push(...own);
    ahead.push(...own.map((child) => child.pid));
  }
  return found;
}

/** The SDK's host of dynamic providers, and the plugin as its starter replaces itself with it. */
const PROVIDER = /dynamic-provider|pulumi-resource-gitlab-runners|plugin[\\/]main\.js/;

/** Those of a process's descendants that serve this package's resources, by either adapter. */
export function providersOf(pid: number): Process[] {
  return descendantsOf(pid).filter(({ command }) => PROVIDER.test(command));
}

/** Ends a process at once; one that has ended already is left alone. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
