import { short } from "../payloads/identifiers";
import { path } from "../transport/path";
import {
  type GroupDetailsPayload,
  type ProjectDetailsPayload,
  groupDetailsSchema,
  type MemberPayload,
  memberSchema,
  parseReply,
  projectDetailsSchema,
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
