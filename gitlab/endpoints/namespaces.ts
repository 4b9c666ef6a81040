import { short } from "../payloads/identifiers";
import { type ListLimits, type ListRequest } from "../pages/pageReading";
import { listAll } from "../pages/pages";
import { path } from "../transport/path";
import {
  type GroupDetailsPayload,
  type ProjectDetailsPayload,
  type ProjectPayload,
  groupDetailsSchema,
  type MemberPayload,
  memberSchema,
  parseReply,
  projectDetailsSchema,
  projectSchema,
} from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** `GET /projects/:id`, by id or full path. */
export async function getProject(
  send: Transport,
  idOrPath: string | number,
): Promise<ProjectDetailsPayload> {
  const operation = `read project ${short(idOrPath)}`;
  const { body } = await send({ operation, method: "GET", path: path`projects/${idOrPath}` });
  return parseReply(projectDetailsSchema, body, operation);
}

/** `GET /groups/:id`, by id or full path. */
export async function getGroup(
  send: Transport,
  idOrPath: string | number,
): Promise<GroupDetailsPayload> {
  const operation = `read group ${short(idOrPath)}`;
  const { body } = await send({
    operation,
    method: "GET",
    path: path`groups/${idOrPath}`,
    query: { with_projects: false },
  });
  return parseReply(groupDetailsSchema, body, operation);
}

/** Which projects of a group count. */
export interface GroupProjectsFilter {
  /** Whether those of its subgroups do, too. */
  readonly recursive: boolean;
  /** Whether archived ones do, too. */
  readonly archived: boolean;
}

/**
 * `GET /groups/:id/projects`, those that the token may see, the oldest first. Projects that are only
 * shared with the group are not among them.
 * @see https://docs.gitlab.com/api/groups/#list-projects
 */
export function listGroupProjects(
  send: Transport,
  idOrPath: string | number,
  filter: GroupProjectsFilter,
  limits: ListLimits = {},
): Promise<ProjectPayload[]> {
  return listAll(send, groupProjects(idOrPath, filter), projectSchema, limits);
}

/**
 * `GET /projects`, those that the token may see, without archived ones, the oldest first.
 *
 * @param filter - `membership` leaves only projects whose member the token's user is.
 * @see https://docs.gitlab.com/api/projects/#list-all-projects
 */
export function listProjects(
  send: Transport,
  { membership }: { readonly membership: boolean },
  limits: ListLimits = {},
): Promise<ProjectPayload[]> {
  const list = {
    operation: "list the projects",
    path: "projects",
    query: { ...PROJECT_LIST, membership, archived: false },
  };
  return listAll(send, list, projectSchema, limits);
}

// A project that comes while pages are read is on the last one.
const PROJECT_LIST = { simple: true, order_by: "id", sort: "asc" } as const;

function groupProjects(
  idOrPath: string | number,
  { recursive, archived }: GroupProjectsFilter,
): ListRequest {
  return {
    operation: `list the projects of group ${short(idOrPath)}`,
    path: path`groups/${idOrPath}/projects`,
    query: {
      ...PROJECT_LIST,
      include_subgroups: recursive,
      with_shared: false,
      archived: archived ? undefined : false,
    },
  };
}

/**
 * `GET /groups/:id/members/all/:user_id`: a member's role, also one from a group above.
 * @see https://docs.gitlab.com/api/members/
 */
export async function getGroupMember(
  send: Transport,
  groupId: string | number,
  userId: number,
): Promise<MemberPayload> {
  const operation = `read the role of user ${userId} in group ${groupId}`;
  const { body } = await send({
    operation,
    method: "GET",
    path: path`groups/${groupId}/members/all/${userId}`,
  });
  return parseReply(memberSchema, body, operation);
}
