import type { GitLabClient } from "../client";
import type { RunnerListOwner } from "../endpoints/runnerLists";
import type { MarkedRunner } from "../endpoints/runners";
import type { RunnerDetailsPayload, RunnerPayload, RunnerType } from "../payloads/schemas";
import { NotFoundError, PermissionError } from "../transport/errors";
import { unlessRefused } from "../transport/unlessRefused";
import { type PruneRule, type Verdict, verdictOf } from "./staleness";

/** A runner of a list that a rule has judged. */
export type Judged = Verdict & {
  /** Its details; what the list shows of it where GitLab refuses them. */
  readonly runner: RunnerPayload & Partial<RunnerDetailsPayload>;
};

/** The type of an owner's own runners: its list shows those of the groups above and of the instance, too. */
export function ownTypeOf({ of }: RunnerListOwner): RunnerType | undefined {
  if (of === "project") return "project_type";
  return of === "group" ? "group_type" : undefined;
}

/**
 * Whether a runner of an owner's list is the owner's own.
 *
 * @param groupId - the group's, if a group is the owner.
 */
export function isOwn(
  { runner }: MarkedRunner,
  owner: RunnerListOwner,
  groupId: number | undefined,
): boolean {
  const ownType = ownTypeOf(owner);
  return (
    (ownType === undefined || runner.runner_type === ownType) &&
    (groupId === undefined || runner.groups?.some(({ id }) => id === groupId) === true)
  );
}

/**
 * Judges a runner of a list.
 *
 * @param known - its details, if a list showed them.
 * @param counts - whether the runner is one of those in question.
 * @returns undefined for a runner that is gone, or does not count.
 */
export async function judgeListed(
  gitlab: GitLabClient,
  listed: RunnerPayload,
  known: MarkedRunner | undefined,
  { rule, counts }: { rule: PruneRule; counts: (found: MarkedRunner) => boolean },
): Promise<Judged | undefined> {
  const details = known ?? (await unlessRefused(gitlab.getMarkedRunner(listed.id)));
  if (details instanceof NotFoundError) return undefined;
  if (details instanceof PermissionError)
    return { is: "kept", runner: listed, reason: details.message, heardAt: undefined };
  if (!counts(details)) return undefined;
  return { ...verdictOf(details, rule), runner: details.runner };
}
