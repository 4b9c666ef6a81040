import { type Answer, type Routes, type UserRequest, ok } from "../http/endpoint";
import { badRequest } from "../http/errors";
import { type Listed, PAGINATION, paginate, paginateByKeyset } from "../http/pagination";
import type { ParamRules } from "../http/params";
import type { Instance } from "../instance";
import { isInside } from "../rules/namespaces";
import { OWNER, type Policy } from "../rules/policies";
import type { Group, Project } from "../store/records";
import { groupSummary, project as projectSummary, projectDetails } from "./entities";
import { visibleGroup } from "./groupRunners";
import { refuseUnknown } from "./unknownParams";

const SHARED = {
  ...PAGINATION,
  search: { type: "string" },
  visibility: { type: "string", values: ["private", "internal", "public"] },
  owned: { type: "boolean" },
  min_access_level: { type: "string", values: ["5", "10", "15", "20", "25", "30", "40", "50"] },
  archived: { type: "boolean" },
  sort: { type: "string", values: ["asc", "desc"] },
  // They add to the rows or leave nothing out that is here.
  statistics: { type: "boolean" },
  with_custom_attributes: { type: "boolean" },
} as const satisfies ParamRules;

const OF_ROWS = {
  simple: { type: "boolean" },
  order_by: { type: "string", values: ["id", "name", "path", "created_at"] },
} as const satisfies ParamRules;

const OF_PROJECTS = {
  ...SHARED,
  ...OF_ROWS,
  membership: { type: "boolean" },
  search_namespaces: { type: "boolean" },
  id_after: { type: "integer" },
  id_before: { type: "integer" },
  pagination: { type: "string", values: ["keyset", "legacy"] },
  cursor: { type: "string" },
} as const satisfies ParamRules;

const OF_GROUPS = {
  ...SHARED,
  all_available: { type: "boolean" },
  top_level_only: { type: "boolean" },
  skip_groups: { type: "strings" },
  order_by: { type: "string", values: ["id", "name", "path"] },
} as const satisfies ParamRules;

const IN_GROUP = {
  ...SHARED,
  ...OF_ROWS,
  id: { type: "string", required: true },
  include_subgroups: { type: "boolean" },
  // No project is shared with a group here.
  with_shared: { type: "boolean" },
} as const satisfies ParamRules;

/** `GET /projects`, `GET /groups` and `GET /groups/:id/projects`; no group is archived here. */
export function addNamespaceLists(routes: Routes): void {
  const { instance } = routes;
  routes.user("GET", "/projects", { params: OF_PROJECTS }, (request) => {
    refuseUnknown(request.raw, OF_PROJECTS);
    return listProjects(request, instance);
  });
  routes.user("GET", "/groups", { params: OF_GROUPS }, (request) => {
    refuseUnknown(request.raw, OF_GROUPS);
    return listGroups(request, instance);
  });
  routes.user("GET", "/groups/:id/projects", { params: IN_GROUP }, (request) => {
    refuseUnknown(request.raw, IN_GROUP);
    return listProjectsOfGroup(request, instance);
  });
}

/** The newest first, unless another order is asked for: GitLab's app/finders/projects_finder.rb. */
function listProjects(
  { c, params, raw, policy }: UserRequest<typeof OF_PROJECTS>,
  instance: Instance,
): Answer {
  const names = params.search_namespaces === true ? "path_with_namespace" : "path";
  const rows = instance.store.projects
    .all()
    .filter(
      (each) =>
        isListed(each, params, policy) &&
        policy.projectLevel(each) >= (params.membership === true ? 1 : 0) &&
        (params.id_after == null || each.id > params.id_after) &&
        (params.id_before == null || each.id < params.id_before) &&
        isFound(params.search, [each.name, each[names]]),
    )
    .sort(orderBy(params.order_by ?? "created_at", params.sort ?? "desc"));
  const address = { url: instance.url + c.req.path, params: raw };
  const byKeyset = params.pagination === "keyset";
  if (byKeyset && params.order_by !== "id")
    throw badRequest("Keyset pagination is not yet available for this type of request");
  const page = byKeyset ? paginateByKeyset(rows, params, address) : paginate(rows, params, address);
  return projectRows(page, params, policy, instance);
}

/** The group's own, and with `include_subgroups` all below: app/finders/group_projects_finder.rb. */
function listProjectsOfGroup(
  { c, params, raw, policy }: UserRequest<typeof IN_GROUP>,
  instance: Instance,
): Answer {
  const { store } = instance;
  const group = visibleGroup(params.id, policy, instance);
  const rows = store.projects
    .all()
    .filter(
      (each) =>
        (params.include_subgroups === true
          ? isInside(each, group, store)
          : each.group_id === group.id) &&
        isListed(each, params, policy) &&
        isFound(params.search, [each.name, each.path]),
    )
    .sort(orderBy(params.order_by ?? "created_at", params.sort ?? "desc"));
  const page = paginate(rows, params, { url: instance.url + c.req.path, params: raw });
  return projectRows(page, params, policy, instance);
}

/** Without `archived`, both kinds. */
function isListed(
  project: Project,
  params: Pick<
    UserRequest<typeof OF_PROJECTS>["params"],
    "archived" | "visibility" | "owned" | "min_access_level"
  >,
  policy: Policy,
): boolean {
  const minimum = Math.max(Number(params.min_access_level ?? 0), params.owned === true ? OWNER : 0);
  return (
    (params.archived == null || params.archived === (project.archived === true)) &&
    (params.visibility == null || params.visibility === project.visibility) &&
    policy.canSeeProject(project) &&
    policy.projectLevel(project) >= minimum
  );
}

function projectRows(
  { rows, headers }: Listed<Project>,
  { simple }: { simple?: boolean | null | undefined },
  policy: Policy,
  instance: Instance,
): Answer {
  return ok(
    rows.map((each) =>
      simple === true ? projectSummary(each, instance) : projectDetails(each, policy, instance),
    ),
    headers,
  );
}

/** By name, unless another order is asked for: GitLab's app/finders/groups_finder.rb. */
function listGroups(
  { c, params, raw, policy }: UserRequest<typeof OF_GROUPS>,
  instance: Instance,
): Answer {
  const { store } = instance;
  const skipped = new Set(params.skip_groups ?? []);
  const isOwn = (group: Group): boolean =>
    store.members
      .all()
      .some(
        ({ user_id, group_id, access_level }) =>
          user_id === policy.caller.user.id && group_id === group.id && access_level >= OWNER,
      );
  // Being the owner of a group is not inherited here, unlike a level.
  const isAsked = (group: Group): boolean => {
    if (params.owned === true) return isOwn(group);
    if (params.min_access_level != null)
      return policy.groupLevel(group) >= Number(params.min_access_level);
    return (params.all_available ?? policy.canReadAll)
      ? policy.canSeeGroup(group)
      : policy.isAuthorized(group);
  };
  const rows = store.groups
    .all()
    .filter(
      (each) =>
        params.archived !== true &&
        isAsked(each) &&
        !skipped.has(String(each.id)) &&
        (params.visibility == null || each.visibility === params.visibility) &&
        (params.top_level_only !== true || each.parent_id === null) &&
        isFound(params.search, [each.name, each.path]),
    )
    .sort(orderBy(params.order_by ?? "name", params.sort ?? "asc"));
  const page = paginate(rows, params, { url: instance.url + c.req.path, params: raw });
  return ok(
    page.rows.map((each) => groupSummary(each, instance)),
    page.headers,
  );
}

function isFound(search: string | null | undefined, names: readonly string[]): boolean {
  if (search == null || search === "") return true;
  const text = search.toLowerCase();
  return names.some((name) => name.toLowerCase().includes(text));
}

type Ordered = Project | Group;

/** As a database that knows English orders texts; rows that are equal come by their ids. */
function orderBy(
  by: "id" | "name" | "path" | "created_at",
  sort: "asc" | "desc",
): (one: Ordered, other: Ordered) => number {
  const direction = sort === "asc" ? 1 : -1;
  const byText = (one: Ordered, other: Ordered): number =>
    by === "id" ? 0 : one[by].localeCompare(other[by], "en");
  return (one, other) => direction * (byText(one, other) || one.id - other.id);
}
