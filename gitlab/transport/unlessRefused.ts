import { NotFoundError, PermissionError } from "./errors";

/** The answer, or GitLab's refusal; anything else that goes wrong ends the reading. */
export async function unlessRefused<Answer>(
  asked: Promise<Answer>,
): Promise<Answer | PermissionError | NotFoundError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PermissionError || error instanceof NotFoundError) return error;
    throw error;
  }
}
