import { shown } from "../../gitlab/text/shown";
import { isOlderVersion } from "../../gitlab/text/versions";
import { CONTACTS_NEEDED, type Machine, WITHOUT_SYSTEM_ID } from "./sightings";

/** What a runner must have to be ready. */
export interface Demand {
  readonly minManagers: number;
  /** Of gitlab-runner; undefined for any. */
  readonly minVersion?: string | undefined;
  /** The machines that must be among them. */
  readonly systemIds: readonly string[];
}

/** What is known of a runner, and of the machines that use it. */
export interface Situation {
  readonly machines: readonly Machine[];
  readonly isPaused: boolean;
  /** Why no machine can use the token; undefined where nothing says so. */
  readonly deadToken?: string | undefined;
}

/** Whether a runner is ready. */
export interface Readiness {
  readonly isReady: boolean;
  /** The system ids of the machines that count. */
  readonly systemIds: readonly string[];
  /** What was seen, and what is missing. */
  readonly findings: readonly string[];
  /** What a person can do about it. */
  readonly remedies: readonly string[];
}

/** What is in the way of readiness. */
interface Finding {
  readonly text: string;
  readonly remedy?: string;
}

const MOST_SHOWN = 5;

const START = "Start gitlab-runner with the runner's token on enough machines";
const UPDATE = "Update gitlab-runner on its machine";
const UNPAUSE = "Set paused to false on the runner";
const NEW_TOKEN = "Give the machines the runner's present token";

/** Judges by what looks have shown whether a runner has the machines that are asked for. */
export function readinessOf(demand: Demand, situation: Situation): Readiness {
  const { minManagers, minVersion, systemIds } = demand;
  const { isPaused } = situation;
  const machines = situation.machines.filter(({ systemId }) => systemId !== WITHOUT_SYSTEM_ID);
  const hasNameless = situation.machines.some(
    ({ systemId, contacts }) => systemId === WITHOUT_SYSTEM_ID && contacts > 0,
  );
  const serving = machines.filter(
    (machine) => machine.contacts >= CONTACTS_NEEDED && !isTooOld(machine, minVersion),
  );
  const servingIds = serving.map(({ systemId }) => systemId);
  const missingIds = systemIds.filter((id) => !servingIds.includes(id));
  const isEnough = serving.length >= minManagers;
  if (isEnough && missingIds.length === 0 && !isPaused)
    return { isReady: true, systemIds: servingIds, findings: [], remedies: [] };
  const others = machines.filter(
    (machine) => !serving.includes(machine) && (!isEnough || missingIds.includes(machine.systemId)),
  );
  const strangers = missingIds.filter((id) => !machines.some(({ systemId }) => systemId === id));
  const findings: Finding[] = [
    { text: `machines that contact GitLab: ${serving.length} of ${minManagers}` },
    ...(isPaused ? [{ text: "the runner is paused", remedy: UNPAUSE }] : []),
    ...(situation.deadToken === undefined
      ? []
      : [{ text: situation.deadToken, remedy: NEW_TOKEN }]),
    ...(machines.length === 0
      ? [{ text: "no machine ever contacted GitLab", remedy: START }]
      : strangers.map((id) => ({ text: `${shown(id)} never contacted GitLab`, remedy: START }))),
    ...others.sort(byNearness).map((machine) => findingOf(machine, minVersion)),
    ...(hasNameless
      ? [
          {
            text: "contacts without a system id, as of gitlab-runner before 15.8, do not count",
            remedy: UPDATE,
          },
        ]
      : []),
  ];
  return {
    isReady: false,
    systemIds: servingIds,
    findings: bounded(findings.map(({ text }) => text)),
    remedies: [...new Set(findings.flatMap(({ remedy }) => remedy ?? []))],
  };
}

/** What a wait is for, in words. */
export function demandText({ minManagers, minVersion, systemIds }: Demand, runner: string): string {
  const conditions = [
    ...(minVersion === undefined ? [] : [`with gitlab-runner ${minVersion} or later`]),
    ...(systemIds.length === 0
      ? []
      : [`${bounded(systemIds.map((id) => shown(id))).join(", ")} among them`]),
  ];
  const details = conditions.length === 0 ? "" : ` (${conditions.join("; ")})`;
  const machines =
    minManagers === 1
      ? `1 machine of ${runner} contacts`
      : `${minManagers} machines of ${runner} contact`;
  return `${machines} GitLab${details}`;
}

/** A machine that reports no version may have any, so it counts as too old. */
function isTooOld({ version }: Machine, minVersion: string | undefined): boolean {
  return minVersion !== undefined && (version === undefined || isOlderVersion(version, minVersion));
}

function findingOf(machine: Machine, minVersion: string | undefined): Finding {
  const { systemId, version, contactedAt, contacts, oldJobs } = machine;
  const name = shown(systemId);
  if (contacts > 0 && minVersion !== undefined && version === undefined)
    return { text: `${name} does not report its version`, remedy: UPDATE };
  if (contacts > 0 && isTooOld(machine, minVersion))
    return {
      text: `${name} has gitlab-runner ${shown(version)}, older than ${String(minVersion)}`,
      remedy: UPDATE,
    };
  if (oldJobs)
    return {
      text:
        `${name} runs jobs from before the wait, so its contacts do not show that it has the ` +
        "runner's present token",
      remedy: NEW_TOKEN,
    };
  if (contacts > 0)
    return {
      text: `${name} contacted GitLab once, as a registration does`,
      remedy: "Start gitlab-runner on its machine",
    };
  return contactedAt === undefined
    ? { text: `${name} never contacted GitLab`, remedy: START }
    : {
        text: `${name} last contacted GitLab before the wait, at ${shown(contactedAt)}`,
        remedy: START,
      };
}

/** Those first that have come furthest. */
function byNearness(one: Machine, other: Machine): number {
  return (
    other.contacts - one.contacts ||
    Number(other.oldJobs !== undefined) - Number(one.oldJobs !== undefined) ||
    (other.contactedAt ?? "").localeCompare(one.contactedAt ?? "")
  );
}

function bounded(texts: readonly string[]): string[] {
  const few = texts.slice(0, MOST_SHOWN);
  return texts.length > few.length ? [...few, `and ${texts.length - few.length} more`] : few;
}
