import { countAgainst } from "../http/applicationLimits";
import { type Routes, created, noContent } from "../http/endpoint";
import type { Instance } from "../instance";
import { recordHeartbeat } from "../rules/heartbeat";
import { type Offer, nextJob } from "../rules/jobQueue";
import { newJobToken } from "../rules/tokens";
import type { Runner } from "../store/records";
import { jobInfo } from "./jobInfo";
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
      return created(jobFor(offer, runner, instance));
    },
  );
}

/** How long a job may run unless its runner allows less; GitLab's default for projects. */
const BUILD_TIMEOUT_S = 3600;

function jobFor(offer: Offer, runner: Runner, instance: Instance): object {
  const { job, project } = offer;
  const timeout = Math.min(runner.maximum_timeout ?? BUILD_TIMEOUT_S, BUILD_TIMEOUT_S);
  return {
    id: job.id,
    token: job.token,
    allow_git_fetch: true,
    job_info: jobInfo(offer, runner, instance),
    git_info: {
      repo_url: `${instance.url}/${project.path_with_namespace}.git`,
      ref: job.ref,
      sha: job.commit,
      before_sha: "0".repeat(40),
      ref_type: job.tag ? "tag" : "branch",
      refspecs: [],
      depth: 20,
    },
    runner_info: { timeout, runner_session_url: null },
    // There is no repository behind this server.
    variables: [{ key: "GIT_STRATEGY", value: "none", public: true, masked: false, raw: false }],
    steps: [
      {
        name: "script",
        script: ["true"],
        timeout,
        when: "on_success",
        allow_failure: false,
      },
    ],
    image: null,
    services: [],
    artifacts: [],
    cache: [],
    credentials: [],
    dependencies: [],
    features: { trace_sections: true },
  };
}
