import type { MarkedRunner } from "../../gitlab";
import type { Properties } from "../values/operation";
import type { Origin } from "../runner/runnerMapping";

/** Which runners a stack's state holds. */
export interface HeldRunners {
  /** Whether the state holds a runner that was found by its marker. */
  readonly holds: (found: MarkedRunner) => boolean;
  /**
   * Whether a request with a lost reply created it for a runner that the state holds. The deletion of that
   * runner finds it by its marker.
   */
  readonly isTwin: (found: MarkedRunner) => boolean;
  /**
   * Whether the state holds a runner of a resource without the attempt that created it, as earlier versions
   * wrote it. Such a state does not show which runner of GitLab's it is.
   *
   * @param fingerprint - the resource's own.
   */
  readonly isVague: (fingerprint: string | undefined) => boolean;
}

/** A runner of the state. */
export interface StoredRunner {
  /** Of its resource. */
  readonly fingerprint?: string | undefined;
  readonly outputs: Properties;
}

export function heldRunners(state: readonly StoredRunner[]): HeldRunners {
  /** Of each attempt, the id of its runner; earlier versions recorded none. */
  const attempts = new Map<string, unknown>();
  const ids = new Set<number>();
  const vague = new Set<string | undefined>();
  for (const { fingerprint, outputs } of state) {
    const { attempt, way } = (outputs["__origin"] ?? {}) as Partial<Origin>;
    if (attempt !== undefined) attempts.set(attempt, outputs["id"]);
    else if (way !== "adopt") vague.add(fingerprint);
    if (outputs["runnerId"] !== undefined) ids.add(Number(outputs["runnerId"]));
  }
  return {
    holds: ({ runner, marker }) =>
      (marker !== undefined && attempts.has(marker.attempt)) || ids.has(runner.id),
    isTwin: ({ runner, marker }) => {
      const id = marker && attempts.get(marker.attempt);
      return id !== undefined && Number(id) !== runner.id;
    },
    isVague: (fingerprint) => vague.has(fingerprint),
  };
}
