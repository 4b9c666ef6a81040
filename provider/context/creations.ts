import { type HeldRunners, type StoredRunner, heldRunners } from "./heldRunners";
import type { Resource } from "../values/operation";

/** What a process knows that decides how a runner is created. */
export interface Creations {
  /** Takes in what the engine says of a resource. */
  readonly note: (resource: Resource) => void;
  /** Whether the engine leaves the runners of a resource at GitLab, by the resource's fingerprint. */
  readonly isRetained: (fingerprint: string | undefined) => boolean;
  /** The runners that the stack's state holds; rejects where the engine cannot be asked. */
  readonly held: () => Promise<HeldRunners>;
  /** Takes in that the engine showed a runner of the state, or that one was taken over. */
  readonly show: (id: string, fingerprint: string | undefined, attempt: string | undefined) => void;
  /** Whether the engine showed the runner of a resource, by the resource's fingerprint. */
  readonly isShown: (fingerprint: string | undefined) => boolean;
  /** Whether a runner has come to another creation than the one that a state has it of. */
  readonly hasSuccessor: (id: string, attempt: string | undefined) => boolean;
  /** Takes in how long GitLab took for a creation. */
  readonly noteLatency: (milliseconds: number) => void;
  /** The longest that GitLab took. */
  readonly slowestMs: () => number;
}

/** How the runners that the stack's state holds now are read; rejects where the engine cannot be asked. */
export type ReadState = () => Promise<readonly StoredRunner[]>;

export function createCreations(readState: ReadState): Creations {
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
    held: () => (held ??= readState().then(heldRunners)),
    show(id, fingerprint, attempt) {
      shown.add(fingerprint);
      // A state of an earlier version has none, nor has one that adopted the runner.
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
