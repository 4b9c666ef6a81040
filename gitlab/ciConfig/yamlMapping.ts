/** A mapping of YAML: a key may be `__proto__`, which no object takes. */
export type Mapping = ReadonlyMap<unknown, unknown>;

export function isMapping(value: unknown): value is Mapping {
  return value instanceof Map;
}
