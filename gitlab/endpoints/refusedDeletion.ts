import { PermissionError } from "../transport/errors";

/**
 * Whether GitLab refused to delete a runner because several projects use it. Only an administrator may
 * delete it then.
 * @see lib/api/ci/runners.rb in GitLab's source, authenticate_delete_runner!
 */
export function isOfSeveralProjects(error: unknown): boolean {
  return (
    error instanceof PermissionError &&
    error.reason.includes("associated with more than one project")
  );
}
