import type { MarkedRunner } from "../endpoints/runners";
import type { RunnerDetailsPayload } from "../payloads/schemas";

/** What decides whether a runner is stale, and whether it goes. */
export interface PruneRule {
  /** Stale is what GitLab has not heard of since then; milliseconds since 1970. */
  readonly since: number;
  /** Why a runner stays although it is stale; undefined if nothing speaks for it. */
  readonly reasonToKeep: (found: MarkedRunner) => string | undefined;
}

/** GitLab counts a runner as online that contacted it in the last two hours. */
const ONLINE_MS = 2 * 60 * 60 * 1000;

/** Whether a rule would call runners stale that GitLab counts as online. */
export function wouldTakeOnline(since: number): boolean {
  return since > Date.now() - ONLINE_MS;
}

/** What a rule says of a runner: it is live, or it is stale and goes, or it is stale and stays. */
export interface Verdict {
  readonly is: "live" | "stale" | "kept";
  readonly reason: string;
  /** When GitLab last heard of it; milliseconds since 1970, undefined where GitLab reports no time. */
  readonly heardAt: number | undefined;
}

/**
 * Judges a runner by its last contact, or by its creation if no machine ever contacted GitLab for it. A
 * stale runner is kept that a stack has or that has a job.
 */
export function verdictOf(found: MarkedRunner, rule: PruneRule): Verdict {
  const { runner, marker } = found;
  const heardAt = heardAtOf(runner);
  if (heardAt !== undefined && heardAt >= rule.since)
    return { is: "live", reason: heardReason(runner, heardAt), heardAt };
  const kept = (reason: string): Verdict => ({ is: "kept", reason, heardAt });
  const reason = rule.reasonToKeep(found);
  if (reason !== undefined) return kept(reason);
  if (marker) return kept("it belongs to a stack of pulumi-gitlab-runners");
  if (runner.job_execution_status === "active") return kept("it has a running job");
  if (heardAt === undefined) return kept("GitLab reports neither a contact nor its creation");
  return { is: "stale", reason: heardReason(runner, heardAt), heardAt };
}

/** When GitLab last heard of a runner or a manager; milliseconds since 1970, undefined where it reports no time. */
export function heardAtOf({
  contacted_at,
  created_at,
}: Partial<Pick<RunnerDetailsPayload, "contacted_at" | "created_at">>): number | undefined {
  const time = Date.parse(contacted_at ?? created_at ?? "");
  return Number.isNaN(time) ? undefined : time;
}

function heardReason({ contacted_at: contacted }: RunnerDetailsPayload, heardAt: number): string {
  const time = isoSecond(heardAt);
  return contacted == null
    ? `no machine contacted GitLab since its creation at ${time}`
    : `its last contact was at ${time}`;
}

/** A time in ISO 8601, to the second. */
export function isoSecond(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
