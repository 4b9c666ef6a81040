import type { ConfiguredJob } from "../endpoints/ciLint";
import { hasReference } from "../ciConfig/ciVariables";
import type { TagCoverage } from "./tagCoverage";

/** A set of tags, and the jobs that ask for it; or jobs whose tags are not known, and why. */
export type TagSet = {
  readonly [Name in "tags" | "jobs"]: readonly string[];
} & Pick<TagCoverage, "reason">;

/** Sets that are given as they are. */
export function givenTagSets(sets: readonly (readonly string[])[]): TagSet[] {
  return sets.map((tags) => ({
    tags,
    jobs: [],
    reason: tags.some(hasReference) ? "variable" : undefined,
  }));
}

/**
 * Each job's tags as a set of its own, which `tagCoverage` puts together where they are equal; and
 * the jobs in whose place others are to be looked at. There is always something to answer.
 */
export function tagSetsOf(jobs: readonly ConfiguredJob[]): TagSet[] {
  const own = jobs.filter(({ bridge }) => bridge === undefined);
  const sets = own.map(({ name, tagList, isKnown }): TagSet => {
    return { tags: tagList, jobs: [name], reason: isKnown ? undefined : "variable" };
  });
  const starting = jobs.filter(({ bridge }) => bridge === "child_pipeline").map(({ name }) => name);
  if (starting.length > 0) return [...sets, { tags: [], jobs: starting, reason: "child_pipeline" }];
  if (sets.length > 0) return sets;
  return [{ tags: [], jobs: jobs.map(({ name }) => name), reason: "no_jobs" }];
}

/** A line a set that could not be checked; where that are all, it says so. */
export function uncheckedLines(sets: readonly TagCoverage[]): string[] {
  const unknown = sets.filter(({ coverage }) => coverage === "unknown");
  const start = unknown.length === sets.length ? "nothing was checked: " : "not checked: ";
  return unknown.map((set) => start + whyUnknown(set));
}

function whyUnknown({ tags, jobs, reason }: TagCoverage): string {
  const of = jobs.length === 0 ? "" : ` of ${jobs.join(", ")}`;
  switch (reason) {
    case "child_pipeline":
      return `the jobs of the child pipelines${of} are not read; pass their tags`;
    case "no_jobs":
      return `no job of the configuration needs a runner of the project${jobs.length === 0 ? "" : `: ${jobs.join(", ")}`}`;
    default:
      return `the tags ${tags.join(", ")}${of} contain a variable that only a pipeline knows; pass the tags themselves`;
  }
}
