/**
 * The same value with every text in it, also names of attributes, made fit to be shown. What is in it twice is cleaned
 * once: rows of a table share what they are about.
 */
export function cleaned<Value>(value: Value, clean: (text: string) => string): Value {
  const known = new Map<unknown, unknown>();
  const visit = (each: unknown): unknown => {
    if (typeof each !== "string" && (typeof each !== "object" || each === null)) return each;
    const found = known.get(each) ?? made(each);
    known.set(each, found);
    return found;
  };
  const made = (each: string | object): unknown => {
    if (typeof each === "string") return clean(each);
    if (Array.isArray(each)) return each.map(visit);
    return Object.fromEntries(
      Object.entries(each).map(([name, inner]) => [visit(name), visit(inner)]),
    );
  };
  return visit(value) as Value;
}
