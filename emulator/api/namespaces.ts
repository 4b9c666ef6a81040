import { type Routes, ok } from "../http/endpoint";
import { groupDetails, projectDetails } from "./entities";
import { visibleGroup } from "./groupRunners";
import { visible } from "./projectRunners";

const ID = { id: { type: "string", required: true } } as const;

/** `GET /projects/:id` and `GET /groups/:id`, as far as clients of runners need them. */
export function addNamespaces(routes: Routes): void {
  const { instance } = routes;
  routes.user("GET", "/projects/:id", { params: ID }, ({ params, policy }) =>
    ok(projectDetails(visible(params.id, policy, instance), policy, instance)),
  );
  routes.user("GET", "/groups/:id", { params: ID }, ({ params, policy }) =>
    ok(groupDetails(visibleGroup(params.id, policy, instance), policy, instance)),
  );
}
