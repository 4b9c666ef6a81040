import { short } from "../payloads/identifiers";
import { type PendingJobPayload, pendingJobSchema } from "../payloads/schemas";
import type { ListLimits } from "../pages/pageReading";
import { listAll } from "../pages/pages";
import { path } from "../transport/path";
import type { Transport } from "../transport/transport";

/**
 * `GET /projects/:id/jobs` with the scope `pending`: the jobs that wait for a runner.
 * @see https://docs.gitlab.com/api/jobs/#list-project-jobs
 */
export function listPendingJobs(
  send: Transport,
  projectId: string | number,
  limits: ListLimits = {},
): Promise<PendingJobPayload[]> {
  const list = {
    operation: `list the pending jobs of project ${short(projectId)}`,
    path: path`projects/${projectId}/jobs`,
    query: { scope: "pending" },
  };
  return listAll(send, list, pendingJobSchema, limits);
}
