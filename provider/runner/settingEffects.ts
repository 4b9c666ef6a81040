import { firstNames } from "../../gitlab/text/firstNames";
import { shown } from "../../gitlab/text/shown";
import type { Properties } from "../values/operation";
import { isUnknown } from "../values/unknown";
import type { AttributeName } from "./argumentNames";

/** What changed settings of a runner mean for the projects that may use it. */
export interface SettingEffects {
  /** The jobs that the runner takes from now on. */
  readonly gained: readonly string[];
  /** The jobs that it no longer takes. */
  readonly lost: readonly string[];
  /** Whether the runner becomes locked to its projects; undefined if that does not change. */
  readonly locked: boolean | undefined;
}

const UNPROTECTED = "jobs of unprotected branches and tags";
const UNTAGGED = "jobs without tags";

/** @param changed - the settings that change, of which a preview may not know the value yet. */
export function settingEffects(
  before: Properties,
  after: Properties,
  changed: readonly AttributeName[],
): SettingEffects {
  const known = changed.filter((name) => !isUnknown(after[name]));
  const becomes = (name: AttributeName, value: unknown): boolean =>
    known.includes(name) && after[name] === value;
  const tags = known.includes("tagList") ? ([before["tagList"], after["tagList"]] as const) : [];
  return {
    gained: [
      ...(becomes("paused", false) ? ["all jobs again, as it is no longer paused"] : []),
      ...(becomes("accessLevel", "not_protected") ? [UNPROTECTED] : []),
      ...(becomes("runUntagged", true) ? [UNTAGGED] : []),
      ...jobsWithTags(without(tags[1], tags[0])),
    ],
    lost: [
      ...(becomes("paused", true) ? ["all jobs while it is paused"] : []),
      ...(becomes("accessLevel", "ref_protected") ? [UNPROTECTED] : []),
      ...(becomes("runUntagged", false) ? [UNTAGGED] : []),
      ...jobsWithTags(without(tags[0], tags[1])),
    ],
    locked: known.includes("locked") ? after["locked"] === true : undefined,
  };
}

function jobsWithTags(tags: readonly string[]): string[] {
  if (tags.length === 0) return [];
  const names = firstNames(tags.map(shown));
  return [`jobs with ${tags.length === 1 ? "the tag" : "one of the tags"} ${names}`];
}

function without(list: unknown, others: unknown): string[] {
  const left = new Set(others as readonly string[] | undefined);
  return ((list ?? []) as readonly string[]).filter((tag) => !left.has(tag));
}
