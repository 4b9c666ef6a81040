/** The same value with every text in it, also names of attributes, made fit to be shown. */
export function cleaned<Value>(value: Value, clean: (text: string) => string): Value {
  const visit = (each: unknown): unknown => {
    if (typeof each === "string") return clean(each);
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([name, inner]) => [clean(name), visit(inner)]),
    );
  };
  return visit(value) as Value;
}
