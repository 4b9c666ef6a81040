import { type Mapping, type Value, isMapping, textOf, valueAt } from "./configuration";

const RESERVED = [
  "default",
  "include",
  "before_script",
  "image",
  "services",
  "after_script",
  "variables",
  "stages",
  "cache",
  "workflow",
];

const DEFAULT_STAGES = ["build", "test", "deploy"];

/** All that is a job or may have been meant as one, without those that start with a dot. */
export function visibleJobs(configuration: Mapping): [string, Value][] {
  return Object.entries(configuration).filter(
    ([name, value]) =>
      !name.startsWith(".") && (!RESERVED.includes(name) || (isMapping(value) && runs(value))),
  );
}

/** Whether a runner is needed; else it starts another pipeline. */
export function runs(job: Mapping): boolean {
  return "script" in job || "run" in job;
}

export function triggers(job: Mapping): boolean {
  return !runs(job) && ("trigger" in job || "needs" in job);
}

/** In their order; GitLab adds the first and the last, but not to an empty list. */
export function stagesOf(configuration: Mapping): string[] {
  const given = valueAt(configuration, "stages");
  if (Array.isArray(given) && given.length === 0) return [];
  const stages = Array.isArray(given) ? given.map(textOf) : DEFAULT_STAGES;
  return [".pre", ...stages.filter((stage) => stage !== ".pre" && stage !== ".post"), ".post"];
}

/**
 * A job with the defaults that it inherits; a trigger job inherits none of these. A keyword that is
 * null, in the job or in the defaults, is as good as absent; an empty one is not.
 */
export function withDefaults(job: Mapping, configuration: Mapping): Mapping {
  if (!runs(job)) return job;
  const given = valueAt(configuration, "default");
  const defaults = {
    ...specified(pick(configuration, ["before_script", "after_script"])),
    ...(isMapping(given) ? specified(pick(given, ["tags", "before_script", "after_script"])) : {}),
  };
  return { ...pick(defaults, inherited(job, "default", Object.keys(defaults))), ...specified(job) };
}

/** The variables of the whole configuration that a job inherits, and its own. */
export function variablesOf(job: Mapping, configuration: Mapping): Record<string, string> {
  const root = valueAt(configuration, "variables");
  const own = valueAt(job, "variables");
  const global = isMapping(root) ? root : {};
  const entries = Object.entries({
    ...pick(global, inherited(job, "variables", Object.keys(global))),
    ...(isMapping(own) ? own : {}),
  });
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      textOf(isMapping(value) ? (valueAt(value, "value") ?? "") : value),
    ]),
  );
}

/** The names that `inherit` lets through. */
function inherited(job: Mapping, what: "default" | "variables", names: string[]): string[] {
  const inherit = valueAt(job, "inherit");
  const allowed = isMapping(inherit) ? valueAt(inherit, what) : undefined;
  if (allowed === false) return [];
  return Array.isArray(allowed) ? names.filter((name) => allowed.includes(name)) : names;
}

function pick(from: Mapping, names: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

function specified(mapping: Mapping): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== null));
}
