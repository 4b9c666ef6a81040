import {
  ConfigError,
  type Mapping,
  Reference,
  type Value,
  isMapping,
  valueAt,
} from "./configuration";

/**
 * Puts in the place of each `!reference` what it names.
 *
 * @throws ConfigError
 */
export function resolveReferences(configuration: Mapping): Mapping {
  const resolve = (value: Value, within: readonly string[]): Value => {
    if (value instanceof Reference) {
      const shown = value.toString();
      if (within.includes(shown)) throw new ConfigError(`${shown} is part of a circular chain`);
      const found = targetOf(value, configuration);
      if (found == null) throw new ConfigError(`${shown} could not be found`);
      return resolve(found, [...within, shown]);
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item, within));
    if (isMapping(value)) return resolveIn(value, within);
    return value;
  };
  const resolveIn = (mapping: Mapping, within: readonly string[]): Mapping =>
    Object.fromEntries(
      Object.entries(mapping).map(([key, value]) => [key, resolve(value, within)]),
    );
  return resolveIn(configuration, []);
}

/** @throws ConfigError when it is not a list of names. */
function targetOf(reference: Reference, configuration: Mapping): Value | undefined {
  const { path } = reference;
  if (path.length === 0 || !path.every((part) => typeof part === "string"))
    throw new ConfigError(`${reference.toString()} is not valid`);
  return path.reduce<Value | undefined>(
    (value, key) => (isMapping(value) ? valueAt(value, key) : undefined),
    configuration,
  );
}
