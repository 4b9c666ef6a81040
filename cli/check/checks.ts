import { counted } from "../audit/text";
import { duration } from "../figureText";
import { type ExaminedRunner, type RunnerTrouble, hasTrouble } from "../health/runnerTroubles";
import type { Health } from "./readHealth";
import type { Thresholds } from "./thresholds";
import { type WaitingJobs, isStuck } from "./waitingJobs";

/** What a check found. What was not looked at is never `ok`. */
export interface Check {
  readonly name: string;
  readonly state: "ok" | "crossed" | "not_looked_at";
  /**
   * What was found in what was looked at: a count, seconds for `max-wait`, percent for `max-quota`. Undefined if
   * nothing was looked at.
   */
  readonly value: number | undefined;
  /** In the unit of the value; undefined for a check without one. */
  readonly threshold: number | undefined;
  /** What was found, a line each. */
  readonly findings: readonly string[];
  /** What was not looked at, with the reason. */
  readonly notLookedAt: readonly string[];
}

/** The jobs that wait, as far as they were looked at. */
export function waitingOf({ jobs }: Health): readonly WaitingJobs[] {
  return "value" in jobs ? jobs.value.waiting : [];
}

/** @param now - milliseconds since 1970. */
export function checksOf(health: Health, thresholds: Thresholds, now: number): Check[] {
  const { jobs, gitlabVersion, quota } = health;
  const read = "value" in health.runners ? health.runners.value : [];
  const unread = "value" in health.runners ? [] : [`the runners: ${health.runners.notLookedAt}`];
  const valueOf = (found: { length: number }): number | undefined =>
    unread.length > 0 ? undefined : found.length;
  const waiting = waitingOf(health);
  const unreadJobs =
    "value" in jobs ? jobs.value.notLookedAt : [`the projects: ${jobs.notLookedAt}`];
  const version = "value" in gitlabVersion ? gitlabVersion.value : undefined;
  const noVersion = "value" in gitlabVersion ? [] : [`the version: ${gitlabVersion.notLookedAt}`];
  const noDetails = reasons(read, ({ details }) => details === undefined);
  const noManagers = reasons(read, ({ managers }) => managers === undefined);
  const troubled = (
    name: string,
    trouble: RunnerTrouble,
    threshold: number,
    missing: readonly string[] = [],
  ): Check => {
    const runners = read.filter((runner) => hasTrouble(runner, trouble, version));
    return judged(name, valueOf(runners), threshold, runners.map(nameOf), [...unread, ...missing]);
  };
  const stuck = waiting.filter(isStuck);
  const expiring = read.filter(({ details }) => {
    const expiry = Date.parse(details?.token_expires_at ?? "");
    return expiry <= now + thresholds.tokenExpiresWithin * 1000;
  });
  const machines = read.flatMap((runner) =>
    (runner.managers ?? [])
      .filter(({ status }) => status !== "online")
      .map(({ system_id: id, status }) => `${id} of ${nameOf(runner)}: ${status}`),
  );
  const [longest, stuckJobs] =
    "value" in jobs
      ? [waiting[0]?.longestWait ?? 0, stuck.reduce((sum, each) => sum + each.jobs, 0)]
      : [];
  return [
    judged("max-wait", longest, thresholds.maxWait, waiting.map(lineOf), unreadJobs),
    judged("max-stuck", stuckJobs, thresholds.maxStuck, stuck.map(lineOf), unreadJobs),
    troubled("max-offline", "offline", thresholds.maxOffline),
    troubled("max-stale", "stale", thresholds.maxStale),
    troubled("max-never-contacted", "never-contacted", thresholds.maxNeverContacted),
    troubled("max-old", "old", thresholds.maxOld, [...noVersion, ...noDetails, ...noManagers]),
    judged("max-offline-machines", valueOf(machines), thresholds.maxOfflineMachines, machines, [
      ...unread,
      ...noManagers,
    ]),
    judged(
      "token-expires-within",
      valueOf(expiring),
      0,
      expiring.map((runner) => `${nameOf(runner)}: ${runner.details?.token_expires_at ?? ""}`),
      [...unread, ...noDetails],
    ),
    ...(quota === undefined
      ? []
      : [quotaCheck(quota, thresholds.maxQuota, [...unread, ...noDetails])]),
  ];
}

function quotaCheck(
  quota: NonNullable<Health["quota"]>,
  threshold: number | undefined,
  missing: readonly string[],
): Check {
  if ("notLookedAt" in quota)
    return judged("max-quota", undefined, threshold, [], [`the limit: ${quota.notLookedAt}`]);
  const { count, limit } = quota.value;
  const percent = limit === 0 ? 0 : Math.ceil((count / limit) * 100);
  const most = limit === 0 ? "without a limit" : `of ${limit}`;
  return judged("max-quota", percent, threshold, [`${counted(count, "runner")} ${most}`], missing);
}

function judged(
  name: string,
  value: number | undefined,
  threshold: number | undefined,
  findings: readonly string[],
  notLookedAt: readonly string[],
): Check {
  const isCrossed = value !== undefined && threshold !== undefined && value > threshold;
  const state = isCrossed ? "crossed" : notLookedAt.length > 0 ? "not_looked_at" : "ok";
  return { name, state, value, threshold, findings, notLookedAt };
}

function reasons(
  runners: readonly ExaminedRunner[],
  isMissing: (runner: ExaminedRunner) => boolean,
): string[] {
  return runners
    .filter(isMissing)
    .map((runner) => `${nameOf(runner)}: ${runner.reason ?? "GitLab does not show it"}`);
}

function nameOf({ listed: { id, description } }: ExaminedRunner): string {
  return `runner ${id} ${description ?? ""}`.trim();
}

function lineOf({ project, tags, jobs, longestWait, explanation, url }: WaitingJobs): string {
  const which = tags.length === 0 ? "no tags" : tags.join(",");
  const wait = duration(longestWait);
  return `${project}, ${which}: ${counted(jobs, "job")}, up to ${wait}; ${explanation}; ${url}`;
}
