/** A text, flag or number: null, absent and the empty text are the same to GitLab. */
export function sameValue(left: unknown, right: unknown): boolean {
  return (left ?? "") === (right ?? "");
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
