import type { GitLabClient } from "../client";
import type { RunnerManagerPayload } from "../payloads/schemas";
import { unlessGone } from "../transport/unlessGone";
import type { Deletion } from "./deleteStale";
import { heardAtOf, isoSecond } from "./staleness";

/**
 * Judges a manager by its last contact, or by its creation if it never contacted GitLab. A manager that runs
 * a job is not stale.
 *
 * @param since - stale is what GitLab has not heard of since then; milliseconds since 1970.
 */
export function managerVerdict(
  manager: RunnerManagerPayload,
  since: number,
): { readonly isStale: boolean; readonly reason: string } {
  const heardAt = heardAtOf(manager);
  if (heardAt === undefined)
    return { isStale: false, reason: "GitLab reports neither a contact nor its creation" };
  const reason =
    manager.contacted_at == null
      ? `it has not contacted GitLab since its creation at ${isoSecond(heardAt)}`
      : `its last contact was at ${isoSecond(heardAt)}`;
  if (heardAt >= since) return { isStale: false, reason };
  if (manager.job_execution_status === "active") return { isStale: false, reason: "it runs a job" };
  return { isStale: true, reason };
}

/** Which manager is to be deleted. */
interface ManagerToDelete {
  readonly runnerId: number;
  readonly managerId: number;
  /** Stale is what GitLab has not heard of since then; milliseconds since 1970. */
  readonly since: number;
  /** The runner's authentication token: GitLab takes no access token for this. */
  readonly token: string;
}

/**
 * Deletes a manager if it still is stale, by what GitLab shows right before.
 *
 * @throws {GitLabError} when GitLab refuses.
 * @see lib/api/ci/runner.rb in GitLab's source, DELETE /runners/managers
 */
export async function deleteStaleManager(
  gitlab: GitLabClient,
  { runnerId, managerId, since, token }: ManagerToDelete,
): Promise<Deletion> {
  const managers = await gitlab.listRunnerManagers(runnerId);
  const manager = managers.find(({ id }) => id === managerId);
  if (!manager) return { outcome: "gone" };
  const { isStale, reason } = managerVerdict(manager, since);
  if (!isStale) return { outcome: "kept", reason };
  const isThere = await unlessGone(
    gitlab.deleteRunnerManager(token, manager.system_id).then(() => true as const),
  );
  return { outcome: isThere ? "deleted" : "gone" };
}
