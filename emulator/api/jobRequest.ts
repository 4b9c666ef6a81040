import { countAgainst } from "../http/applicationLimits";
import { type Routes, created, noContent } from "../http/endpoint";
import { recordHeartbeat } from "../rules/heartbeat";
import { nextJob } from "../rules/jobQueue";
import { newJobToken } from "../rules/tokens";
import { jobPayload } from "./jobPayload";
import { byToken } from "./runnerTokens";

/** `POST /jobs/request`: a live runner polls, and may be given a job. */
export function addJobRequest(routes: Routes): void {
  const { instance } = routes;
  const { store } = instance;
  routes.open(
    "POST",
    "/jobs/request",
    { token: { type: "string", required: true }, system_id: { type: "string" } },
    ({ params, raw, now }) => {
      countAgainst("runner_jobs_request_api_limit", params.token, instance);
      const runner = byToken(params.token, instance, now);
      recordHeartbeat(runner, params.system_id, raw["info"], true, instance);
      const offer = runner.active ? nextJob(runner, instance) : undefined;
      if (!offer) return noContent({ "X-GitLab-Last-Update": String(store.jobs.all().length) });
      store.giveJob(offer.job, runner, {
        status: "running",
        started_at: now.toISOString(),
        queued_duration: (now.getTime() - Date.parse(offer.job.created_at)) / 1000,
        token: newJobToken(),
        system_id: params.system_id ?? null,
      });
      return created(jobPayload(offer, runner, instance));
    },
  );
}
