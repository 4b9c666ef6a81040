/**
 * What this process learnt of the state: the engine does not say what it holds when it asks for a
 * new runner, and a runner of the state must not be taken for one that an apply left behind.
 */
export interface StateRunners {
  /**
   * Notes that a resource is in the state.
   *
   * @param resource - its `__mark`; what an older version stored has none.
   * @param id - of its runner, where the engine told it.
   */
  readonly note: (resource: unknown, id?: string) => void;
  readonly holds: (id: number) => boolean;
  /**
   * Whether a resource is in the state with a runner that the engine did not tell: it is replaced
   * on demand (`up --target-replace`), without a diff.
   */
  readonly holdsUntold: (resource: string) => boolean;
  /** Notes that a new resource took over a runner. */
  readonly noteTakenOver: (id: number) => void;
  /** Whether a runner belongs to a new resource now, so that no older one may delete it. */
  readonly isTakenOver: (id: string) => boolean;
}

export function createStateRunners(): StateRunners {
  const ids = new Set<string>();
  const idOf = new Map<unknown, string | undefined>();
  const takenOver = new Set<string>();
  return {
    note(resource, id) {
      if (id !== undefined) ids.add(id);
      if (resource !== undefined) idOf.set(resource, id ?? idOf.get(resource));
    },
    holds: (id) => ids.has(String(id)),
    holdsUntold: (resource) => idOf.has(resource) && idOf.get(resource) === undefined,
    noteTakenOver: (id) => void takenOver.add(String(id)),
    isTakenOver: (id) => takenOver.has(id),
  };
}
