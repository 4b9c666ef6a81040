import { NotFoundError } from "./errors";

/** What GitLab tells of something that it listed; undefined when that has gone since. */
export async function unlessGone<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
