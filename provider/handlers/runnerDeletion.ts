import { GitLabError } from "../../gitlab";

/** Says what stands in the way of a deletion that GitLab refuses. */
export function explainRefusedDelete(error: GitLabError, id: string): GitLabError {
  if (!error.message.includes("associated with more than one project")) return error;
  return new GitLabError(
    `runner ${id} is assigned to several projects, and GitLab lets only an administrator delete it ` +
      "then. Unassign it from the others first: declare those assignments as " +
      "ProjectRunnerAssignment so that they go first, or remove them in GitLab " +
      "(Settings > CI/CD > Runners of each project)",
    { cause: error },
  );
}
