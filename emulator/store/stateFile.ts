import { existsSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import type { StoreChange } from "./changes";
import { isTemporaryName, readIfThere, replaceFile, syncFolderOf } from "./durableFiles";
import { Journal, isJournalPath, journalPath } from "./journal";
import { readRecords } from "./journalRecords";
import { StateFileError, reasonOf } from "./stateFileError";
import { StateLock } from "./stateLock";
import { parseState, stateText } from "./stateText";
import type { Store, StoreDump } from "./store";

/** A journal is folded into its state file when it is larger than that, and than this many bytes. */
const SMALL_JOURNAL = 64 * 1024;

/**
 * Keeps a store on disk: a file with all that it held at some time, and a journal of what changed
 * since. What cannot be written is taken back, so that the store and the disk hold the same.
 *
 * All is written synchronously, the changes of all requests that came together at once: nothing can
 * be read meanwhile that is not on disk yet.
 */
export class StateFile {
  /** Whether there was a file, which has filled the store. */
  readonly isFound: boolean;
  readonly #path: string;
  readonly #lock: StateLock;
  #journal: Journal | undefined;
  #changes: { done: StoreChange; undo: () => void }[] = [];
  /** Resolves at the end of this turn of the event loop, when there are changes. */
  #turn: Promise<StateFileError | undefined> | undefined;
  #failure: StateFileError | undefined;
  #written: { size: number; time: bigint } | undefined;
  #foldAt = SMALL_JOURNAL;

  /** @throws StateFileError when the file cannot be read, or another server has it. */
  constructor(
    path: string,
    private readonly store: Store,
  ) {
    this.#path = existsSync(path) ? realpathSync(path) : resolve(path);
    this.#lock = this.#explained(() => new StateLock(this.#path));
    try {
      this.isFound = this.#load();
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  /**
   * Writes what the store holds, and from now on what changes.
   *
   * @throws StateFileError when it cannot be written.
   */
  start(): void {
    this.#explained(() => {
      this.#writeWhole(this.store.dump());
    });
    // Also the journal that has been read.
    this.#sweep(this.#journal?.path);
    this.store.onChange = (done, undo) => {
      this.#note(done, undo);
    };
  }

  /**
   * Waits until all changes up to now are on disk.
   *
   * @returns Why they could not be written, and have been taken back.
   */
  settled(): Promise<StateFileError | undefined> {
    return this.#turn ?? Promise.resolve(undefined);
  }

  /** @throws StateFileError when the changes up to now could not be written: they are taken back. */
  commit(): void {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length === 0) return;
    try {
      this.#explained(() => {
        this.#write(changes.map(({ done }) => done));
      });
    } catch (error) {
      this.store.takeBack(changes.map(({ undo }) => undo));
      this.#failure ??= error as StateFileError;
      throw error;
    }
  }

  /**
   * Writes something else instead of what the store holds.
   *
   * @throws StateFileError when it cannot be written, and the old is still there.
   */
  replace(dump: StoreDump): void {
    this.#explained(() => {
      this.#checkOwner();
      this.#writeWhole(dump);
    });
    this.#changes = [];
  }

  /** Ends with one file instead of two, where that can be written. */
  close(): void {
    this.#endTurn();
    this.store.onChange = undefined;
    this.#journal?.close();
    try {
      if (this.#written && this.#checkOwner()) {
        replaceFile(this.#path, stateText({ store: this.store.dump() }));
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

  #note(done: StoreChange, undo: () => void): void {
    this.#changes.push({ done, undo });
    this.#turn ??= new Promise((resolve) => {
      // Requests that have come at the same time are served first, and share the write.
      setImmediate(() => {
        resolve(this.#endTurn());
      });
    });
  }

  /** Commits, and returns what went wrong in this turn of the event loop. */
  #endTurn(): StateFileError | undefined {
    try {
      this.commit();
    } catch (error) {
      if (!(error instanceof StateFileError)) throw error;
    }
    const failure = this.#failure;
    this.#failure = undefined;
    this.#turn = undefined;
    return failure;
  }

  #write(changes: readonly StoreChange[]): void {
    const isOurs = this.#checkOwner();
    if (!isOurs || this.#journal?.isUsable() !== true) {
      this.#writeWhole(this.store.dump());
      return;
    }
    this.#journal.append(changes);
    if (this.#journal.size > this.#foldAt) this.#fold();
  }

  /** What the journal holds is on disk already, so that a failure does no harm. */
  #fold(): void {
    try {
      this.#writeWhole(this.store.dump());
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
    if (Number(found.size) !== this.#written?.size || found.mtimeNs !== this.#written.time)
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
    this.#written = { size: Number(size), time: mtimeNs };
    this.#foldAt = Math.max(SMALL_JOURNAL, Number(size));
    syncFolderOf(this.#path);
    next.begin();
    former?.close();
    former?.remove();
  }

  /** Fills the store; false when there is no file. */
  #load(): boolean {
    const bytes = this.#explained(() => readIfThere(this.#path), "read");
    const state = bytes && parseState(this.#path, bytes);
    const journal =
      state?.journal === undefined ? undefined : journalPath(this.#path, state.journal);
    if (state) this.store.load(state.store);
    if (journal !== undefined) this.#redo(journal);
    this.#sweep(journal);
    return state !== undefined;
  }

  #redo(journal: string): void {
    const bytes = this.#explained(() => readIfThere(journal), "read");
    if (!bytes)
      throw new StateFileError(
        `The state file ${this.#path} goes on in ${journal}, which is missing. Put a copy of it in ` +
          `its place, or make an empty file of that name to go on without what it held.`,
      );
    this.#explained(() => {
      this.store.redo(readRecords(journal, bytes));
    }, "read");
  }

  /** Removes what a killed server has left behind: it holds tokens. */
  #sweep(journal: string | undefined): void {
    const folder = dirname(this.#path);
    this.#explained(() => {
      for (const name of readdirSync(folder)) {
        if (!name.startsWith(basename(this.#path))) continue;
        const path = join(folder, name);
        const isLeft =
          isTemporaryName(path, this.#path) ||
          isTemporaryName(path, `${this.#path}.lock`) ||
          (isJournalPath(path, this.#path) && path !== journal);
        if (isLeft) rmSync(path, { force: true });
      }
    });
  }

  #explained<Result>(work: () => Result, what = "written"): Result {
    try {
      return work();
    } catch (error) {
      if (error instanceof StateFileError) throw error;
      const message = `The state file ${this.#path} cannot be ${what}: ${reasonOf(error)}`;
      throw new StateFileError(message, { cause: error });
    }
  }
}
