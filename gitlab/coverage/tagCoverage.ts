import type { RunnerDetailsPayload, RunnerPayload } from "../payloads/schemas";
import type { TagSet } from "./tagSets";

/** A runner as far as it matters to whether a job finds it. */
export interface Candidate {
  /** Undefined for one that is yet to be made. */
  readonly id?: number | undefined;
  readonly description?: string | undefined;
  /** Undefined for one whose type its registration token decides. */
  readonly runnerType?: RunnerDetailsPayload["runner_type"] | undefined;
  readonly tagList: readonly string[];
  readonly runUntagged: boolean;
  readonly accessLevel: RunnerDetailsPayload["access_level"];
  readonly paused: boolean;
  /** `online`, `offline`, `stale`, `never_contacted`; `gone` for one that GitLab no longer has. */
  readonly status: string;
}

/** A runner that takes the jobs of a tag set, or matches them. */
export interface CoveringRunner {
  /** Undefined for a runner that the apply will create. */
  id?: number | undefined;
  description?: string | undefined;
  /** Undefined for a runner whose registration token decides its type. */
  runnerType?: RunnerDetailsPayload["runner_type"] | undefined;
  /** Whether the runner takes jobs of protected branches and tags only (`ref_protected`). */
  protectedRefsOnly: boolean;
}

/** Which runners take the jobs that require a set of tags. */
export interface TagCoverage {
  /**
   * The tags, sorted. Empty for jobs without tags, and if the `reason` is `child_pipeline` or `no_jobs`.
   */
  tags: string[];
  /** The jobs that require these tags. Empty if you passed `tags`. */
  jobs: string[];
  /**
   * Where jobs with these tags find a runner: on every branch and tag (`all_refs`), on protected
   * branches and tags only (`protected_refs`), or nowhere (`none`). `unknown` comes with a `reason`.
   */
  coverage: "all_refs" | "protected_refs" | "none" | "unknown";
  /**
   * Why the coverage is `unknown`. `variable`: the configuration does not show the value of a variable
   * in a tag. `child_pipeline`: `jobs` start child pipelines, whose jobs the function does not read.
   * `no_jobs`: no job needs a runner of the project.
   */
  reason?: "variable" | "child_pipeline" | "no_jobs" | undefined;
  /** The runners that take the jobs. */
  runners: CoveringRunner[];
  /**
   * The runners that match but take no jobs now, with the reason: `paused`, `online`, `offline`, `stale`,
   * `never_contacted` or `gone`.
   */
  unavailable: (CoveringRunner & { reason: string })[];
}

/**
 * Which runners take the jobs of each set of tags: those that have all of its tags, or run jobs
 * without tags. A locked runner serves its projects as any other does.
 *
 * @param candidates - the runners that the project may use.
 * @param statuses - in which of them a runner counts.
 * @see lib/gitlab/ci/matching/runner_matcher.rb in GitLab's source
 */
export function tagCoverage(
  sets: readonly TagSet[],
  candidates: readonly Candidate[],
  statuses: readonly string[],
): TagCoverage[] {
  return distinct(sets).map(({ tags, jobs, reason }) => {
    if (reason !== undefined) {
      return { tags, jobs, coverage: "unknown", reason, runners: [], unavailable: [] };
    }
    const matching = candidates.filter((runner) =>
      tags.length === 0 ? runner.runUntagged : tags.every((tag) => runner.tagList.includes(tag)),
    );
    const runners = matching.filter((runner) => whyUnavailable(runner, statuses) === undefined);
    const unavailable = matching.flatMap((runner) => {
      const reason = whyUnavailable(runner, statuses);
      return reason === undefined ? [] : [{ ...identify(runner), reason }];
    });
    return {
      tags,
      jobs,
      coverage: coverageBy(runners),
      runners: runners.map(identify),
      unavailable,
    };
  });
}

/** Each set once, sorted, with all jobs that ask for it. */
function distinct(sets: readonly TagSet[]): Pick<TagCoverage, "tags" | "jobs" | "reason">[] {
  const found = new Map<string, Pick<TagCoverage, "tags" | "jobs" | "reason">>();
  for (const { reason, ...set } of sets) {
    const tags = [...new Set(set.tags)].sort();
    const key = JSON.stringify([reason, tags]);
    const known = found.get(key) ?? { tags, jobs: [], reason };
    known.jobs.push(...set.jobs);
    found.set(key, known);
  }
  return [...found.values()];
}

function whyUnavailable(
  { paused, status }: Candidate,
  statuses: readonly string[],
): string | undefined {
  if (paused) return "paused";
  return statuses.includes(status) ? undefined : status;
}

function coverageBy(runners: readonly Candidate[]): TagCoverage["coverage"] {
  if (runners.length === 0) return "none";
  const isOpen = runners.some(({ accessLevel }) => accessLevel === "not_protected");
  return isOpen ? "all_refs" : "protected_refs";
}

function identify({ id, description, runnerType, accessLevel }: Candidate): CoveringRunner {
  return { id, description, runnerType, protectedRefsOnly: accessLevel === "ref_protected" };
}

/**
 * Whether jobs that ask for the tags find no runner.
 *
 * @param protectedRefs - whether one for protected branches and tags suffices.
 */
export function isUncovered({ coverage }: TagCoverage, protectedRefs: boolean): boolean {
  return coverage === "none" || (coverage === "protected_refs" && !protectedRefs);
}

/** A runner that exists, as GitLab reports it. */
export function candidateOf(runner: RunnerDetailsPayload): Candidate {
  return {
    id: runner.id,
    description: runner.description ?? undefined,
    runnerType: runner.runner_type,
    tagList: runner.tag_list,
    runUntagged: runner.run_untagged,
    accessLevel: runner.access_level,
    paused: runner.paused,
    status: contactStatus(runner),
  };
}

/** GitLab's status of a paused runner can be `paused`, which hides that it is in contact. */
export function contactStatus({ status, online }: RunnerPayload): string {
  if (status !== "paused") return status;
  return online === true ? "online" : "offline";
}
