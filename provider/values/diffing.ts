/**
 * A text, flag or number: null, absent and the empty text are the same to GitLab. The line breaks of a
 * text may be those of another system: GitLab keeps them, and its forms write their own.
 */
export function sameValue(left: unknown, right: unknown): boolean {
  return comparable(left) === comparable(right);
}

function comparable(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\r\n?/g, "\n") : (value ?? "");
}

/** Lists whose order means nothing, such as tags. */
export function sameSet(left: readonly unknown[], right: readonly unknown[]): boolean {
  const a = new Set(left);
  const b = new Set(right);
  return a.size === b.size && [...a].every((member) => b.has(member));
}

/** Whether two values of an argument mean the same to GitLab. */
export function sameArgument(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    return sameSet((left as unknown[] | undefined) ?? [], (right as unknown[] | undefined) ?? []);
  }
  return sameValue(left, right);
}

/** A value of an argument, in a line about what changes. */
export function shownArgument(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
