/** The state file cannot be read or written; the message names the file, the reason and the way out. */
export class StateFileError extends Error {
  override name = "StateFileError";
}

/** What went wrong, in the system's words. */
export function reasonOf(error: unknown): string {
  const { message } = error as Partial<Error>;
  return message ?? String(error);
}
