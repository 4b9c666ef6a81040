import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";

import { readIfThere, replaceFile } from "./durableFiles";
import { StateFileError } from "./stateFileError";

/** The locks of this process: one of another run may have its process id. */
const held = new Set<string>();

/** Keeps a state file for one server: a file beside it that names the server's process. */
export class StateLock {
  readonly #path: string;
  readonly #content: string;

  /** @throws StateFileError when another server has the state file. */
  constructor(private readonly statePath: string) {
    this.#path = `${statePath}.lock`;
    const holder = readHolder(this.#path);
    if (holder && isRunning(holder))
      throw new StateFileError(
        `The state file ${statePath} is in use by process ${holder.pid}. End it, or give this ` +
          `server a state file of its own.`,
      );
    const id = randomUUID();
    const own: Holder = { pid: process.pid, started: startOf(process.pid), id };
    this.#content = JSON.stringify(own);
    held.add(id);
    this.take();
  }

  /** Takes the lock, also one that a server has left behind. */
  take(): void {
    replaceFile(this.#path, this.#content);
  }

  /**
   * Whether it is still there.
   *
   * @throws StateFileError when another server has taken it.
   */
  isHeld(): boolean {
    const content = readIfThere(this.#path)?.toString();
    if (content === undefined || content === this.#content) return content !== undefined;
    throw new StateFileError(
      `The state file ${this.statePath} cannot be written: another server has taken it. End this ` +
        `server.`,
    );
  }

  release(): void {
    if (readIfThere(this.#path)?.toString() === this.#content) rmSync(this.#path);
    held.delete((JSON.parse(this.#content) as Holder).id);
  }
}

interface Holder {
  pid: number;
  /** When the process was started, where the system shows it: process ids come again. */
  started: string | null;
  id: string;
}

/** Undefined when there is no lock, or none that a server has written. */
function readHolder(path: string): Holder | undefined {
  const content = readIfThere(path)?.toString();
  if (content === undefined) return undefined;
  try {
    const { pid, started, id } = JSON.parse(content) as Partial<Holder>;
    if (typeof pid === "number" && pid > 0 && typeof id === "string")
      return { pid, started: started ?? null, id };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}

function isRunning({ pid, started, id }: Holder): boolean {
  if (pid === process.pid) return held.has(id);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Else the process belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === null || started === startOf(pid);
}

/** Clock ticks since the machine was started, by Linux; null elsewhere. */
function startOf(pid: number): string | null {
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the command, in brackets, may have spaces.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
