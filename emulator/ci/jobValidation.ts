import { type Mapping, type Value, isMapping, textOf, valueAt } from "./configuration";
import { triggers } from "./definitions";
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

/**
 * What is wrong with a job: GitLab's lib/gitlab/ci/config/entry/job.rb and bridge.rb, which look at
 * its keywords one by one only when the job itself is in order. A keyword that is null is as good as
 * absent.
 */
export function jobProblems(at: string, job: Mapping): string[] {
  const own = [...ownProblems(job)].map((problem) => said(at, problem));
  return own.length > 0 ? own : keywordProblems(at, job);
}

function* ownProblems(job: Mapping): Iterable<string> {
  const bridge = triggers(job);
  const given = (key: string): Value | undefined => valueAt(job, key) ?? undefined;
  const rules = given("rules");
  if (rules !== undefined) {
    const others = ["only", "except", "start_in"].filter((key) => given(key) !== undefined);
    if (others.length > 0) yield `config key may not be used with \`rules\`: ${others.join(", ")}`;
    if (!isNested(rules, isMapping))
      yield "rules should be an array containing hashes and arrays of hashes";
  }
  if (bridge) {
    const unknown = Object.keys(job).filter((key) => !TRIGGER_KEYWORDS.includes(key));
    if (unknown.length > 0) yield `config contains unknown keys: ${unknown.join(", ")}`;
  } else {
    for (const other of ["script", "run"].filter((key) => key in job && "trigger" in job))
      yield `config these keys cannot be used together: ${other}, trigger`;
    if (!("run" in job) && isBlank(given("script"))) yield "script can't be blank";
  }
  const when = given("when");
  if (when !== undefined && (typeof when !== "string" || !WHEN.includes(when)))
    yield `when should be one of: ${WHEN.join(", ")}`;
  const dependencies = given("dependencies");
  if (!bridge && dependencies !== undefined && !areTexts(dependencies))
    yield "dependencies should be an array of strings";
  const allowed = given("allow_failure");
  if (allowed !== undefined && typeof allowed !== "boolean" && (bridge || !isMapping(allowed)))
    yield `allow_failure should be ${bridge ? "" : "a hash or "}a boolean value`;
}

function keywordProblems(at: string, job: Mapping): string[] {
  const needs = valueAt(job, "needs");
  const bridge = triggers(job);
  const isBridge =
    valueAt(job, "trigger") != null ||
    (Array.isArray(needs) ? needs : [needs]).some(
      (need) => isMapping(need) && valueAt(need, "pipeline") != null,
    );
  return [
    ...stageProblems(valueAt(job, "stage"), `${at}:stage`),
    ...["only", "except"].flatMap((key) => policyProblems(valueAt(job, key), `${at}:${key}`)),
    ...rulesProblems(valueAt(job, "rules"), `${at}:rules`),
    ...hashProblems(valueAt(job, "variables"), `${at}:variables`),
    ...["before_script", "script", "after_script"].flatMap((key) =>
      scriptProblems(valueAt(job, key), `${at}:${key}`),
    ),
    ...tagsProblems(valueAt(job, "tags"), `${at}:tags`),
    ...needsProblems(needs, `${at}:needs`),
    ...environmentProblems(valueAt(job, "environment"), `${at}:environment`),
    ...(bridge ? triggerProblems(valueAt(job, "trigger"), `${at}:trigger`) : []),
    ...parallelProblems(valueAt(job, "parallel"), `${at}:parallel`),
    ...(bridge && !isBridge
      ? [said(at, `config should contain either a trigger or a status mirror / needs:pipeline`)]
      : []),
  ];
}

/** As lib/gitlab/config/entry/validator.rb says it: all in lower case, the job's name as well. */
function said(at: string, problem: string): string {
  return `${at} ${problem}`.toLowerCase();
}

export function tagsProblems(tags: Value | undefined, at: string): string[] {
  if (tags == null) return [];
  if (!areTexts(tags)) return [said(at, `config should be an array of strings`)];
  return tags.length >= TAGS_LIMIT
    ? [said(at, `config must be less than the limit of ${TAGS_LIMIT} tags`)]
    : [];
}

export function scriptProblems(script: Value | undefined, at: string): string[] {
  const isText = (line: Value): boolean => typeof line === "string";
  return script == null || typeof script === "string" || isNested(script, isText)
    ? []
    : [said(at, `config should be a string or a nested array of strings up to 10 levels deep`)];
}

export function hashProblems(value: Value | undefined, at: string): string[] {
  return value == null || isMapping(value) ? [] : [said(at, `config should be a hash`)];
}

export function rulesProblems(rules: Value | undefined, at: string): string[] {
  if (rules == null) return [];
  if (isBlank(rules)) return [said(at, `config can't be blank`)];
  return Array.isArray(rules) ? [] : [said(at, `config should be a array`)];
}

export function areTexts(value: Value): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function stageProblems(stage: Value | undefined, at: string): string[] {
  return stage == null || typeof stage === "string" ? [] : [said(at, `config should be a string`)];
}

function policyProblems(policy: Value | undefined, at: string): string[] {
  if (policy == null) return [];
  if (isMapping(policy)) return isBlank(policy) ? [said(at, `config can't be blank`)] : [];
  if (!Array.isArray(policy)) return [`${at} has to be either an array of conditions or a hash`];
  return areTexts(policy)
    ? []
    : [said(at, `config should be an array of strings or regular expressions`)];
}

function needsProblems(needs: Value | undefined, at: string): string[] {
  if (needs == null || Array.isArray(needs)) return [];
  if (!isMapping(needs)) return [said(at, `config can only be a hash or an array`)];
  return isBlank(needs) ? [said(at, `config can not be an empty hash`)] : [];
}

const ENVIRONMENT_NAME =
  "name can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";

/** One that has no name is found by three validations, one with an empty name by two. */
function environmentProblems(environment: Value | undefined, at: string): string[] {
  if (environment == null) return [];
  const name = isMapping(environment) ? valueAt(environment, "name") : environment;
  const isKnown = isMapping(environment) || typeof environment === "string";
  const problems = [
    ...(isKnown ? [] : ["config should be a hash or a string"]),
    ...(!isKnown || isBlank(name) ? ["name can't be blank"] : []),
    ...(!isKnown || typeof name !== "string" ? [ENVIRONMENT_NAME] : []),
    ...(!isKnown || isBlank(name) ? [ENVIRONMENT_NAME] : []),
  ];
  return problems.map((problem) => said(at, problem));
}

function triggerProblems(trigger: Value | undefined, at: string): string[] {
  if (trigger == null || isMapping(trigger)) return [];
  if (typeof trigger !== "string") return [`${at} has to be either a string or a hash`];
  return isBlank(trigger) ? [said(at, `config can't be blank`)] : [];
}

/** GitLab says it in lower case unless it knows no such kind of value. */
function parallelProblems(parallel: Value | undefined, at: string): string[] {
  const problem = parallelProblem(parallel);
  if (problem === undefined) return [];
  const isKnown = typeof parallel === "number" || isMapping(parallel);
  return [isKnown ? said(at, problem) : `${at} ${problem}`];
}

/** As Rails has it: absent, or with nothing in it. */
function isBlank(value: Value | undefined): boolean {
  if (value == null || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMapping(value) ? Object.keys(value).length === 0 : textOf(value).trim() === "";
}

/** A list of such values, or of such lists up to ten levels deep. */
function isNested(value: Value, holds: (item: Value) => boolean): boolean {
  return Array.isArray(value) && value.flat(10).every((item) => holds(item));
}
