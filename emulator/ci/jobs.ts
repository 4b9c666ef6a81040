import { type Mapping, type Value, isMapping, textOf, textsOf, valueAt } from "./configuration";
import { runs, stagesOf, variablesOf, visibleJobs, withDefaults } from "./definitions";
import { instancesOf } from "./parallel";

interface Need {
  name: string;
  artifacts: boolean;
  optional: boolean;
}

/** A job as a check of the configuration alone sees it. */
export interface StaticJob {
  name: string;
  stage: string;
  before_script: string[];
  script: string[];
  after_script: string[];
  /** Variables in them are those of the pipeline to come, and stay as they are. */
  tag_list: string[];
  only: Value;
  except: Value;
  environment: string | null;
  when: string;
  allow_failure: boolean;
  needs: Need[] | null;
}

export interface ResolvedJob {
  job: StaticJob;
  /** Without those that only a pipeline has. */
  variables: Record<string, string>;
}

/** Every job of a configuration that is well formed, in its order; parallel ones one by one. */
export function jobsOf(configuration: Mapping): ResolvedJob[] {
  const named = visibleJobs(configuration).flatMap(([name, own]) =>
    isMapping(own) ? [{ name, job: withDefaults(own, configuration) }] : [],
  );
  const instances = new Map(
    named.map(({ name, job }) => [name, instancesOf(name, job) ?? [{ name, variables: {} }]]),
  );
  return named.flatMap(({ name, job }) =>
    (instances.get(name) ?? []).map((instance) => ({
      job: staticJob(instance.name, job, configuration, (need) =>
        (instances.get(need) ?? [{ name: need }]).map((each) => each.name),
      ),
      variables: { ...variablesOf(job, configuration), ...instance.variables },
    })),
  );
}

/**
 * What is wrong with jobs taken together; GitLab stops at the first.
 */
export function logicalProblem(
  jobs: readonly ResolvedJob[],
  configuration: Mapping,
): string | undefined {
  const stages = stagesOf(configuration);
  const stageOf = new Map(jobs.map(({ job }) => [job.name, job.stage]));
  for (const { job } of jobs) {
    if (!stages.includes(job.stage))
      return `${job.name} job: chosen stage ${job.stage} does not exist; available stages are ${stages.join(", ")}`;
    for (const need of job.needs ?? []) {
      const stage = stageOf.get(need.name);
      if (stage === undefined) {
        if (need.optional) continue;
        return `${job.name} job: undefined need: ${need.name}`;
      }
      if (stages.indexOf(stage) > stages.indexOf(job.stage))
        return `${job.name} job: need ${need.name} is not defined in current or prior stages`;
    }
  }
  return undefined;
}

function staticJob(
  name: string,
  job: Mapping,
  configuration: Mapping,
  instancesNamed: (need: string) => string[],
): StaticJob {
  const environment = valueAt(job, "environment");
  const environmentName = isMapping(environment) ? valueAt(environment, "name") : environment;
  const when = textOf(valueAt(job, "when") ?? "on_success");
  const allowed = valueAt(job, "allow_failure");
  return {
    name,
    stage: textOf(valueAt(job, "stage") ?? "test"),
    before_script: textsOf(valueAt(job, "before_script")),
    script: textsOf(valueAt(job, "script")),
    after_script: textsOf(valueAt(job, "after_script")),
    tag_list: runs(job) ? textsOf(valueAt(job, "tags")) : [],
    only: policy(valueAt(job, "only")) ?? (hasRules(job, configuration) ? null : DEFAULT_ONLY),
    except: policy(valueAt(job, "except")) ?? null,
    environment: environmentName == null ? null : textOf(environmentName),
    when,
    // With exit codes, a failure is allowed later or not at all.
    allow_failure: allowed == null ? when === "manual" : allowed === true,
    needs: needsOf(valueAt(job, "needs"), instancesNamed),
  };
}

const DEFAULT_ONLY = { refs: ["branches", "tags"] };

function policy(given: Value | undefined): Value | undefined {
  if (given == null || isMapping(given)) return given;
  return { refs: textsOf(given) };
}

/** Rules of the job or of the whole pipeline take the place of the default of `only`. */
function hasRules(job: Mapping, configuration: Mapping): boolean {
  const workflow = valueAt(configuration, "workflow");
  return (
    valueAt(job, "rules") != null || (isMapping(workflow) && valueAt(workflow, "rules") != null)
  );
}

/** The needs of the same pipeline. */
function needsOf(
  given: Value | undefined,
  instancesNamed: (need: string) => string[],
): Need[] | null {
  if (!Array.isArray(given)) return null;
  return given.flatMap((need) => {
    if (isMapping(need) && ("pipeline" in need || "project" in need)) return [];
    const name = textOf(isMapping(need) ? valueAt(need, "job") : need);
    const artifacts = !isMapping(need) || valueAt(need, "artifacts") !== false;
    const optional = isMapping(need) && valueAt(need, "optional") === true;
    return instancesNamed(name).map((each) => ({ name: each, artifacts, optional }));
  });
}
