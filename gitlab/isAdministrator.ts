import type { GitLabClient } from "./client";
import { AbortedError, GitLabError, PermissionError } from "./transport/errors";

/** What GitLab answered for a client; each look of a wait for jobs needs it. */
const ANSWERS = new WeakMap<GitLabClient, boolean>();

/** Whether the credential belongs to an administrator. False also if it may not read its user. */
export async function isAdministrator(gitlab: GitLabClient): Promise<boolean> {
  const known = ANSWERS.get(gitlab);
  if (known !== undefined) return known;
  try {
    const answer = (await gitlab.getCurrentUser()).is_admin === true;
    ANSWERS.set(gitlab, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
    if (error instanceof PermissionError) ANSWERS.set(gitlab, false);
    return false;
  }
}
