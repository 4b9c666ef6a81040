import { ConfigError, type Mapping, isMapping, valueAt, writeConfiguration } from "./configuration";
import { stagesOf, visibleJobs } from "./definitions";
import { resolveExtends } from "./extending";
import {
  type Includable,
  type Included,
  type IncludedFile,
  NO_REPOSITORY,
  readWithIncludes,
} from "./includes";
import { expandVariables } from "./interpolation";
import { type ResolvedJob, jobsOf, logicalProblem } from "./jobs";
import { resolveReferences } from "./references";
import { problemsOf } from "./validation";

export interface LintResult {
  valid: boolean;
  errors: string[];
  warnings: string[];
  /** Null when GitLab could not read it so far. */
  merged_yaml: string | null;
  includes: readonly IncludedFile[] | null;
  jobs: readonly object[];
}

/** A check of the configuration alone: GitLab's lib/gitlab/ci/lint.rb, legacy_static_validation. */
export function lint(content: string, source: Includable = NO_REPOSITORY): LintResult {
  return check(content, source, ({ job }) => job);
}

/**
 * What the jobs of a pipeline would be, as far as the configuration says: variables in tags get
 * their values; no rule is evaluated, so every job is there.
 */
export function simulate(content: string, source: Includable): LintResult {
  return check(content, source, simulated);
}

/** What GitLab answers when there is nothing that it could look into. */
export function refusal(error: string): LintResult {
  return {
    valid: false,
    errors: [error],
    warnings: [],
    merged_yaml: null,
    includes: null,
    jobs: [],
  };
}

function check(
  content: string,
  source: Includable,
  show: (job: ResolvedJob) => object,
): LintResult {
  if (content.trim() === "") return refusal("Please provide content of .gitlab-ci.yml");
  let resolved: Included;
  try {
    resolved = resolve(content, source);
  } catch (error) {
    if (error instanceof ConfigError) return refusal(error.message);
    throw error;
  }
  const { configuration, files } = resolved;
  const problems = problemsOf(configuration);
  const jobs = problems.length > 0 ? [] : jobsOf(configuration);
  const logical = problems.length > 0 ? undefined : logicalProblem(jobs, configuration);
  const errors = logical === undefined ? problems : [logical];
  return {
    valid: errors.length === 0,
    errors,
    warnings: warningsOf(configuration),
    merged_yaml: writeConfiguration(configuration),
    includes: files,
    jobs: errors.length > 0 ? [] : inStages(jobs, configuration).map(show),
  };
}

/** @throws ConfigError */
function resolve(content: string, source: Includable): Included {
  const { configuration, files } = readWithIncludes(content, source);
  const resolved = resolveReferences(resolveExtends(configuration));
  const stages = valueAt(resolved, "stages");
  return {
    configuration:
      Array.isArray(stages) && stages.length > 0
        ? { ...resolved, stages: stagesOf(resolved) }
        : resolved,
    files,
  };
}

function inStages(jobs: readonly ResolvedJob[], configuration: Mapping): ResolvedJob[] {
  return stagesOf(configuration).flatMap((stage) => jobs.filter(({ job }) => job.stage === stage));
}

function simulated({ job, variables }: ResolvedJob): object {
  return {
    name: job.name,
    stage: job.stage,
    before_script: job.before_script,
    script: job.script,
    after_script: job.after_script,
    tag_list: job.tag_list.map((tag) => expandVariables(tag, variables)),
    environment: job.environment,
    when: job.when,
    allow_failure: job.allow_failure,
  };
}

function warningsOf(configuration: Mapping): string[] {
  const workflow = valueAt(configuration, "workflow");
  if (isMapping(workflow) && valueAt(workflow, "rules") != null) return [];
  return visibleJobs(configuration).flatMap(([name, job]) => {
    const rules = isMapping(job) ? valueAt(job, "rules") : undefined;
    const last = Array.isArray(rules) ? rules.at(-1) : undefined;
    const keys = isMapping(last) ? Object.keys(last) : [];
    const always = isMapping(last) && keys.join() === "when" && last["when"] !== "never";
    return always ? [`jobs:${name} ${MULTIPLE_PIPELINES}`] : [];
  });
}

const MULTIPLE_PIPELINES =
  "may allow multiple pipelines to run for a single action due to `rules:when` clause with no `workflow:rules` - read more: https://docs.gitlab.com/ee/ci/jobs/job_troubleshooting.html#job-may-allow-multiple-pipelines-to-run-for-a-single-action-warning";
