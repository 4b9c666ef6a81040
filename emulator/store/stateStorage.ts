import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";

import type { StoreChange } from "./changes";
import { readIfThere, replaceFile, syncFolderOf } from "./durableFiles";
import { Journal, journalPath } from "./journal";
import { readRecords } from "./journalRecords";
import { refuseOrphans, removeLeftovers } from "./leftovers";
import { StateFileError, reasonOf } from "./stateFileError";
import { StateLock } from "./stateLock";
import { parseState, stateText } from "./stateText";
import type { Store, StoreDump } from "./store";

/** A journal is folded into its state file when it is larger than that, and than this many bytes. */
const SMALL_JOURNAL = 64 * 1024;

/**
 * The files of a state: all that a store held at some time, and a journal of what has changed since.
 * Every method returns when it is on disk, and throws StateFileError when it cannot be.
 */
export class StateStorage {
  readonly #path: string;
  readonly #lock: StateLock;
  #journal: Journal | undefined;
  /** The state file as this server has written it last. */
  #written: { size: bigint; time: bigint } | undefined;
  #foldAt = SMALL_JOURNAL;

  /** @throws StateFileError when another server has the file. */
  constructor(path: string) {
    this.#path = existsSync(path) ? realpathSync(path) : resolve(path);
    this.#lock = this.#explained("written", () => new StateLock(this.#path));
  }

  /** Fills a store; false when there is no file. */
  load(store: Store): boolean {
    const bytes = this.#explained("read", () => readIfThere(this.#path));
    if (!bytes) refuseOrphans(this.#path);
    const state = bytes && parseState(this.#path, bytes);
    if (state) store.load(state.store);
    const journal = state?.journal === undefined ? undefined : this.#redo(state.journal, store);
    this.#explained("written", () => {
      removeLeftovers(this.#path, journal);
    });
    return state !== undefined;
  }

  /** Writes all that a store holds, for the first time since it was loaded. */
  start(dump: StoreDump): void {
    this.#explained("written", () => {
      this.#writeWhole(dump);
      // Also the journal that has been read.
      removeLeftovers(this.#path, this.#journal?.path);
    });
  }

  /** Writes something else than what the store held until now. */
  replace(dump: StoreDump): void {
    this.#explained("written", () => {
      this.#checkOwner();
      this.#writeWhole(dump);
    });
  }

  /**
   * Writes changes.
   *
   * @param dump - All that the store holds with them, which is written if nothing less will do.
   */
  add(changes: readonly StoreChange[], dump: () => StoreDump): void {
    this.#explained("written", () => {
      const isOurs = this.#checkOwner();
      if (!isOurs || this.#journal?.isUsable() !== true) {
        this.#writeWhole(dump());
        return;
      }
      this.#journal.append(changes);
      if (this.#journal.size > this.#foldAt) this.#fold(dump());
    });
  }

  /** Makes one file of the two, where that can be written, and gives them free. */
  close(dump: StoreDump): void {
    this.#journal?.close();
    try {
      if (this.#written && this.#checkOwner()) {
        replaceFile(this.#path, stateText({ store: dump }));
        syncFolderOf(this.#path);
        this.#journal?.remove();
      }
    } catch {
      // All is on disk already: the next server reads the journal, too.
    }
    this.#journal = undefined;
    this.#written = undefined;
    this.#lock.release();
  }

  /** What the journal holds is on disk already, so that a failure does no harm. */
  #fold(dump: StoreDump): void {
    try {
      this.#writeWhole(dump);
    } catch {
      // It is tried again after as many bytes more.
      this.#foldAt *= 2;
    }
  }

  /**
   * Whether the files are there.
   *
   * @throws StateFileError when they are somebody else's.
   */
  #checkOwner(): boolean {
    const isLocked = this.#lock.isHeld();
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    if (!found) return false;
    if (found.size !== this.#written?.size || found.mtimeNs !== this.#written.time)
      throw new StateFileError(
        `The state file ${this.#path} cannot be written: somebody else has changed it. Start the ` +
          `server again to read it, or remove it to keep what the server holds.`,
      );
    return isLocked;
  }

  /** When it throws before the file is replaced, the former journal goes on. */
  #writeWhole(dump: StoreDump): void {
    if (!this.#lock.isHeld()) this.#lock.take();
    const next = new Journal(this.#path);
    try {
      // The journal must be found by whoever reads the file that names it.
      syncFolderOf(next.path);
      replaceFile(this.#path, stateText({ store: dump, journal: next.id }));
    } catch (error) {
      next.close();
      next.remove();
      throw error;
    }
    const former = this.#journal;
    this.#journal = next;
    const { size, mtimeNs } = statSync(this.#path, { bigint: true });
    this.#written = { size, time: mtimeNs };
    this.#foldAt = Math.max(SMALL_JOURNAL, Number(size));
    syncFolderOf(this.#path);
    next.begin();
    former?.close();
    former?.remove();
  }

  /** Returns the journal's path. */
  #redo(id: string, store: Store): string {
    const journal = journalPath(this.#path, id);
    this.#explained("read", () => {
      const bytes = readIfThere(journal);
      if (!bytes)
        throw new StateFileError(
          `The state file ${this.#path} goes on in ${journal}, which is missing. Put a copy of it ` +
            `in its place, or make an empty file of that name to go on without what it held.`,
        );
      store.redo(readRecords(journal, bytes));
    });
    return journal;
  }

  #explained<Result>(what: "read" | "written", work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (error instanceof StateFileError) throw error;
      const message = `The state file ${this.#path} cannot be ${what}: ${reasonOf(error)}`;
      throw new StateFileError(message, { cause: error });
    }
  }
}
