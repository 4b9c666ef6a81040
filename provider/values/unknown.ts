/** Stands for a value that is not known before the apply. */
export abstract class Unknown {
  /** In the engine's form, so that a copy by JSON holds that. */
  abstract toJSON(): unknown;
}

/** The first value in another that is not known yet. */
export function unknownIn(value: unknown): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (const each of Object.values(value)) {
    const found = unknownIn(each);
    if (found) return found;
  }
  return undefined;
}

/** Whether a value, or anything in it, is not known yet. */
export function isUnknown(value: unknown): boolean {
  return unknownIn(value) !== undefined;
}
