import { GitLabError, NotFoundError, PermissionError, ValidationError } from "../../gitlab";
import type { Context } from "../context/context";

/**
 * Lets a project use a runner. Done already is done.
 *
 * @throws {GitLabError} with GitLab's reason and the way out.
 */
export async function assign(
  { gitlab, lookups }: Context,
  projectId: number,
  runnerId: number,
): Promise<void> {
  lookups.forgetRunner(runnerId);
  try {
    await gitlab.assignRunner(projectId, runnerId);
  } catch (error) {
    if (!isAlreadyAssigned(error))
      throw explainRefusedAssignment(error, lookups.named("project", projectId), runnerId);
  }
}

/**
 * Takes a runner away from a project. Gone already is done.
 *
 * @returns "owner" when GitLab keeps the link because the project owns the runner.
 * @throws {GitLabError} with GitLab's reason and the way out.
 */
export async function unassign(
  { gitlab, lookups }: Context,
  projectId: number,
  runnerId: number,
): Promise<"unassigned" | "owner"> {
  lookups.forgetRunner(runnerId);
  try {
    await gitlab.unassignRunner(projectId, runnerId);
    return "unassigned";
  } catch (error) {
    if (error instanceof NotFoundError) return "unassigned";
    if (isOwnerProject(error)) return "owner";
    throw explainRefusedUnassignment(error, lookups.named("project", projectId), runnerId);
  }
}

/** GitLab refuses a second assignment with a text of its validation. */
function isAlreadyAssigned(error: unknown): boolean {
  return error instanceof ValidationError && /has already been taken/.test(error.reason);
}

/** Administrators see that reason; for others the owner project is what the policy denies. */
function isOwnerProject(error: unknown): boolean {
  return (
    error instanceof PermissionError &&
    /owner project|No access granted|Only one project/i.test(error.reason)
  );
}

function explainRefusedAssignment(error: unknown, project: string, runnerId: number): unknown {
  if (!(error instanceof PermissionError)) return error;
  const ways: readonly (readonly [RegExp, string])[] = [
    [/group runner/i, "A group runner serves all projects of its group and is not assigned"],
    [/locked/i, "A locked runner is kept to its projects; set locked to false on it first"],
    [
      /^403 Forbidden$/,
      "That needs the role Maintainer in the project, and that neither the project nor the instance has " +
        "new project runners turned off (runner_registration_enabled, valid_runner_registrars)",
    ],
    [
      /No access granted/i,
      "Only a project runner can be assigned, by a maintainer of its owner project",
    ],
  ];
  const way = ways.find(([reason]) => reason.test(error.reason))?.[1];
  return way === undefined
    ? error
    : new GitLabError(`cannot assign runner ${runnerId} to ${project}: ${error.reason}. ${way}`, {
        cause: error,
      });
}

function explainRefusedUnassignment(error: unknown, project: string, runnerId: number): unknown {
  if (!(error instanceof PermissionError) || !/locked/i.test(error.reason)) return error;
  return new GitLabError(
    `cannot unassign runner ${runnerId} from ${project}: ${error.reason}. Set locked to ` +
      "false on the runner first",
    { cause: error },
  );
}
