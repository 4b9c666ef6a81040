import type { GitLabClient } from "./client";
import { AbortedError, GitLabError } from "./transport/errors";

/** Whether the credential is an administrator's. One that may not read its user may be anybody's, and counts as none. */
export async function isAdministrator(gitlab: GitLabClient): Promise<boolean> {
  try {
    return (await gitlab.getCurrentUser()).is_admin === true;
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
    return false;
  }
}
