import { type ExaminedRunner, type RunnerTrouble, hasTrouble } from "../health/runnerTroubles";
import {
  type CheckName,
  FINDING_CODES,
  type Finding,
  machineFindings,
  nameOf,
  oldFinding,
  quotaFinding,
  runnerFinding,
  silentFinding,
  stuckFinding,
  tokenFinding,
  waitFinding,
} from "./findings";
import type { Health } from "./readHealth";
import type { Thresholds } from "./thresholds";
import { type WaitingJobs, isStuck } from "./waitingJobs";

/** A finding that can be read without its check. */
export interface CheckFinding extends Finding {
  readonly code: (typeof FINDING_CODES)[CheckName];
  /** That of the check. */
  readonly threshold: number | undefined;
}

/** What a check found. What was not looked at is never `ok`. */
export interface Check {
  readonly name: CheckName;
  readonly state: "ok" | "crossed" | "not_looked_at";
  /**
   * What was found in what was looked at: a count, seconds for `max-wait`, percent for `max-quota`. Undefined if
   * nothing was looked at.
   */
  readonly value: number | undefined;
  /** In the unit of the value; undefined for a check without one. */
  readonly threshold: number | undefined;
  readonly findings: readonly CheckFinding[];
  /** What was not looked at, with the reason. */
  readonly notLookedAt: readonly string[];
}

/** The jobs that wait, as far as they were looked at. */
export function waitingOf({ jobs }: Health): readonly WaitingJobs[] {
  return "value" in jobs ? jobs.value.waiting : [];
}

/** How many runners and projects the health is of. */
export interface Checked {
  readonly runners: number;
  readonly projects: number;
}

export function checkedOf({ runners, jobs }: Health): Checked {
  return {
    runners: "value" in runners ? runners.value.length : 0,
    projects: "value" in jobs ? jobs.value.projects : 0,
  };
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
    trouble: RunnerTrouble,
    threshold: number,
    findingOf: (runner: ExaminedRunner) => Finding,
    missing: readonly string[] = [],
  ): Check => {
    const runners = read.filter((runner) => hasTrouble(runner, trouble, version));
    return judged(`max-${trouble}`, valueOf(runners), threshold, runners.map(findingOf), [
      ...unread,
      ...missing,
    ]);
  };
  const stuck = waiting.filter(isStuck);
  const expiring = read.filter(({ details }) => {
    const expiry = Date.parse(details?.token_expires_at ?? "");
    return expiry <= now + thresholds.tokenExpiresWithin * 1000;
  });
  const machines = read.flatMap(machineFindings);
  const [longest, stuckJobs] =
    "value" in jobs
      ? [waiting[0]?.longestWait ?? 0, stuck.reduce((sum, each) => sum + each.jobs, 0)]
      : [];
  return [
    judged("max-wait", longest, thresholds.maxWait, waiting.map(waitFinding), unreadJobs),
    judged("max-stuck", stuckJobs, thresholds.maxStuck, stuck.map(stuckFinding), unreadJobs),
    troubled("offline", thresholds.maxOffline, silentFinding),
    troubled("stale", thresholds.maxStale, silentFinding),
    troubled("never-contacted", thresholds.maxNeverContacted, runnerFinding),
    troubled("old", thresholds.maxOld, (runner) => oldFinding(runner, version ?? ""), [
      ...noVersion,
      ...noDetails,
      ...noManagers,
    ]),
    judged("max-offline-machines", valueOf(machines), thresholds.maxOfflineMachines, machines, [
      ...unread,
      ...noManagers,
    ]),
    judged("token-expires-within", valueOf(expiring), 0, expiring.map(tokenFinding), [
      ...unread,
      ...noDetails,
    ]),
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
  const found = quotaFinding(quota.value);
  return judged("max-quota", found.value, threshold, [found], missing);
}

function judged(
  name: CheckName,
  value: number | undefined,
  threshold: number | undefined,
  found: readonly Finding[],
  notLookedAt: readonly string[],
): Check {
  const isCrossed = value !== undefined && threshold !== undefined && value > threshold;
  const state = isCrossed ? "crossed" : notLookedAt.length > 0 ? "not_looked_at" : "ok";
  const findings = found.map((finding) => ({ code: FINDING_CODES[name], threshold, ...finding }));
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
