import { path } from "./path";
import {
  type GroupDetailsPayload,
  type ProjectDetailsPayload,
  groupDetailsSchema,
  parseReply,
  projectDetailsSchema,
} from "./schemas";
import type { Transport } from "./transport";

/** `GET /projects/:id`, by id or full path. */
export async function getProject(
  send: Transport,
  idOrPath: string | number,
): Promise<ProjectDetailsPayload> {
  const operation = `read project ${idOrPath}`;
  const { body } = await send({ operation, method: "GET", path: path`projects/${idOrPath}` });
  return parseReply(projectDetailsSchema, body, operation);
}

/** `GET /groups/:id`, by id or full path. */
export async function getGroup(
  send: Transport,
  idOrPath: string | number,
): Promise<GroupDetailsPayload> {
  const operation = `read group ${idOrPath}`;
  const { body } = await send({
    operation,
    method: "GET",
    path: path`groups/${idOrPath}`,
    query: { with_projects: false },
  });
  return parseReply(groupDetailsSchema, body, operation);
}
