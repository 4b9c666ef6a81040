import { type Mapping, type Value, isMapping, valueAt } from "./configuration";
import { runs, triggers, visibleJobs } from "./definitions";
import {
  areTexts,
  hashProblems,
  jobProblems,
  rulesProblems,
  scriptProblems,
  tagsProblems,
} from "./jobValidation";

/**
 * What GitLab finds wrong in the form of the configuration, in its words and its order:
 * lib/gitlab/ci/config/entry/root.rb and jobs.rb. What is null is as good as absent.
 */
export function problemsOf(configuration: Mapping): string[] {
  const scripts = ["before_script", "after_script"] as const;
  const defaults = valueAt(configuration, "default");
  const workflow = valueAt(configuration, "workflow");
  return [
    ...hashProblems(defaults, "default"),
    ...(isMapping(defaults)
      ? [
          ...scripts.flatMap((key) => scriptProblems(valueAt(defaults, key), `default:${key}`)),
          ...tagsProblems(valueAt(defaults, "tags"), "default:tags"),
        ]
      : []),
    ...scripts.flatMap((key) => scriptProblems(valueAt(configuration, key), key)),
    ...hashProblems(valueAt(configuration, "variables"), "variables"),
    ...stagesProblems(valueAt(configuration, "stages")),
    ...hashProblems(workflow, "workflow"),
    ...(isMapping(workflow) ? rulesProblems(valueAt(workflow, "rules"), "workflow:rules") : []),
    ...jobsProblems(visibleJobs(configuration)),
  ];
}

/** Jobs are looked into only when each is one. */
function jobsProblems(jobs: readonly [string, Value][]): string[] {
  const isJob = (job: Value): job is Mapping => isMapping(job) && (runs(job) || triggers(job));
  const unmatched = jobs.filter(([, job]) => !isJob(job));
  const problems = [
    ...unmatched.map(([name]) => unmatchedProblem(name)),
    ...(unmatched.length === jobs.length
      ? ["jobs config should contain at least one visible job"]
      : []),
  ];
  if (problems.length > 0) return problems;
  return jobs.flatMap(([name, job]) => (isJob(job) ? jobProblems(`jobs:${name}`, job) : []));
}

/** Rails makes words of the name, and GitLab a name of words again where they are letters only. */
function unmatchedProblem(name: string): string {
  const words = name.replace(/^_+/, "").replace(/_id$/, "").replaceAll("_", " ").toLowerCase();
  const shown = /^[a-z\s]+$/.test(words) ? words.replaceAll(" ", "_") : words;
  return `jobs ${shown} config should implement the script:, run:, or trigger: keyword`;
}

function stagesProblems(stages: Value | undefined): string[] {
  return stages == null || areTexts(stages) ? [] : ["stages config should be an array of strings"];
}
