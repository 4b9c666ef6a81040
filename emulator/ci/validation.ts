import { type Mapping, type Value, isMapping, textOf, textsOf, valueAt } from "./configuration";
import { runs, triggers, visibleJobs } from "./definitions";
import { parallelProblem } from "./parallel";

const TAGS_LIMIT = 50;
const WHEN = ["on_success", "on_failure", "always", "manual", "delayed"];

/** What a job that starts another pipeline may have. */
const TRIGGER_KEYWORDS = [
  "trigger",
  "parallel",
  "status",
  "extends",
  "stage",
  "only",
  "except",
  "rules",
  "variables",
  "inherit",
  "allow_failure",
  "when",
  "needs",
  "resource_group",
  "environment",
  "interruptible",
];

/** What GitLab finds wrong in the form of the configuration, in its words. */
export function problemsOf(configuration: Mapping): string[] {
  const jobs = visibleJobs(configuration);
  const isJob = (job: Value): job is Mapping => isMapping(job) && (runs(job) || triggers(job));
  const defaults = valueAt(configuration, "default");
  return [
    ...stagesProblems(valueAt(configuration, "stages")),
    ...(isMapping(defaults) ? tagsProblems(valueAt(defaults, "tags"), "default:tags") : []),
    ...jobs
      .filter(([, job]) => !isJob(job))
      .map(
        ([name]) => `jobs ${name} config should implement the script:, run:, or trigger: keyword`,
      ),
    ...(jobs.some(([, job]) => isJob(job))
      ? []
      : ["jobs config should contain at least one visible job"]),
    ...jobs.flatMap(([name, job]) => (isJob(job) ? jobProblems(`jobs:${name}`, job) : [])),
  ];
}

function jobProblems(at: string, job: Mapping): string[] {
  const has = (key: string): boolean => valueAt(job, key) != null;
  const problems = [...tagsProblems(valueAt(job, "tags"), `${at}:tags`)];
  if (triggers(job)) {
    const unknown = Object.keys(job).filter((key) => !TRIGGER_KEYWORDS.includes(key));
    if (unknown.length > 0)
      problems.push(`${at} config contains unknown keys: ${unknown.join(", ")}`);
    const needs = valueAt(job, "needs");
    if (!has("trigger") && !(isMapping(needs) && "pipeline" in needs))
      problems.push(
        `${at} config should contain either a trigger or a status mirror / needs:pipeline`,
      );
  } else {
    for (const other of ["script", "run"].filter((key) => key in job && "trigger" in job))
      problems.push(`${at} config these keys cannot be used together: ${other}, trigger`);
    if (!("run" in job) && textsOf(valueAt(job, "script")).length === 0)
      problems.push(`${at} script can't be blank`);
  }
  for (const key of ["script", "before_script", "after_script"])
    if (!isScript(valueAt(job, key)))
      problems.push(
        `${at}:${key} config should be a string or a nested array of strings up to 10 levels deep`,
      );
  const when = valueAt(job, "when");
  if (when != null && !WHEN.includes(textOf(when)))
    problems.push(`${at} when should be one of: ${WHEN.join(", ")}`);
  const parallel = parallelProblem(valueAt(job, "parallel"));
  if (parallel !== undefined) problems.push(`${at}:parallel ${parallel}`);
  return problems;
}

function tagsProblems(tags: Value | undefined, at: string): string[] {
  if (tags == null) return [];
  if (!areTexts(tags)) return [`${at} config should be an array of strings`];
  return tags.length >= TAGS_LIMIT
    ? [`${at} config must be less than the limit of ${TAGS_LIMIT} tags`]
    : [];
}

function stagesProblems(stages: Value | undefined): string[] {
  return stages == null || areTexts(stages) ? [] : ["stages config should be an array of strings"];
}

function areTexts(value: Value): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isScript(value: Value | undefined): boolean {
  if (value == null || typeof value === "string") return true;
  return Array.isArray(value) && value.flat(10).every((line) => typeof line === "string");
}
