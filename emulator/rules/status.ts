import type { Job, Runner, RunnerManager } from "../store/records";

// GitLab's app/models/ci/runner.rb and concerns/ci/has_runner_status.rb.
const ONLINE_MILLISECONDS = 2 * 60 * 60 * 1000;
const STALE_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

export const RUNNER_STATUSES = [
  "active",
  "paused",
  "online",
  "offline",
  "never_contacted",
  "stale",
] as const;
export type RunnerStatus = (typeof RUNNER_STATUSES)[number];

interface Contacted {
  created_at: string;
  contacted_at: string | null;
}

export function isOnline(of: Contacted, now: Date): boolean {
  return of.contacted_at !== null && age(of.contacted_at, now) < ONLINE_MILLISECONDS;
}

function isStale(of: Contacted, now: Date): boolean {
  return (
    age(of.created_at, now) >= STALE_MILLISECONDS &&
    (of.contacted_at === null || age(of.contacted_at, now) >= STALE_MILLISECONDS)
  );
}

/** The attribute `status` of a runner in REST, where a pause hides whether it is online. */
export function runnerStatus(runner: Runner, now: Date): RunnerStatus {
  const status = contactStatus(runner, now);
  return !runner.active && (status === "online" || status === "offline") ? "paused" : status;
}

/** The field `status` of a runner in GraphQL, which knows nothing of pauses. */
export function contactStatus(runner: Runner, now: Date): RunnerStatus {
  if (isStale(runner, now)) return "stale";
  if (runner.contacted_at === null) return "never_contacted";
  return isOnline(runner, now) ? "online" : "offline";
}

/** The attribute `status` of a runner's manager. */
export function managerStatus(manager: RunnerManager, now: Date): RunnerStatus {
  if (isStale(manager, now)) return "stale";
  if (manager.creation_state === "started") return "never_contacted";
  return isOnline(manager, now) ? "online" : "offline";
}

/** The filter `status`, which is not the attribute: `offline` includes stale runners. */
export function hasStatus(runner: Runner, status: RunnerStatus, now: Date): boolean {
  switch (status) {
    case "active":
      return runner.active;
    case "paused":
      return !runner.active;
    case "online":
      return isOnline(runner, now);
    case "offline":
      return runner.contacted_at !== null && !isOnline(runner, now);
    case "never_contacted":
      return runner.contacted_at === null;
    case "stale":
      return isStale(runner, now);
  }
}

/** Whether a runner or a manager is at work, by the jobs that it has got. */
export function jobExecutionStatus(jobs: readonly Job[]): "active" | "idle" {
  return jobs.some(({ status }) => status === "running") ? "active" : "idle";
}

function age(time: string, now: Date): number {
  return now.getTime() - Date.parse(time);
}
