import { type HeldRunners, type StoredRunner, heldRunners } from "./heldRunners";
import type { Resource } from "../values/operation";

/** What a process knows and needs for creating runners. */
export interface Creations {
  /** Notes what the engine says about a resource. */
  readonly note: (resource: Resource) => void;
  /** Whether the engine leaves the runners of a resource in GitLab, by the resource's fingerprint. */
  readonly isRetained: (fingerprint: string | undefined) => boolean;
  /** The runners that the stack's state holds; rejects if the engine does not answer. */
  readonly held: () => Promise<HeldRunners>;
  /** Whether {@link held} has all of them; otherwise it has no runner that the stack adopted. */
  readonly isStateWhole: () => boolean;
  /** Notes that the engine showed a runner of the state, or that a creation took a runner over. */
  readonly show: (id: string, fingerprint: string | undefined, attempt: string | undefined) => void;
  /** Whether the engine showed the runner of a resource, by the resource's fingerprint. */
  readonly isShown: (fingerprint: string | undefined) => boolean;
  /** Whether a later creation took over a runner of the state. */
  readonly hasSuccessor: (id: string, attempt: string | undefined) => boolean;
  /** Notes how long GitLab took for a creation. */
  readonly noteLatency: (milliseconds: number) => void;
  /** The longest time that GitLab took. */
  readonly slowestMs: () => number;
}

/**
 * Reads the runners that the stack's state holds now. Rejects if the engine does not answer: with an
 * `EngineGoneError` if the engine has ended.
 */
export type ReadState = () => Promise<readonly StoredRunner[]>;

export function createCreations(readState: ReadState, isStateWhole: () => boolean): Creations {
  let held: Promise<HeldRunners> | undefined;
  let slowestMs = 0;
  const retained = new Set<string | undefined>();
  const shown = new Set<string | undefined>();
  const attempts = new Map<string, string>();
  return {
    note({ fingerprint, isRetained }) {
      if (isRetained === true) retained.add(fingerprint);
    },
    isRetained: (fingerprint) => retained.has(fingerprint),
    isStateWhole,
    held: () => (held ??= readState().then(heldRunners)),
    show(id, fingerprint, attempt) {
      shown.add(fingerprint);
      // Earlier versions recorded no attempt, and an adoption has none.
      if (attempt !== undefined) attempts.set(id, attempt);
    },
    isShown: (fingerprint) => shown.has(fingerprint),
    hasSuccessor: (id, attempt) => attempts.has(id) && attempts.get(id) !== attempt,
    noteLatency(milliseconds) {
      slowestMs = Math.max(slowestMs, milliseconds);
    },
    slowestMs: () => slowestMs,
  };
}
