import type { Instance } from "../instance";
import type { Offer } from "../rules/jobQueue";
import type { Runner } from "../store/records";
import { jobInfo } from "./jobInfo";

/** How long a job may run unless its runner allows less; GitLab's default for projects. */
const BUILD_TIMEOUT_S = 3600;

/** What a job of the seed runs that says nothing else. */
const SCRIPT = ["true"];

/**
 * What a runner is given of a job, as far as this server knows it:
 * GitLab's lib/api/entities/ci/job_request/response.rb.
 */
export function jobPayload(offer: Offer, runner: Runner, instance: Instance): object {
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
    variables: variables(offer, runner, instance),
    steps: [
      {
        name: "script",
        // A file of state that an older version wrote does not have it.
        script: job.script ?? SCRIPT,
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

interface Variable {
  key: string;
  value: string;
  public: boolean;
  masked: boolean;
  raw: boolean;
}

const shown = (key: string, value: string): Variable => ({
  key,
  value,
  public: true,
  masked: false,
  raw: false,
});

/** The most used of GitLab's predefined variables, then the job's own. A later value of a name counts. */
function variables({ job, project }: Offer, runner: Runner, instance: Instance): Variable[] {
  return [
    shown("CI", "true"),
    shown("GITLAB_CI", "true"),
    shown("CI_SERVER_URL", instance.url),
    shown("CI_PIPELINE_ID", String(job.pipeline_id)),
    shown("CI_PROJECT_ID", String(project.id)),
    shown("CI_PROJECT_PATH", project.path_with_namespace),
    shown("CI_COMMIT_SHA", job.commit),
    shown("CI_COMMIT_REF_NAME", job.ref),
    shown("CI_JOB_ID", String(job.id)),
    shown("CI_JOB_NAME", job.name),
    shown("CI_JOB_STAGE", job.stage),
    { ...shown("CI_JOB_TOKEN", job.token ?? ""), public: false, masked: true },
    shown("CI_RUNNER_ID", String(runner.id)),
    // There is no repository behind this server.
    shown("GIT_STRATEGY", "none"),
    ...Object.entries(job.variables ?? {}).map(([key, value]) => shown(key, value)),
  ];
}
