import { short } from "../payloads/identifiers";
import { type ListedProjectPayload, listedProjectSchema } from "../payloads/schemas";
import type { ListLimits } from "../pages/pageReading";
import { listAll } from "../pages/pages";
import { path } from "../transport/path";
import type { Transport } from "../transport/transport";

/** Whose projects are listed: of the instance, those that the caller is a member of, or of a group. */
export type ProjectListOwner =
  { readonly of: "instance" | "caller" } | { readonly of: "group"; readonly id: number | string };

/**
 * `GET /projects`, and `GET /groups/:id/projects` with those of its subgroups.
 * @see https://docs.gitlab.com/api/groups/#list-projects
 */
export function listProjects(
  send: Transport,
  owner: ProjectListOwner,
  limits: ListLimits = {},
): Promise<ListedProjectPayload[]> {
  const list =
    owner.of === "group"
      ? {
          operation: `list the projects of group ${short(owner.id)}`,
          path: path`groups/${owner.id}/projects`,
          query: { include_subgroups: true },
        }
      : {
          operation: "list the projects",
          path: "projects",
          query: { membership: owner.of === "caller" ? true : undefined },
        };
  return listAll(send, list, listedProjectSchema, limits);
}
