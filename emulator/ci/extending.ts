import { ConfigError, type Mapping, isMapping, textOf, valueAt } from "./configuration";
import { merge } from "./merging";

/** So many levels may stand above a job that extends another. */
const MAX_ANCESTORS = 10;

/**
 * Every job with what it `extends`: mappings are merged, all else is replaced.
 *
 * @throws ConfigError
 */
export function resolveExtends(configuration: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [
      name,
      isMapping(value) ? extended(name, value, [], configuration) : value,
    ]),
  );
}

function extended(
  name: string,
  job: Mapping,
  ancestors: readonly string[],
  configuration: Mapping,
): Mapping {
  const given = valueAt(job, "extends");
  if (given == null) return job;
  const names = (Array.isArray(given) ? given : [given]).map(textOf);
  const refuse = (reason: string): ConfigError => new ConfigError(`${name}: ${reason}`);

  const unknown = names.filter((base) => !Object.hasOwn(configuration, base));
  if (unknown.length > 0) throw refuse(`unknown keys in \`extends\` (${unknown.join(", ")})`);
  const invalid = names.filter((base) => !isMapping(configuration[base]));
  if (invalid.length > 0)
    throw refuse(`invalid base hashes in \`extends\` (${invalid.join(", ")})`);
  if (ancestors.length > MAX_ANCESTORS) throw refuse("nesting too deep in `extends`");
  if (ancestors.includes(name)) throw refuse("circular dependency detected in `extends`");

  const bases = names.map((base) =>
    extended(base, configuration[base] as Mapping, [...ancestors, name], configuration),
  );
  return [...bases, job].reduce<Mapping>(merge, {});
}
