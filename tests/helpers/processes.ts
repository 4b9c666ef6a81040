import { spawnSync } from "node:child_process";

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

/** Ends a process at once; one that has ended already is left alone. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
