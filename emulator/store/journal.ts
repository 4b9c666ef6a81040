import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

import type { StoreChange } from "./changes";
import { OWNER_ONLY } from "./durableFiles";
import { journalRecord } from "./journalRecords";

/** The file in which a journal of a state file is kept. */
export function journalPath(statePath: string, id: string): string {
  return `${statePath}.${id}.journal`;
}

/** Whether a path is one that `journalPath` gives for a state file. */
export function isJournalPath(path: string, statePath: string): boolean {
  return (
    path.startsWith(statePath) && /^\.[0-9a-f]{8}\.journal$/.test(path.slice(statePath.length))
  );
}

/** A file to which changes are added, each on disk before `append` returns. */
export class Journal {
  readonly id = randomBytes(4).toString("hex");
  readonly path: string;
  readonly #file: number;
  #records = 0;
  #size = 0;
  /** Whether the file is known to end with the last record that counts, and to be found again. */
  #isSound = false;

  constructor(statePath: string) {
    this.path = journalPath(statePath, this.id);
    this.#file = openSync(this.path, "ax", OWNER_ONLY);
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Whether more can be added: the file is there and nobody else has changed it. */
  isUsable(): boolean {
    return this.#isSound && statSync(this.path, { throwIfNoEntry: false })?.size === this.#size;
  }

  /** Adds a record. When it throws, the record does not count. */
  append(changes: readonly StoreChange[]): void {
    const record = journalRecord(this.#records + 1, changes);
    this.#isSound = false;
    let isWritten = false;
    try {
      writeFileSync(this.#file, record);
      isWritten = true;
      fsyncSync(this.#file);
    } catch (error) {
      ftruncateSync(this.#file, this.#size);
      // After a sync that failed nobody knows what is on disk.
      this.#isSound = !isWritten;
      throw error;
    }
    this.#isSound = true;
    this.#records += 1;
    this.#size += record.length;
  }

  /** Says that the state file that names it is on disk. */
  begin(): void {
    this.#isSound = true;
  }

  close(): void {
    closeSync(this.#file);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}
