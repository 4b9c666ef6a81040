import { type Mapping, type Value, isMapping, textsOf, valueAt } from "./configuration";

export const PARALLEL_LIMIT = 200;

/** One of the jobs that a job with `parallel` becomes. */
export interface Instance {
  name: string;
  variables: Record<string, string>;
}

/** Undefined when the job is not parallel. */
export function instancesOf(name: string, job: Mapping): Instance[] | undefined {
  const parallel = valueAt(job, "parallel");
  if (typeof parallel === "number")
    return Array.from({ length: parallel }, (_, index) => ({
      name: `${name} ${index + 1}/${parallel}`,
      variables: {},
    }));
  if (!isMapping(parallel)) return undefined;
  return combinations(valueAt(parallel, "matrix")).map((variables) => ({
    name: `${name}: [${Object.values(variables).join(", ")}]`,
    variables,
  }));
}

/** Undefined when there is nothing to say against it. */
export function parallelProblem(parallel: Value | undefined): string | undefined {
  if (parallel == null) return undefined;
  if (typeof parallel === "number") {
    if (!Number.isInteger(parallel)) return "config must be an integer";
    if (parallel < 1) return "config must be greater than or equal to 1";
    return parallel > PARALLEL_LIMIT
      ? `config must be less than or equal to ${PARALLEL_LIMIT}`
      : undefined;
  }
  if (!isMapping(parallel)) return "should be an integer or a hash";
  const matrix = valueAt(parallel, "matrix");
  if (matrix === undefined) return "config missing required keys: matrix";
  if (!Array.isArray(matrix) || !matrix.every(isMapping))
    return "matrix config should be an array of hashes";
  const jobs = matrix
    .map((variables) =>
      Object.values(variables).reduce<number>((count, value) => count * textsOf(value).length, 1),
    )
    .reduce((sum, count) => sum + count, 0);
  return jobs > PARALLEL_LIMIT
    ? `matrix config generates too many jobs (maximum is ${PARALLEL_LIMIT})`
    : undefined;
}

/** Each entry of a matrix gives every combination of its variables' values. */
function combinations(matrix: Value | undefined): Record<string, string>[] {
  if (!Array.isArray(matrix)) return [];
  return matrix
    .filter(isMapping)
    .flatMap((entry) =>
      Object.entries(entry).reduce<Record<string, string>[]>(
        (sets, [key, value]) =>
          sets.flatMap((set) => textsOf(value).map((text) => ({ ...set, [key]: text }))),
        [{}],
      ),
    );
}
