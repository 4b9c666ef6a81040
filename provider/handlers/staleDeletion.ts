import { AuthenticationError, ConnectionError, GitLabError } from "../../gitlab";
import { mapBounded } from "../../gitlab/mapBounded";
import { deleteStale } from "../../gitlab/pruning/deleteStale";
import { verdictOf } from "../../gitlab/pruning/staleness";
import { type StaleDemand, type StaleRunner, staleRule } from "../checks/staleRunners";
import type { Context } from "../context/context";

/** What became of the runners of a list. */
export interface Deletions {
  /** The ids of those that were deleted, in the order of the list. */
  readonly deleted: readonly number[];
  /** Why others were not, by their ids. */
  readonly failed: ReadonlyMap<number, string>;
}

/**
 * Deletes the runners of a list that are still stale, and says of each what became of it. What GitLab refuses
 * for one leaves the others to be done; after a refusal of the credential, or without a GitLab, no more are
 * tried.
 */
export async function deleteListed(
  context: Context,
  runners: readonly StaleRunner[],
  demand: StaleDemand,
): Promise<Deletions> {
  if (runners.length === 0) return { deleted: [], failed: new Map() };
  const { gitlab, settings, note } = context;
  const rule = await staleRule(context, demand);
  const deleted = new Set<number>();
  const failed = new Map<number, string>();
  let end: GitLabError | undefined;
  await mapBounded(runners, settings.transport.concurrency, async ({ id }) => {
    if (end) {
      failed.set(id, "not tried");
      return;
    }
    try {
      const deletion = await deleteStale(gitlab, id, (found) => {
        const { is, reason } = verdictOf(found, rule);
        return is === "stale" ? undefined : reason;
      });
      if (deletion.outcome === "deleted") deleted.add(id);
      const why = deletion.outcome === "kept" ? `: ${deletion.reason}` : "";
      note(`runner ${id} ${OUTCOMES[deletion.outcome]}${why}`);
    } catch (error) {
      if (!(error instanceof GitLabError)) throw error;
      if (error instanceof AuthenticationError || error instanceof ConnectionError) end ??= error;
      failed.set(id, error.message);
    }
  });
  return { deleted: runners.map(({ id }) => id).filter((id) => deleted.has(id)), failed };
}

const OUTCOMES = { deleted: "is deleted", gone: "is gone already", kept: "stays" } as const;
