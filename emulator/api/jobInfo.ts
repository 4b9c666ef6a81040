import type { Instance } from "../instance";
import { type Offer, runningOnInstanceRunners } from "../rules/jobQueue";
import { groupsOf } from "../rules/namespaces";
import type { Runner } from "../store/records";

/** From here on, GitLab does not tell how many jobs there are. */
const MOST_COUNTED = 5;

/**
 * What a runner gets to know of a job that runs by now:
 * GitLab's lib/api/entities/ci/job_request/job_info.rb.
 */
export function jobInfo(
  { job, project, queueSize, queueDepth }: Offer,
  runner: Runner,
  instance: Instance,
): object {
  const { clock, features, store } = instance;
  const waited = clock.now().getTime() - Date.parse(job.created_at);
  const groups = groupsOf(project, store);
  return {
    id: job.id,
    name: job.name,
    stage: job.stage,
    ...(features.jobInfo === "whole" ? { pipeline_id: job.pipeline_id } : {}),
    project_id: project.id,
    project_name: project.name,
    ...(features.jobInfo === "short"
      ? {}
      : {
          project_full_path: project.path_with_namespace,
          // Namespaces of users have no number here.
          namespace_id: groups[0]?.id ?? null,
          root_namespace_id: groups.at(-1)?.id ?? null,
          organization_id: 1,
          instance_id: store.settings.uuid,
          instance_uuid: store.settings.uuid,
          user_id: job.user_id,
          scoped_user_id: null,
        }),
    time_in_queue_seconds: Math.floor(waited / 1000),
    project_jobs_running_on_instance_runners_count: runningCount(),
    ...(features.jobInfo === "short" ? {} : { queue_size: queueSize, queue_depth: queueDepth }),
  };

  /** A text, in which the job itself does not count. */
  function runningCount(): string {
    if (runner.runner_type !== "instance_type") return "+Inf";
    const others = runningOnInstanceRunners(project, instance) - 1;
    return others < MOST_COUNTED ? String(others) : `${MOST_COUNTED}+`;
  }
}
