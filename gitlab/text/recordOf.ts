/**
 * An object of entries whose names are from outside. It inherits nothing, so that `constructor` is an
 * entry or absent, and `__proto__` is a name as any other.
 */
export function recordOf<Value>(
  entries: Iterable<readonly [string, Value]>,
): Record<string, Value> {
  const record = Object.create(null) as Record<string, Value>;
  for (const [name, value] of entries) record[name] = value;
  return record;
}
