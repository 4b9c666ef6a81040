import type { RunnerUsage, UsageScope } from "../../gitlab/usage/runnerUsage";
import { grouped } from "../grouped";
import { type Micros, costOf, decimalOf } from "./money";
import type { PriceList } from "./prices";
import type { UsageProgress } from "./progressFile";

/** What jobs took together: docs/usage.schema.json. */
export interface Usage {
  readonly jobs: number;
  readonly unfinishedJobs: number;
  readonly seconds: number;
  /** `12.345678`; undefined without prices. */
  readonly cost?: string;
}

export interface UsageReport {
  readonly version: 1;
  readonly apiUrl: string;
  /** ISO 8601, as `until`. */
  readonly since: string;
  readonly until: string;
  /** Whose jobs count; those of all projects if undefined. */
  readonly scope?: UsageScope;
  readonly currency?: string;
  readonly requests: number;
  readonly total: Usage;
  readonly projects: readonly (Usage & { readonly id: number; readonly path: string })[];
  readonly groups: readonly (Usage & { readonly path: string })[];
  readonly tagSets: readonly (Usage & { readonly tags: readonly string[] })[];
  readonly runners: readonly (Usage & {
    readonly id: number;
    readonly description: string;
    readonly tags: readonly string[];
  })[];
  /** The runners whose jobs GitLab does not show. */
  readonly notRead: readonly {
    readonly id: number;
    readonly description: string;
    readonly reason: string;
  }[];
}

/** The jobs of a runner in a project: each row of a report is a sum of such parts. */
interface Part {
  readonly runner: RunnerUsage;
  readonly project: { readonly id: number; readonly path: string };
  readonly jobs: number;
  readonly unfinished: number;
  readonly seconds: number;
  readonly cost: Micros;
}

/** Sums what was read by project, group, tag set and runner. */
export function usageReport(
  { apiUrl, since, until, scope, requests, runners }: UsageProgress,
  prices: PriceList | undefined,
): UsageReport {
  const parts = runners.flatMap((runner): Part[] => {
    const perMinute = prices?.perMinute(runner) ?? 0n;
    return runner.projects.map(({ id, path, jobs, unfinished, seconds }) => ({
      runner,
      project: { id, path },
      ...{ jobs, unfinished, seconds },
      cost: costOf(seconds, perMinute),
    }));
  });
  const sum = (some: readonly Part[]): Usage => ({
    jobs: some.reduce((total, { jobs }) => total + jobs, 0),
    unfinishedJobs: some.reduce((total, { unfinished }) => total + unfinished, 0),
    seconds: some.reduce((total, { seconds }) => total + seconds, 0),
    ...(prices && { cost: decimalOf(some.reduce((total, { cost }) => total + cost, 0n)) }),
  });
  const by = <Name extends object>(
    keyOf: (part: Part) => string | number,
    nameOf: (part: Part) => Name,
  ): (Name & Usage)[] =>
    [...grouped(parts, keyOf).values()]
      .map((some) => ({ ...nameOf(some[0]), ...sum(some) }))
      .sort((one, other) => other.seconds - one.seconds);
  const tagsOf = ({ runner }: Part): string[] => [...new Set(runner.tags)].sort();
  return {
    version: 1,
    apiUrl,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    ...(scope && { scope }),
    ...(prices && { currency: prices.currency }),
    requests,
    total: sum(parts),
    projects: by(
      ({ project }) => project.id,
      ({ project }) => project,
    ),
    groups: by(groupOf, (part) => ({ path: groupOf(part) })),
    tagSets: by(
      (part) => JSON.stringify(tagsOf(part)),
      (part) => ({ tags: tagsOf(part) }),
    ),
    runners: by(
      ({ runner }) => runner.id,
      ({ runner: { id, description, tags } }) => ({ id, description, tags }),
    ),
    notRead: runners.flatMap(({ id, description, reason }) =>
      reason === null ? [] : [{ id, description, reason }],
    ),
  };
}

/** The group or the user that the project is in. */
function groupOf({ project: { path } }: Part): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
