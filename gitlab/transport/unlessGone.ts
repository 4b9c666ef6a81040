import { NotFoundError } from "./errors";

/** GitLab's answer about something that it had; undefined when that has gone since. */
export async function unlessGone<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
