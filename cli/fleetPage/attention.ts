import type { TagFigures } from "../../gitlab/figures/fleetFigures";
import { LONG_WAIT } from "../health/longWait";
import { RUNNER_TROUBLES, hasTrouble } from "../health/runnerTroubles";
import type { FleetRead, FleetRunner } from "./readFleet";

/** What can be wrong with a runner, the worst first. */
export const ATTENTION_KINDS = [...RUNNER_TROUBLES, "queue"] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Runners that need attention for the same reason. */
export interface Attention {
  readonly kind: AttentionKind;
  /** At least one; in the order of the list, or the longest wait first. */
  readonly runners: readonly FleetRunner[];
}

/** What needs attention, the worst first; nothing where all is well. */
export function attentionOf(read: FleetRead): Attention[] {
  const waits = new Map(
    read.figures.runners.map(({ runner, queuedDuration }) => [runner.id, queuedDuration?.p95 ?? 0]),
  );
  const waitOf = ({ listed }: FleetRunner): number => waits.get(listed.id) ?? 0;
  return ATTENTION_KINDS.flatMap((kind) => {
    const runners = read.runners.filter((runner) =>
      kind === "queue" ? waitOf(runner) > LONG_WAIT : hasTrouble(runner, kind, read.gitlabVersion),
    );
    if (kind === "queue") runners.sort((one, other) => waitOf(other) - waitOf(one));
    return runners.length === 0 ? [] : [{ kind, runners }];
  });
}

/** The tag whose runners' jobs wait longest, if they wait long. */
export function slowestTag(tags: readonly TagFigures[]): TagFigures | undefined {
  const [slowest] = [...tags].sort((one, other) => tagWait(other) - tagWait(one));
  return slowest !== undefined && tagWait(slowest) > LONG_WAIT ? slowest : undefined;
}

function tagWait({ queuedDuration }: TagFigures): number {
  return queuedDuration?.p95 ?? 0;
}
