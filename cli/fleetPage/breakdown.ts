import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import { typeName } from "../runners";
import type { FleetRunner } from "./readFleet";

/** How many runners have something in common. */
export interface Share {
  readonly name: string;
  readonly runners: number;
  /** How many of their gitlab-runner processes have it, where it is a matter of those. */
  readonly managers?: number;
}

/** Runners counted by what they are, the most first; versions by themselves, the newest first. */
export interface Breakdown {
  readonly types: readonly Share[];
  readonly statuses: readonly Share[];
  readonly versions: readonly Share[];
  readonly tags: readonly Share[];
  readonly paused: number;
}

export const NO_MANAGER = "no manager";
const NO_VERSION = "not known";
const NO_TAG = "without a tag";

export function breakdownOf(runners: readonly FleetRunner[]): Breakdown {
  const listed = runners.map((runner) => runner.listed);
  const read = runners.flatMap(({ details }) => details ?? []);
  return {
    types: counted(listed.map(({ runner_type: type }) => typeName(type))),
    statuses: counted(listed.map(contactStatus)),
    versions: versionsOf(runners),
    tags: counted(read.flatMap(({ tag_list: tags }) => (tags.length === 0 ? [NO_TAG] : tags))),
    paused: listed.filter(({ paused }) => paused).length,
  };
}

/** A runner's versions, each once and the newest first; of its managers where they are known. */
export function versionsOfRunner({ details, managers }: FleetRunner): string[] {
  if (managers === undefined) return [details?.version ?? NO_VERSION];
  if (managers.length === 0) return [NO_MANAGER];
  const versions = managers.map(({ version }) => version ?? NO_VERSION);
  return [...new Set(versions)].sort(newestFirst);
}

function versionsOf(runners: readonly FleetRunner[]): Share[] {
  const all = runners.flatMap(({ managers = [] }) => managers);
  const managers = countsOf(all.map(({ version }) => version ?? NO_VERSION));
  return counted(runners.flatMap(versionsOfRunner))
    .map((share) => ({ ...share, managers: managers.get(share.name) ?? 0 }))
    .sort((one, other) => newestFirst(one.name, other.name));
}

const byNumber = new Intl.Collator("en", { numeric: true });

/** What is no version comes last. */
function newestFirst(one: string, other: string): number {
  const isVersion = (name: string): number => Number(name !== NO_MANAGER && name !== NO_VERSION);
  return isVersion(other) - isVersion(one) || byNumber.compare(other, one);
}

function counted(names: readonly string[]): Share[] {
  return [...countsOf(names)]
    .map(([name, runners]) => ({ name, runners }))
    .sort((one, other) => other.runners - one.runners || byNumber.compare(one.name, other.name));
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
