import type { StoreChange } from "./changes";
import type { StateFileError } from "./stateFileError";
import { StateStorage } from "./stateStorage";
import type { Store, StoreDump } from "./store";

/**
 * Keeps a store on disk. What cannot be written is taken back, so that the store and the disk hold
 * the same.
 *
 * All is written synchronously, the changes of all requests that came together at once: nothing can
 * be read meanwhile that is not on disk yet.
 */
export class StateFile {
  /** Whether there was a file, which has filled the store. */
  readonly isFound: boolean;
  readonly #storage: StateStorage;
  #changes: { done: StoreChange; undo: () => void }[] = [];
  /** Resolves at the end of this turn of the event loop, when something has changed in it. */
  #turn: Promise<StateFileError | undefined> | undefined;
  #failure: StateFileError | undefined;

  /** @throws StateFileError when the file cannot be read, or another server has it. */
  constructor(
    path: string,
    private readonly store: Store,
  ) {
    this.#storage = new StateStorage(path);
    try {
      this.isFound = this.#storage.load(store);
    } catch (error) {
      this.#storage.close(store.dump());
      throw error;
    }
  }

  /**
   * Writes what the store holds, and from now on what changes.
   *
   * @throws StateFileError when it cannot be written.
   */
  start(): void {
    this.#storage.start(this.store.dump());
    this.store.onChange = (done, undo) => {
      this.#note(done, undo);
    };
  }

  /**
   * Waits until all changes up to now are on disk.
   *
   * @returns Why they could not be written, and have been taken back.
   */
  flushed(): Promise<StateFileError | undefined> {
    return this.#turn ?? Promise.resolve(undefined);
  }

  /** @throws StateFileError when the changes up to now could not be written: they are taken back. */
  commit(): void {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length === 0) return;
    try {
      this.#storage.add(
        changes.map(({ done }) => done),
        () => this.store.dump(),
      );
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
    this.#storage.replace(dump);
    this.#changes = [];
  }

  /** Writes what has changed last, and gives the file free. */
  close(): void {
    this.#endTurn();
    this.store.onChange = undefined;
    this.#storage.close(this.store.dump());
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

  /** Commits, and returns what went wrong in this turn. */
  #endTurn(): StateFileError | undefined {
    try {
      this.commit();
    } catch {
      // It is the failure that is returned.
    }
    const failure = this.#failure;
    this.#failure = undefined;
    this.#turn = undefined;
    return failure;
  }
}
