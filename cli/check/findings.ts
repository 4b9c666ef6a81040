import { counted } from "../audit/text";
import { duration } from "../figureText";
import { type ExaminedRunner, oldVersionsOf } from "../health/runnerTroubles";
import type { Quota } from "./readHealth";
import type { WaitingJobs } from "./waitingJobs";

/** What was found, by the check that finds it. */
export const FINDING_CODES = {
  "max-wait": "jobs_wait",
  "max-stuck": "jobs_stuck",
  "max-offline": "runner_offline",
  "max-stale": "runner_stale",
  "max-never-contacted": "runner_never_contacted",
  "max-old": "runner_old",
  "max-offline-machines": "machine_not_online",
  "token-expires-within": "token_expires",
  "max-quota": "quota_used",
} as const;
export type CheckName = keyof typeof FINDING_CODES;

/** What a check found of one thing. Its code decides which ids it has. */
export interface Finding {
  /** For a person to read. */
  readonly text: string;
  /** What it adds to the value of the check, in the same unit. Of `jobs_wait` the largest one counts. */
  readonly value: number;
  readonly runnerId?: number;
  /** Of the machine (runner manager). */
  readonly systemId?: string;
  readonly projectId?: number;
  readonly groupId?: number;
  /** The tags that waiting jobs require, sorted. */
  readonly tags?: readonly string[];
  /** Of gitlab-runner, those that are old. */
  readonly versions?: readonly string[];
  readonly gitlabVersion?: string;
  /** ISO 8601. Absent where GitLab does not show it. */
  readonly lastContactAt?: string;
  /** ISO 8601. */
  readonly tokenExpiresAt?: string;
}

/** Jobs that wait. */
export function waitFinding(jobs: WaitingJobs): Finding {
  return { text: lineOf(jobs), value: jobs.longestWait, ...subjectOf(jobs) };
}

/** Jobs that wait and that no runner takes. */
export function stuckFinding(jobs: WaitingJobs): Finding {
  return { text: lineOf(jobs), value: jobs.jobs, ...subjectOf(jobs) };
}

export function runnerFinding(runner: ExaminedRunner): Finding {
  return { text: nameOf(runner), value: 1, runnerId: runner.listed.id };
}

/** A runner that GitLab has not heard of for some time. */
export function silentFinding(runner: ExaminedRunner): Finding {
  const lastContactAt = runner.details?.contacted_at;
  if (lastContactAt == null) return runnerFinding(runner);
  const text = `${nameOf(runner)}: last contact at ${lastContactAt}`;
  return { ...runnerFinding(runner), text, lastContactAt };
}

/** A runner of an old release. */
export function oldFinding(runner: ExaminedRunner, gitlabVersion: string): Finding {
  const versions = oldVersionsOf(runner, gitlabVersion);
  const text = `${nameOf(runner)}: gitlab-runner ${versions.join(", ")}, GitLab ${gitlabVersion}`;
  return { ...runnerFinding(runner), text, versions, gitlabVersion };
}

/** The machines of a runner that are not online. */
export function machineFindings(runner: ExaminedRunner): Finding[] {
  return (runner.managers ?? [])
    .filter(({ status }) => status !== "online")
    .map(({ system_id: systemId, status, contacted_at: contacted }) => ({
      ...runnerFinding(runner),
      text: `${systemId} of ${nameOf(runner)}: ${status}${contacted == null ? "" : `, last contact at ${contacted}`}`,
      systemId,
      ...(contacted != null && { lastContactAt: contacted }),
    }));
}

export function tokenFinding(runner: ExaminedRunner): Finding {
  const tokenExpiresAt = runner.details?.token_expires_at ?? "";
  return { ...runnerFinding(runner), text: `${nameOf(runner)}: ${tokenExpiresAt}`, tokenExpiresAt };
}

export function quotaFinding({ count, limit, ...subject }: Quota): Finding {
  const most = limit === 0 ? "without a limit" : `of ${limit}`;
  return {
    text: `${counted(count, "runner")} ${most}`,
    value: limit === 0 ? 0 : Math.ceil((count / limit) * 100),
    ...subject,
  };
}

/** `runner 7 builds`. */
export function nameOf({ listed: { id, description } }: ExaminedRunner): string {
  return `runner ${id} ${description ?? ""}`.trim();
}

function subjectOf({ projectId, tags }: WaitingJobs): Pick<Finding, "projectId" | "tags"> {
  return { projectId, tags };
}

function lineOf({ project, tags, jobs, longestWait, explanation, url }: WaitingJobs): string {
  const which = tags.length === 0 ? "no tags" : tags.join(",");
  const wait = duration(longestWait);
  return `${project}, ${which}: ${counted(jobs, "job")}, up to ${wait}; ${explanation}; ${url}`;
}
