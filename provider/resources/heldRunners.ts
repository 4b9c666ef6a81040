import type { MarkedRunner } from "../api";
import type { Deployed } from "../engineState";
import type { Origin } from "./runnerMapping";

/** Which runners a stack's state holds. */
export interface HeldRunners {
  /** Whether it holds a runner that was found with its mark. */
  readonly holds: (found: MarkedRunner) => boolean;
  /**
   * Whether it has the runner of a resource without the attempt that made it, as one of an earlier
   * version: which runner that is, it does not say.
   *
   * @param resource - the resource's own mark, `__mark`.
   */
  readonly isVague: (resource: unknown) => boolean;
}

const RUNNER = "pulumi-nodejs:dynamic/gitlab-runners:Runner";

export function heldRunners(state: readonly Deployed[]): HeldRunners {
  const attempts = new Set<string>();
  const ids = new Set<number>();
  const vague = new Set<unknown>();
  for (const { type, outputs } of state) {
    if (type !== RUNNER) continue;
    const { attempt, way } = (outputs["__origin"] ?? {}) as Partial<Origin>;
    if (attempt !== undefined) attempts.add(attempt);
    else if (way !== "adopt") vague.add(outputs["__mark"]);
    if (outputs["runnerId"] !== undefined) ids.add(Number(outputs["runnerId"]));
  }
  return {
    holds: ({ runner, mark }) =>
      (mark !== undefined && attempts.has(mark.attempt)) || ids.has(runner.id),
    isVague: (resource) => vague.has(resource),
  };
}
