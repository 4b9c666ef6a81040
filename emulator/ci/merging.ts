import { type Mapping, type Value, isMapping, valueAt } from "./configuration";

/** One configuration over another: mappings are merged, all else is replaced. */
export function merge(base: Mapping, over: Mapping): Mapping {
  const merged: [string, Value][] = Object.entries(over).map(([key, value]) => {
    const below = valueAt(base, key);
    return [key, isMapping(value) && isMapping(below) ? merge(below, value) : value];
  });
  return { ...base, ...Object.fromEntries(merged) };
}
