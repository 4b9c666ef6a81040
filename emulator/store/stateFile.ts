import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";

import type { Store, StoreDump } from "./store";

const FORMAT = 1;

/** Keeps a store in a file, which is whole at any time. */
export class StateFile {
  #writing: Promise<void> | undefined;
  #stale = false;

  constructor(
    private readonly path: string,
    private readonly store: Store,
  ) {}

  /**
   * Fills the store; false when there is no such file.
   *
   * @throws Error when the file is not one of ours.
   */
  load(): boolean {
    if (!existsSync(this.path)) return false;
    const content = parse(this.path);
    if (content.format !== FORMAT)
      throw new Error(`${this.path} is no state file of this version; move it away to start anew.`);
    this.store.load(content.store);
    return true;
  }

  /** Writes what the store holds; changes that come meanwhile are written together afterwards. */
  save(): void {
    this.#stale = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Waits until all is written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      const temporary = `${this.path}.${process.pid}.tmp`;
      const content = JSON.stringify({ format: FORMAT, store: this.store.dump() });
      // It holds tokens.
      await writeFile(temporary, content, { mode: 0o600 });
      await rename(temporary, this.path);
    }
  }
}

function parse(path: string): { format?: unknown; store: StoreDump } {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { format?: unknown; store: StoreDump };
  } catch (error) {
    throw new Error(`${path} is no state file: it cannot be read as JSON.`, { cause: error });
  }
}
