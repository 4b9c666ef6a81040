import { type Routes, created, ok } from "../http/endpoint";
import { forbidden, notFound, refused } from "../http/errors";
import { findGroup } from "../rules/namespaces";
import { transferGroup, transferProject } from "../rules/transfers";
import { groupDetails, projectDetails } from "./entities";
import { visibleGroup } from "./groupRunners";
import { visible } from "./projectRunners";

const ID = { id: { type: "string", required: true } } as const;

/** Projects and groups move, and projects go into the archive and come back. */
export function addNamespaceMoves(routes: Routes): void {
  const { instance } = routes;
  const { store } = instance;

  const ofProject = { ...ID, namespace: { type: "string", required: true } } as const;
  routes.user("PUT", "/projects/:id/transfer", { params: ofProject }, ({ params, policy }) => {
    const project = visible(params.id, policy, instance);
    if (!policy.canMoveProject(project)) throw forbidden();
    const group = findGroup(params.namespace, store);
    if (!group || !policy.canSeeGroup(group)) throw notFound("Namespace");
    const error = transferProject(project, group, policy, instance);
    if (error !== undefined)
      throw refused(400, `Failed to transfer project {:new_namespace=>[${JSON.stringify(error)}]}`);
    return ok(projectDetails(project, policy, instance));
  });

  const ofGroup = { ...ID, group_id: { type: "integer" } } as const;
  routes.user("POST", "/groups/:id/transfer", { params: ofGroup }, ({ params, policy }) => {
    const group = visibleGroup(params.id, policy, instance);
    if (!policy.canAdminGroupRunners(group)) throw forbidden();
    const parent =
      params.group_id == null ? undefined : visibleGroup(String(params.group_id), policy, instance);
    const error = transferGroup(group, parent, policy, instance);
    if (error !== undefined) throw refused(400, `Transfer failed: ${error}`);
    return created(groupDetails(group, policy, instance));
  });

  for (const [verb, archived] of [
    ["archive", true],
    ["unarchive", false],
  ] as const)
    routes.user("POST", `/projects/:id/${verb}`, { params: ID }, ({ params, policy }) => {
      const project = visible(params.id, policy, instance);
      if (!policy.canArchive(project)) throw forbidden();
      store.projects.update(project, { archived });
      return created(projectDetails(project, policy, instance));
    });
}
