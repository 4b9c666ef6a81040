import { checkUnmodified } from "../http/conditional";
import { errorText, forbidden, notFound, refused } from "../http/errors";
import { type Routes, created, noContent } from "../http/endpoint";
import type { Instance } from "../instance";
import { findProject } from "../rules/namespaces";
import { offeredToProject } from "../rules/offeredRunners";
import type { Policy } from "../rules/policies";
import { quotaError } from "../rules/quota";
import type { Project, Runner } from "../store/records";
import { runnerBasic } from "./entities";
import { SCOPED_LIST_PARAMS, listRunners } from "./runnerList";
import { find } from "./runners";

const ID = { id: { type: "string", required: true } } as const;
const RUNNER_ID = { runner_id: { type: "integer", required: true } } as const;

/** `/projects/:id/runners`: GitLab's lib/api/ci/runners.rb and app/services/ci/runners. */
export function addProjectRunners(routes: Routes): void {
  const { instance } = routes;
  const { store, features } = instance;

  routes.user(
    "GET",
    "/projects/:id/runners",
    { params: { ...ID, ...SCOPED_LIST_PARAMS } },
    (request) => {
      const project = visible(request.params.id, request.policy, instance);
      if (!request.policy.canListProjectRunners(project)) throw forbidden();
      return listRunners(offeredToProject(project, store), request, instance);
    },
  );

  routes.user(
    "POST",
    "/projects/:id/runners",
    { params: { ...ID, ...RUNNER_ID } },
    ({ params, policy }) => {
      const project = visible(params.id, policy, instance);
      if (!policy.canAdminProjectRunners(project)) throw forbidden();
      if (features.assignmentNeedsCreation && !policy.canCreateInProject(project))
        throw forbidden();
      const runner = find(params.runner_id, instance);
      refuseAssignment(runner, policy);
      const reason = assignmentError(runner, project, instance);
      if (reason !== undefined) throw refused(400, reason);
      store.runners.update(runner, { project_ids: [...runner.project_ids, project.id] });
      return created(runnerBasic(runner, policy, instance));
    },
  );

  routes.user(
    "DELETE",
    "/projects/:id/runners/:runner_id",
    { params: { ...ID, ...RUNNER_ID } },
    ({ c, params, policy }) => {
      const project = visible(params.id, policy, instance);
      if (!policy.canAdminProjectRunners(project)) throw forbidden();
      const runner = store.runners.get(params.runner_id);
      if (!runner?.project_ids.includes(project.id)) throw notFound("Runner");
      if (features.lockedBlocksUnassign && runner.locked && !policy.isAdmin)
        throw forbidden("Runner is locked");
      if (!features.ownerProjectRule) {
        if (runner.project_ids.length === 1)
          throw forbidden(
            "Only one project associated with the runner. Please remove the runner instead",
          );
      } else if (runner.project_ids[0] === project.id)
        throw forbidden(
          policy.isAdmin || !features.runnerProjects
            ? "You cannot unassign a runner from the owner project. Delete the runner instead"
            : "No access granted",
        );
      checkUnmodified(c, runner.updated_at);
      const project_ids = runner.project_ids.filter((id) => id !== project.id);
      store.runners.update(runner, { project_ids });
      return noContent();
    },
  );
}

/** @throws ApiError 404, which also hides what the caller may not see. */
export function visible(reference: string, policy: Policy, { store }: Instance): Project {
  const project = findProject(reference, store);
  if (!project || !policy.canSeeProject(project)) throw notFound("Project");
  return project;
}

function refuseAssignment(runner: Runner, policy: Policy): void {
  if (runner.runner_type === "group_type") throw forbidden("Runner is a group runner");
  if (policy.isAdmin) {
    // The model raises an ArgumentError that nobody rescues.
    if (runner.runner_type === "instance_type") throw errorText(500, "500 Internal Server Error");
    return;
  }
  if (runner.locked) throw forbidden("Runner is locked");
  if (!policy.canAssignRunner(runner)) throw forbidden("No access granted");
}

function assignmentError(runner: Runner, project: Project, instance: Instance): string | undefined {
  const { store, features } = instance;
  const owner = runner.project_ids[0];
  const organization = owner === undefined ? undefined : store.projects.get(owner)?.organization;
  if (organization !== undefined && organization !== project.organization)
    return "runner can only be assigned to projects in the same organization - project_not_in_same_organization";
  if (runner.project_ids.includes(project.id))
    return "Assign to Validation failed: Runner projects runner has already been taken - runner_error";
  if (owner === undefined && features.orphanTakeoverRefused)
    return "Assign to Taking over an orphaned project runner is not allowed - runner_error";
  const quota = quotaError({ project_id: project.id }, instance);
  return quota === undefined ? undefined : `Assign to Validation failed: ${quota} - runner_error`;
}
