import { path } from "./path";
import type { Transport } from "./transport";

/** The filters by which runners of a group or project are counted. */
export interface RunnerFilter {
  readonly type: "group_type" | "project_type";
  readonly status?: "stale" | "never_contacted";
}

/**
 * How many runners `GET /projects/:id/runners` or `GET /groups/:id/runners` would list. That of a
 * group includes the groups above.
 *
 * @returns undefined where GitLab doesn't tell, which is above 10,000.
 */
export async function countRunners(
  send: Transport,
  kind: "project" | "group",
  idOrPath: string | number,
  filter: RunnerFilter,
): Promise<number | undefined> {
  const { headers } = await send({
    operation: `count the runners of ${kind} ${idOrPath}`,
    method: "GET",
    path:
      kind === "project" ? path`projects/${idOrPath}/runners` : path`groups/${idOrPath}/runners`,
    query: { ...filter, per_page: 1 },
  });
  const total = headers["x-total"];
  return typeof total === "string" && /^\d+$/.test(total) ? Number(total) : undefined;
}
