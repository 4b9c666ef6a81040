import type { Context } from "hono";

import { countAgainst } from "../http/applicationLimits";
import { ApiError, forbidden } from "../http/errors";
import type { Routes } from "../http/endpoint";
import type { Instance } from "../instance";
import { recordJobHeartbeat } from "../rules/heartbeat";
import type { Job } from "../store/records";

/** How long a runner may wait between pieces of log that nobody watches, seconds. */
const TRACE_UPDATE_INTERVAL_S = 60;

/**
 * What a runner reports of a job that it was given: `PUT /jobs/:id` and `PATCH /jobs/:id/trace`.
 */
export function addJobUpdates(routes: Routes): void {
  const { instance } = routes;
  const params = { id: { type: "integer", required: true }, token: { type: "string" } } as const;

  routes.open(
    "PUT",
    "/jobs/:id",
    { ...params, state: { type: "string" }, failure_reason: { type: "string" } },
    ({ c, params: { id, token, state, failure_reason }, now }) => {
      countAgainst("runner_jobs_endpoints_api_limit", jobToken(c, token), instance);
      const job = authenticatedJob(c, id, token, instance);
      if (state === "success" || state === "failed") {
        // A job that somebody cancels ends as canceled, whatever the runner made of it.
        const status = job.status === "canceling" ? "canceled" : state;
        instance.store.jobs.update(job, {
          status,
          finished_at: now.toISOString(),
          ...(status === "failed" && { failure_reason: failure_reason ?? "unknown_failure" }),
        });
      }
      return { status: 200, body: "200", headers: { "Job-Status": job.status } };
    },
  );

  routes.open("PATCH", "/jobs/:id/trace", params, async ({ c, params: { id, token } }) => {
    const piece = await c.req.arrayBuffer();
    countAgainst("runner_jobs_patch_trace_api_limit", jobToken(c, token), instance);
    const job = authenticatedJob(c, id, token, instance);
    const range = c.req.header("content-range");
    if (range === undefined) throw new ApiError(400, { error: "400 Missing header Content-Range" });
    if (Number.parseInt(range, 10) !== job.trace_size)
      throw new ApiError(
        416,
        { error: "416 Range Not Satisfiable" },
        { Range: `0-${job.trace_size}` },
      );
    instance.logs.write(id, job.trace_size, new Uint8Array(piece));
    instance.store.jobs.update(job, { trace_size: job.trace_size + piece.byteLength });
    return {
      status: 202,
      body: "202",
      headers: {
        "Job-Status": job.status,
        Range: `0-${job.trace_size}`,
        "X-GitLab-Trace-Update-Interval": String(TRACE_UPDATE_INTERVAL_S),
      },
    };
  });
}

function jobToken(c: Context, parameter: string | null | undefined): string {
  return c.req.header("job-token") ?? parameter ?? "";
}

/** @throws ApiError 403, never 404, so that a runner stops the job. */
function authenticatedJob(
  c: Context,
  id: number,
  token: string | null | undefined,
  instance: Instance,
): Job {
  const job = instance.store.jobs.get(id);
  if (!job?.token || job.token !== jobToken(c, token)) throw forbidden();
  if (job.status !== "running" && job.status !== "canceling")
    throw forbidden("Job is not processing on runner", { "Job-Status": job.status });
  const runner = job.runner_id === null ? undefined : instance.store.runners.get(job.runner_id);
  if (runner) recordJobHeartbeat(runner, job.system_id, instance);
  return job;
}
