import { type KeysetPage, iterateByKeyset, iterateKeysetPages } from "../pages/keysetPages";
import type { ListLimits } from "../pages/pageReading";
import { path } from "../transport/path";
import { type JobPayload, type JobStatus, jobSchema } from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** The filters of a runner's jobs. */
export interface JobFilter {
  /** One status, or several. */
  readonly status?: JobStatus | readonly JobStatus[] | undefined;
  /** Of the manager that ran it. */
  readonly systemId?: string | undefined;
  /** By id: the newest first (`desc`) if left out. */
  readonly sort?: "asc" | "desc" | undefined;
  /** Only jobs that were created at or after this time, milliseconds since 1970. */
  readonly since?: number | undefined;
}

type Jobs = AsyncGenerator<JobPayload, void, undefined>;

/**
 * `GET /runners/:id/jobs`, by keyset, a page in memory at a time.
 * @see https://docs.gitlab.com/api/runners/#list-all-jobs-processed-by-a-runner
 */
export async function* iterateRunnerJobs(
  send: Transport,
  id: string | number,
  { status, systemId, sort = "desc", since = -Infinity }: JobFilter = {},
  { limit = Infinity, signal }: ListLimits = {},
): Jobs {
  // GitLab filters by one status a request.
  const statuses = typeof status === "object" ? [...new Set(status)] : [status];
  const lists = statuses.map((one) =>
    iterateByKeyset(
      send,
      jobList(id, { status: one, system_id: systemId, sort }),
      jobSchema,
      // What is too old is sorted out here, so it does not count.
      { limit: since === -Infinity ? limit : Infinity, signal },
    ),
  );
  let left = limit;
  for await (const job of merged(lists, sort)) {
    if (left <= 0) return;
    const isTooOld = Date.parse(job.created_at) < since;
    // Ids rise with the time of creation, so no later job follows the first that is too old.
    if (isTooOld && sort === "desc") return;
    if (isTooOld) continue;
    yield job;
    left -= 1;
  }
}

/**
 * The pages of the same list, the newest job first.
 *
 * @param first - the cursor of the first page to read; the newest jobs if left out.
 */
export function iterateRunnerJobPages(
  send: Transport,
  id: number,
  first?: string,
): AsyncGenerator<KeysetPage<typeof jobSchema>, void, undefined> {
  return iterateKeysetPages(send, jobList(id, { sort: "desc" }), jobSchema, {}, first);
}

/** The list without its page. */
function jobList<Query extends { readonly sort: "asc" | "desc" }>(
  id: string | number,
  query: Query,
): { operation: string; path: string; query: Query & { order_by: string } } {
  return {
    operation: `list the jobs of runner ${id}`,
    path: path`runners/${id}/jobs`,
    query: { ...query, order_by: "id" },
  };
}

/** Lists that are sorted by id as one that is. */
async function* merged(lists: readonly Jobs[], sort: "asc" | "desc"): Jobs {
  const direction = sort === "asc" ? 1 : -1;
  const next = async (list: Jobs): Promise<{ list: Jobs; job: JobPayload }[]> => {
    const result = await list.next();
    return result.done === true ? [] : [{ list, job: result.value }];
  };
  let heads = (await Promise.all(lists.map(next))).flat();
  while (heads.length > 0) {
    const [first, ...others] = heads.sort((one, two) => direction * (one.job.id - two.job.id));
    if (!first) return;
    yield first.job;
    heads = [...(await next(first.list)), ...others];
  }
}
