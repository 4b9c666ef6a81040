import type { ResourceType } from "./declared";
import type { Properties } from "./providerHost";

/** A resource in the state, as the engine keeps one. */
export interface Entry {
  readonly name: string;
  readonly type: ResourceType;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The names of the resources that it was made with. */
  readonly references: readonly string[];
  /** It was replaced, and is still to be deleted. */
  readonly isReplaced: boolean;
  /** Its last create or update was not finished. */
  readonly hasFailed: boolean;
}

/** What a stack is known to have, kept in memory and in clear. */
export class HostState {
  #entries: readonly Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The resource of a name that is not on its way out. */
  present(name: string): Entry | undefined {
    return this.#entries.find((entry) => entry.name === name && !entry.isReplaced);
  }

  add(entry: Entry): void {
    this.#entries = [...this.#entries, entry];
  }

  put(old: Entry, now: Entry): void {
    this.#entries = this.#entries.map((entry) => (entry === old ? now : entry));
  }

  remove(old: Entry): void {
    this.#entries = this.#entries.filter((entry) => entry !== old);
  }
}

/** Whether one must be deleted before the other can be. */
export function dependsOn(one: Entry, other: Entry): boolean {
  return one.references.includes(other.name) && one.isReplaced === other.isReplaced;
}
