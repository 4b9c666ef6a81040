import type { Instance } from "../instance";
import type { Job, Project, Runner } from "../store/records";
import { groupsOf } from "./namespaces";

/** A job that a runner may take, and how it stood in the runner's queue. */
export interface Offer {
  job: Job;
  project: Project;
  queueSize: number;
  /** Its place in the queue, from 1. */
  queueDepth: number;
}

/**
 * The job that a runner gets next: GitLab's app/services/ci/register_job_service.rb. A job of a
 * project that turned CI/CD off meanwhile fails when a project runner comes upon it.
 */
export function nextJob(runner: Runner, instance: Instance): Offer | undefined {
  const queue = queueOf(runner, instance);
  for (const [index, { job, project }] of queue.entries()) {
    if (hasBuilds(project)) return { job, project, queueSize: queue.length, queueDepth: index + 1 };
    instance.store.jobs.update(job, {
      status: "failed",
      failure_reason: "builds_disabled",
      finished_at: instance.clock.now().toISOString(),
    });
  }
  return undefined;
}

/** Jobs of the project that run on instance runners. */
export function runningOnInstanceRunners(project: Project, { store }: Instance): number {
  return store.jobs
    .all()
    .filter(
      (job) =>
        job.status === "running" && job.project_id === project.id && isShared(job.runner_id, store),
    ).length;
}

function isShared(runnerId: number | null, store: Instance["store"]): boolean {
  return runnerId !== null && store.runners.get(runnerId)?.runner_type === "instance_type";
}

/** All that wait for the runner: the oldest first, on instance runners those of idle projects. */
function queueOf(runner: Runner, instance: Instance): Pick<Offer, "job" | "project">[] {
  const { store } = instance;
  const waiting = store.jobs.all().flatMap((job) => {
    if (job.status !== "pending" || job.runner_id !== null || !takes(runner, job)) return [];
    const project = store.projects.get(job.project_id);
    return project && serves(runner, project, store) ? [{ job, project }] : [];
  });
  if (runner.runner_type !== "instance_type") return waiting;
  const running = new Map<Project, number>();
  for (const { project } of waiting)
    if (!running.has(project)) running.set(project, runningOnInstanceRunners(project, instance));
  const count = ({ project }: { project: Project }): number => running.get(project) ?? 0;
  return waiting.sort((one, other) => count(one) - count(other) || one.job.id - other.job.id);
}

/** A file of state that an older version wrote does not tell whether a job's ref was protected. */
function takes(runner: Runner, job: Job): boolean {
  return (
    (runner.access_level !== "ref_protected" || job.protected === true) &&
    (runner.run_untagged || job.tag_list.length > 0) &&
    job.tag_list.every((tag) => runner.tag_list.includes(tag))
  );
}

function serves(runner: Runner, project: Project, store: Instance["store"]): boolean {
  if (runner.runner_type === "project_type") return runner.project_ids.includes(project.id);
  if (!hasBuilds(project)) return false;
  if (runner.runner_type === "instance_type") return project.shared_runners_enabled;
  return (
    project.group_runners_enabled &&
    groupsOf(project, store).some((group) => group.id === runner.group_id)
  );
}

/** Whether CI/CD is on in a project. */
export function hasBuilds({ builds_access_level }: Project): boolean {
  return builds_access_level !== "disabled";
}
