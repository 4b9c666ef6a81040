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
  /** A count, seconds for `max-wait`, percent for `max-quota`; undefined where nothing was looked at. */
  readonly value: number | undefined;
  /** In the unit of the value; undefined for a check without one. */
  readonly threshold: number | undefined;
  /** What was found, a line each. */
  readonly findings: readonly string[];
  /** What was not looked at, with the reason. */
  readonly notLookedAt: readonly string[];
}

/** @param now - milliseconds since 1970. */
export function checksOf(health: Health, thresholds: Thresholds, now: number): Check[] {
  const { waiting, projectsNotLookedAt, gitlabVersion, quota } = health;
  const read = "value" in health.runners ? health.runners.value : [];
  const unread = "value" in health.runners ? [] : [`the runners: ${health.runners.notLookedAt}`];
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
    return judged(name, runners.length, threshold, runners.map(nameOf), [...unread, ...missing]);
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
  const jobs = stuck.reduce((sum, each) => sum + each.jobs, 0);
  const longest = Math.max(0, ...waiting.map(({ longestWait }) => longestWait));
  return [
    judged("max-wait", longest, thresholds.maxWait, waiting.map(lineOf), projectsNotLookedAt),
    judged("max-stuck", jobs, thresholds.maxStuck, stuck.map(lineOf), [
      ...projectsNotLookedAt,
      ...unread,
    ]),
    troubled("max-offline", "offline", thresholds.maxOffline),
    troubled("max-stale", "stale", thresholds.maxStale),
    troubled("max-never-contacted", "never-contacted", thresholds.maxNeverContacted),
    troubled("max-old", "old", thresholds.maxOld, [...noVersion, ...noDetails, ...noManagers]),
    judged("max-offline-machines", machines.length, thresholds.maxOfflineMachines, machines, [
      ...unread,
      ...noManagers,
    ]),
    judged(
      "token-expires-within",
      expiring.length,
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
    return judged("max-quota", 0, threshold, [], [`the limit: ${quota.notLookedAt}`]);
  const { count, limit } = quota.value;
  const percent = limit === 0 ? 0 : Math.round((count / limit) * 100);
  const most = limit === 0 ? "without a limit" : `of ${limit}`;
  return judged("max-quota", percent, threshold, [`${counted(count, "runner")} ${most}`], missing);
}

function judged(
  name: string,
  value: number,
  threshold: number | undefined,
  findings: readonly string[],
  notLookedAt: readonly string[],
): Check {
  const isCrossed = threshold !== undefined && value > threshold;
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
