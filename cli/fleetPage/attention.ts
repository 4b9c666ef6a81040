import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import type { TagFigures } from "../../gitlab/figures/fleetFigures";
import { isOld } from "./releases";
import type { FleetRead, FleetRunner } from "./readFleet";

/** What can be wrong with a runner, the worst first. */
export const ATTENTION_KINDS = ["offline", "stale", "never-contacted", "old", "queue"] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Runners that need attention for the same reason. */
export interface Attention {
  readonly kind: AttentionKind;
  /** At least one; in the order of the list, or the longest wait first. */
  readonly runners: readonly FleetRunner[];
}

/** Jobs wait long where 95 % of them do not start within this time, in seconds. */
export const LONG_WAIT = 600;

/** What needs attention, the worst first; nothing where all is well. */
export function attentionOf(read: FleetRead): Attention[] {
  const waits = new Map(
    read.figures.runners.map(({ runner, queuedDuration }) => [runner.id, queuedDuration?.p95 ?? 0]),
  );
  const waitOf = ({ listed }: FleetRunner): number => waits.get(listed.id) ?? 0;
  const needs: Readonly<Record<AttentionKind, (runner: FleetRunner) => boolean>> = {
    // Somebody who pauses a runner knows that it takes no jobs.
    offline: ({ listed }) => contactStatus(listed) === "offline" && !listed.paused,
    stale: ({ listed }) => contactStatus(listed) === "stale",
    "never-contacted": ({ listed }) => contactStatus(listed) === "never_contacted",
    old: (runner) => oldVersionsOf(runner, read.gitlabVersion).length > 0,
    queue: (runner) => waitOf(runner) > LONG_WAIT,
  };
  return ATTENTION_KINDS.flatMap((kind) => {
    const runners = read.runners.filter(needs[kind]);
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

/** The old versions of what is in contact with GitLab: what is not, has other troubles. */
function oldVersionsOf(
  { listed, details, managers }: FleetRunner,
  gitlab: string | undefined,
): string[] {
  if (gitlab === undefined) return [];
  const ofDetails = contactStatus(listed) === "online" ? [details?.version ?? ""] : [];
  const versions =
    managers === undefined
      ? ofDetails
      : managers.filter(({ status }) => status === "online").map(({ version }) => version ?? "");
  return versions.filter((version) => isOld(version, gitlab));
}
