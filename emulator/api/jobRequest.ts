import { countAgainst } from "../http/applicationLimits";
import { type Routes, created, noContent } from "../http/endpoint";
import type { Instance } from "../instance";
import { recordHeartbeat } from "../rules/heartbeat";
import { groupsOf } from "../rules/namespaces";
import { newJobToken } from "../rules/tokens";
import type { Job, Project, Runner } from "../store/records";
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
      const job = runner.active ? nextJob(runner, instance) : undefined;
      if (!job) return noContent({ "X-GitLab-Last-Update": String(store.jobs.all().length) });
      store.giveJob(job, runner, {
        status: "running",
        started_at: now.toISOString(),
        queued_duration: (now.getTime() - Date.parse(job.created_at)) / 1000,
        token: newJobToken(),
        system_id: params.system_id ?? null,
      });
      return created(jobFor(job, runner, instance));
    },
  );
}

/** The oldest pending job that the runner may take. */
function nextJob(runner: Runner, { store }: Instance): Job | undefined {
  return store.jobs.find((job) => {
    const project = store.projects.get(job.project_id);
    return (
      job.status === "pending" &&
      job.runner_id === null &&
      project !== undefined &&
      serves(runner, project, store) &&
      job.tag_list.every((tag) => runner.tag_list.includes(tag)) &&
      (runner.run_untagged || job.tag_list.length > 0)
    );
  });
}

function serves(runner: Runner, project: Project, store: Instance["store"]): boolean {
  if (runner.runner_type === "instance_type") return project.shared_runners_enabled;
  if (runner.runner_type === "project_type") return runner.project_ids.includes(project.id);
  return (
    project.group_runners_enabled &&
    groupsOf(project, store).some((group) => group.id === runner.group_id)
  );
}

function jobFor(job: Job, runner: Runner, instance: Instance): object {
  const project = instance.store.projects.get(job.project_id);
  return {
    id: job.id,
    token: job.token,
    allow_git_fetch: true,
    job_info: {
      id: job.id,
      name: job.name,
      stage: job.stage,
      project_id: job.project_id,
      project_name: project?.name ?? "",
    },
    git_info: {
      repo_url: `${instance.url}/${project?.path_with_namespace ?? ""}.git`,
      ref: job.ref,
      sha: job.commit,
      before_sha: "0".repeat(40),
      ref_type: job.tag ? "tag" : "branch",
      refspecs: [],
      depth: 20,
    },
    runner_info: { timeout: runner.maximum_timeout ?? 3600, runner_session_url: null },
    // There is no repository behind this server.
    variables: [{ key: "GIT_STRATEGY", value: "none", public: true, masked: false, raw: false }],
    steps: [
      {
        name: "script",
        script: ["true"],
        timeout: 3600,
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
