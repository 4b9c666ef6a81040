import { countAgainst } from "../http/applicationLimits";
import { type Routes, accepted, ok } from "../http/endpoint";
import { forbidden, recordNotFound } from "../http/errors";
import { ancestorsOf, groupsOf } from "../rules/namespaces";
import type { Group, Member } from "../store/records";
import { groupDetails, projectDetails, userBasic } from "./entities";
import { visibleGroup } from "./groupRunners";
import { visible } from "./projectRunners";

const ID = { id: { type: "string", required: true } } as const;
const USER_ID = { user_id: { type: "integer", required: true } } as const;

/** Projects, groups and their members, as far as clients of runners need them. */
export function addNamespaces(routes: Routes): void {
  const { instance } = routes;
  const { store } = instance;

  routes.user("GET", "/projects/:id", { params: ID }, ({ params, policy }) => {
    countAgainst("project_api_limit", `user:${policy.caller.user.id}`, instance);
    return ok(projectDetails(visible(params.id, policy, instance), policy, instance));
  });
  routes.user("GET", "/groups/:id", { params: ID }, ({ params, policy }) => {
    countAgainst("group_api_limit", `user:${policy.caller.user.id}`, instance);
    return ok(groupDetails(visibleGroup(params.id, policy, instance), policy, instance));
  });

  const rename = { ...ID, name: { type: "string" }, path: { type: "string" } } as const;
  routes.user("PUT", "/projects/:id", { params: rename }, ({ params, policy }) => {
    const project = visible(params.id, policy, instance);
    if (!policy.canAdminProjectRunners(project)) throw forbidden();
    if (params.name != null) store.projects.update(project, { name: params.name });
    if (params.path != null) store.renameProject(project, params.path);
    return ok(projectDetails(project, policy, instance));
  });
  routes.user("PUT", "/groups/:id", { params: rename }, ({ params, policy }) => {
    const group = visibleGroup(params.id, policy, instance);
    if (!policy.canAdminGroupRunners(group)) throw forbidden();
    if (params.name != null) store.groups.update(group, { name: params.name });
    if (params.path != null) store.renameGroup(group, params.path);
    return ok(groupDetails(group, policy, instance));
  });

  // GitLab keeps both for a while, marked for deletion; here they are gone at once.
  routes.user("DELETE", "/projects/:id", { params: ID }, ({ params, policy }) => {
    const project = visible(params.id, policy, instance);
    if (!policy.canDeleteProject(project)) throw forbidden();
    store.removeProject(project);
    return accepted();
  });
  routes.user("DELETE", "/groups/:id", { params: ID }, ({ params, policy }) => {
    const group = visibleGroup(params.id, policy, instance);
    if (!policy.canDeleteGroup(group)) throw forbidden();
    store.removeGroup(group);
    return accepted();
  });

  /** The highest role of a user, its own and those from groups above. */
  const memberOf = (userId: number, groups: readonly Group[], projectId?: number): object => {
    const ids = new Set(groups.map(({ id }) => id));
    const own = store.members
      .all()
      .filter(
        ({ user_id, group_id, project_id }) =>
          user_id === userId &&
          ((group_id !== null && ids.has(group_id)) ||
            (projectId !== undefined && project_id === projectId)),
      );
    const [highest] = own.sort((one: Member, other) => other.access_level - one.access_level);
    const user = store.users.get(userId);
    if (!highest || !user) throw recordNotFound();
    return {
      ...userBasic(user, instance),
      access_level: highest.access_level,
      expires_at: null,
      membership_state: "active",
    };
  };
  routes.user(
    "GET",
    "/projects/:id/members/all/:user_id",
    { params: { ...ID, ...USER_ID } },
    ({ params, policy }) => {
      const project = visible(params.id, policy, instance);
      return ok(memberOf(params.user_id, groupsOf(project, store), project.id));
    },
  );
  routes.user(
    "GET",
    "/groups/:id/members/all/:user_id",
    { params: { ...ID, ...USER_ID } },
    ({ params, policy }) => {
      const group = visibleGroup(params.id, policy, instance);
      return ok(memberOf(params.user_id, [group, ...ancestorsOf(group, store)]));
    },
  );
}
