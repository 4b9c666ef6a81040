import { type Mapping, isMapping } from "./yamlMapping";

/** Variables of a configuration by name; undefined for one that has a value of several. */
export type CiVariables = ReadonlyMap<string, string | undefined>;

/**
 * The variables that a configuration gives a job: those of its root as far as it inherits them, its
 * own, and those of its place in a matrix; each beats those before. Where a rule may set one, its
 * value is that of a pipeline.
 *
 * GitLab's lib/gitlab/ci/pipeline/seed/build.rb, and variables/helpers.rb.
 *
 * @param place - the variables of the matrix.
 */
export function jobVariables(root: Mapping, job: Mapping, place: CiVariables): CiVariables {
  const workflow = root.get("workflow");
  const ofRoot = new Map([
    ...valuesOf(root.get("variables")),
    ...namesInRules(isMapping(workflow) ? workflow.get("rules") : undefined),
  ]);
  const inherit = job.get("inherit");
  const inherited = isMapping(inherit) ? inherit.get("variables") : undefined;
  return new Map([
    ...[...ofRoot].filter(([name]) => isInherited(name, inherited)),
    ...valuesOf(job.get("variables")),
    ...place,
    ...namesInRules(job.get("rules")),
  ]);
}

function isInherited(name: string, inherited: unknown): boolean {
  return Array.isArray(inherited) ? inherited.includes(name) : inherited !== "false";
}

function valuesOf(variables: unknown): [string, string][] {
  if (!isMapping(variables)) return [];
  return [...variables].flatMap(([name, given]) => {
    const value = isMapping(given) ? (given.get("value") ?? "") : given;
    return typeof name === "string" && typeof value === "string" ? [[name, value]] : [];
  });
}

/** Rules can be lists in lists, and an alias can make one list stand in many. */
function namesInRules(rules: unknown, seen = new Set()): [string, undefined][] {
  if (Array.isArray(rules) && !seen.has(rules)) {
    seen.add(rules);
    return rules.flatMap((rule) => namesInRules(rule, seen));
  }
  const variables = isMapping(rules) ? rules.get("variables") : undefined;
  if (!isMapping(variables)) return [];
  return [...variables.keys()].map((name) => [String(name), undefined]);
}

/** GitLab's lib/expand_variables.rb; the name is in one of the groups. */
const REFERENCE = /\$([a-z_]\w*)|\$\{([a-z_]\w*)\}|%([a-z_]\w*)%/gi;

/** Whether a tag has a variable in it. */
export function hasReference(tag: string): boolean {
  return tag.search(REFERENCE) >= 0;
}

/**
 * The tags that a job asks for. A variable is replaced once: what looks like one in its value stays.
 * A pipeline splits tags at commas, and drops empty ones.
 *
 * @returns also whether every variable in them is known.
 */
export function expandTags(
  tags: readonly string[],
  variables: CiVariables,
): { tagList: string[]; isKnown: boolean } {
  let isKnown = true;
  const expanded = tags.map((tag) =>
    tag.replace(REFERENCE, (reference, bare?: string, braced?: string, percent?: string) => {
      const value = variables.get(bare ?? braced ?? percent ?? "");
      if (value === undefined) isKnown = false;
      return value ?? reference;
    }),
  );
  const split = expanded.flatMap((tag) => tag.split(",")).map((tag) => tag.trim());
  return { tagList: split.filter((tag) => tag !== ""), isKnown };
}
