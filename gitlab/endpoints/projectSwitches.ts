import { short } from "../payloads/identifiers";
import { type ListLimits, readRows, totalOf } from "../pages/pageReading";
import { listAll } from "../pages/pages";
import { type ProjectSwitchesPayload, projectSwitchesSchema } from "../payloads/schemas";
import { path } from "../transport/path";
import type { Transport } from "../transport/transport";

/**
 * `GET /groups/:id/projects`: what decides which runners a project uses, of each project of a group and of the
 * groups below, archived ones too.
 * @see https://docs.gitlab.com/api/groups/#list-projects
 */
export function listGroupProjectSwitches(
  send: Transport,
  idOrPath: string | number,
  limits: ListLimits = {},
): Promise<ProjectSwitchesPayload[]> {
  const list = {
    operation: `list the projects of group ${short(idOrPath)}`,
    path: path`groups/${idOrPath}/projects`,
    query: { include_subgroups: true, with_shared: false, order_by: "id", sort: "asc" },
  };
  return listAll(send, list, projectSwitchesSchema, limits);
}

/**
 * `GET /groups/:id/projects`: the same of the first projects of a group and of the groups below by their
 * paths, without archived ones, and how many there are in all.
 *
 * @returns a count that is undefined where GitLab doesn't say, which is above 10,000.
 */
export async function firstGroupProjects(
  send: Transport,
  id: number,
  most: number,
): Promise<{
  readonly projects: readonly ProjectSwitchesPayload[];
  readonly count: number | undefined;
}> {
  const operation = `list the projects of group ${id}`;
  const reply = await send({
    operation,
    method: "GET",
    path: path`groups/${id}/projects`,
    query: {
      include_subgroups: true,
      with_shared: false,
      archived: false,
      order_by: "path",
      sort: "asc",
      per_page: most,
    },
  });
  return { projects: readRows(reply, projectSwitchesSchema, operation), count: totalOf(reply) };
}

/** `GET /projects`: the same of every project that the credential may see. */
export function listProjectSwitches(
  send: Transport,
  limits: ListLimits = {},
): Promise<ProjectSwitchesPayload[]> {
  const list = {
    operation: "list the projects that the token's user may see",
    path: "projects",
    query: { order_by: "id", sort: "asc" },
  };
  return listAll(send, list, projectSwitchesSchema, limits);
}
