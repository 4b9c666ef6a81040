import { type CiVariables, jobVariables } from "./ciVariables";
import { UnexpectedReplyError } from "../transport/errors";
import { parseYaml } from "./parseYaml";
import { type Mapping, isMapping } from "./yamlMapping";

/** What a configuration says of a job beside what GitLab lists of it. */
export interface MergedJob {
  /**
   * Undefined for one that a runner runs; a bridge starts a pipeline, or mirrors one, and no runner
   * runs it: that of a child pipeline has further jobs of this project in it.
   */
  readonly bridge: "child_pipeline" | "other_pipeline" | undefined;
  readonly variables: CiVariables;
}

/** GitLab makes no more jobs of one; a longer list is of no GitLab, and not looked into. */
const MOST_INSTANCES = 200;

/**
 * Reads the configuration that GitLab has resolved.
 *
 * @returns what it says of a job, by the name that a pipeline gives it: `test`, `test 1/2`,
 *   `test: [amd64]`.
 * @throws {UnexpectedReplyError} when it is no YAML.
 */
export async function mergedJobs(
  text: string,
  operation: string,
): Promise<(name: string) => MergedJob | undefined> {
  const root = await parseMerged(text, operation);
  const found = new Map<string, MergedJob>();
  for (const [name, job] of root) {
    if (typeof name !== "string" || !isMapping(job)) continue;
    const bridge = bridgeOf(job);
    for (const { name: full, variables } of instancesOf(name, job))
      found.set(full, { bridge, variables: jobVariables(root, job, variables) });
  }
  return (name) => found.get(name) ?? found.get(name.replace(INSTANCE, ""));
}

/** What a pipeline adds to the name of a job that is parallel. */
const INSTANCE = /(?: \d+\/\d+|: \[.*\])$/s;

function bridgeOf(job: Mapping): MergedJob["bridge"] {
  const trigger = job.get("trigger");
  if (isMapping(trigger) && trigger.has("include")) return "child_pipeline";
  const mirrors = [job.get("needs")]
    .flat()
    .some((need) => isMapping(need) && need.has("pipeline") && !need.has("job"));
  return job.has("trigger") || job.has("status") || mirrors ? "other_pipeline" : undefined;
}

interface Instance {
  readonly name: string;
  readonly variables: CiVariables;
}

/**
 * The jobs that one with `parallel` becomes, and the job itself, for what all of them share.
 * GitLab's lib/gitlab/ci/config/normalizer.
 */
function instancesOf(name: string, job: Mapping): Instance[] {
  const parallel = job.get("parallel");
  if (isMapping(parallel)) {
    const sets = [parallel.get("matrix")].flat().filter(isMapping);
    const some = sets.flatMap(combinations).map((variables) => ({
      name: `${name}: [${[...variables.values()].join(", ")}]`,
      variables,
    }));
    const names = sets.flatMap((set) => [...set.keys()].map(String));
    return [{ name, variables: new Map(names.map((each) => [each, undefined])) }, ...some];
  }
  const total = typeof parallel === "string" && /^\d{1,3}$/.test(parallel) ? Number(parallel) : 0;
  const some = Array.from({ length: Math.min(total, MOST_INSTANCES) }, (_, index) => ({
    name: `${name} ${index + 1}/${total}`,
    variables: new Map<string, string>(),
  }));
  return [{ name, variables: new Map() }, ...some];
}

/** Every combination of the values of a set of variables; none where there are too many. */
function combinations(set: Mapping): Map<string, string>[] {
  const lists = [...set].map(([key, value]) => ({
    key: String(key),
    values: [value].flat().filter((each) => typeof each === "string"),
  }));
  const count = lists.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_INSTANCES) return [];
  return lists.reduce(
    (sets, { key, values }) =>
      sets.flatMap((before) => values.map((value) => new Map(before).set(key, value))),
    [new Map<string, string>()],
  );
}

async function parseMerged(text: string, operation: string): Promise<Mapping> {
  try {
    const root = await parseYaml(text);
    return isMapping(root) ? root : new Map();
  } catch {
    // What the parser says quotes the text.
    throw new UnexpectedReplyError(
      `cannot ${operation}: GitLab's reply is not as documented, at merged_yaml: expected YAML`,
    );
  }
}
