/** Stands for a value that is not known before the apply. */
export abstract class Unknown {
  /** In the engine's form, so that a copy by JSON holds that. */
  abstract toJSON(): unknown;
}

/** Whether a value, or anything in it, is not known yet. */
export function isUnknown(value: unknown): boolean {
  if (value instanceof Unknown) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(isUnknown);
}
