import type { JobPayload } from "../payloads/schemas";
import { UnexpectedReplyError } from "../transport/errors";

/** What a runner's jobs in a project took. */
export interface ProjectUsage {
  readonly id: number;
  /** `group/subgroup/project`. */
  readonly path: string;
  /** Jobs that started before the end of the window. */
  jobs: number;
  /** How many of these jobs had not finished by then. */
  unfinished: number;
  /** How long they ran until then, each job in whole seconds. */
  seconds: number;
}

/** How far the jobs of a runner are read, and what they took. */
export interface RunnerUsage {
  readonly id: number;
  readonly description: string;
  readonly tags: string[];
  /** GitLab's cursor of the next page of its jobs; null before the first page. */
  cursor: string | null;
  isRead: boolean;
  /** Why GitLab does not show its jobs; such a runner has no projects. */
  reason: string | null;
  projects: ProjectUsage[];
}

/** A project, or all projects of a group and of its subgroups. */
export type UsageScope = { readonly projectId: number } | { readonly group: string };

/** Which jobs count; times are milliseconds since 1970. */
export interface UsageWindow {
  /** Jobs that were created at or after this time. */
  readonly since: number;
  /** No second after this time counts. */
  readonly until: number;
  /** Jobs of these projects; null for all. */
  readonly scope: UsageScope | null;
}

/** Where GitLab shows no project of a job. */
const NO_PROJECT = { id: 0, path_with_namespace: "" };

/**
 * Counts a page of a runner's jobs, the newest first.
 *
 * @returns whether older pages may have jobs of the window.
 * @throws {UnexpectedReplyError} for a time that is none.
 */
export function countJobs(
  usage: RunnerUsage,
  jobs: readonly JobPayload[],
  { since, until, scope }: UsageWindow,
): boolean {
  const projects = new Map(usage.projects.map((project) => [project.id, project]));
  const counted: { job: JobPayload; started: number; finished: number }[] = [];
  let isAtEnd = false;
  for (const job of jobs) {
    // Ids rise with the time of creation, so no older job is of the window.
    isAtEnd = timeOf(job, "created_at", job.created_at) < since;
    if (isAtEnd) break;
    if (job.started_at == null || !isOf(job.project ?? NO_PROJECT, scope)) continue;
    const started = timeOf(job, "started_at", job.started_at);
    const finished =
      job.finished_at == null ? Infinity : timeOf(job, "finished_at", job.finished_at);
    if (started <= until) counted.push({ job, started, finished });
  }
  for (const { job, started, finished } of counted) {
    const { id, path_with_namespace: path } = job.project ?? NO_PROJECT;
    const project = projects.get(id) ?? { id, path, jobs: 0, unfinished: 0, seconds: 0 };
    projects.set(id, project);
    project.jobs += 1;
    if (finished > until) project.unfinished += 1;
    project.seconds += wholeSeconds(Math.min(finished, until) - started);
  }
  usage.projects = [...projects.values()];
  return !isAtEnd;
}

function isOf(
  { id, path_with_namespace: path }: typeof NO_PROJECT,
  scope: UsageScope | null,
): boolean {
  if (scope === null) return true;
  return "projectId" in scope ? id === scope.projectId : path.startsWith(`${scope.group}/`);
}

/** To the nearest, and up from half a second. */
function wholeSeconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds / 1000));
}

function timeOf(job: JobPayload, attribute: string, value: string): number {
  const time = Date.parse(value);
  if (Number.isNaN(time))
    throw new UnexpectedReplyError(
      `cannot count job ${job.id}: GitLab's reply is not as documented, at ${attribute}: expected a ` +
        "time in ISO 8601. Is a proxy in between?",
    );
  return time;
}
