import type { MarkedRunner } from "../../gitlab";
import type { Properties } from "../values/operation";
import type { Origin } from "../runner/runnerMapping";

/** Which runners a stack's state holds. */
export interface HeldRunners {
  /** Whether it holds a runner that was found with its mark. */
  readonly holds: (found: MarkedRunner) => boolean;
  /**
   * Whether it has the runner of a resource without the attempt that made it, as one of an earlier
   * version: which runner that is, it does not say.
   *
   * @param mark - the resource's own.
   */
  readonly isVague: (mark: string | undefined) => boolean;
}

/** A runner of the state. */
export interface StoredRunner {
  /** The mark of its resource. */
  readonly mark?: string | undefined;
  readonly outputs: Properties;
}

export function heldRunners(state: readonly StoredRunner[]): HeldRunners {
  const attempts = new Set<string>();
  const ids = new Set<number>();
  const vague = new Set<string | undefined>();
  for (const { mark, outputs } of state) {
    const { attempt, way } = (outputs["__origin"] ?? {}) as Partial<Origin>;
    if (attempt !== undefined) attempts.add(attempt);
    else if (way !== "adopt") vague.add(mark);
    if (outputs["runnerId"] !== undefined) ids.add(Number(outputs["runnerId"]));
  }
  return {
    holds: ({ runner, mark }) =>
      (mark !== undefined && attempts.has(mark.attempt)) || ids.has(runner.id),
    isVague: (mark) => vague.has(mark),
  };
}
