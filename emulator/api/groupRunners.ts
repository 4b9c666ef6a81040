import { forbidden, notFound } from "../http/errors";
import { type Routes } from "../http/endpoint";
import type { Instance } from "../instance";
import { findGroup } from "../rules/namespaces";
import { offeredToGroup } from "../rules/offeredRunners";
import type { Policy } from "../rules/policies";
import type { Group } from "../store/records";
import { LIST_PARAMS, listRunners } from "./runnerList";

const ID = { id: { type: "string", required: true } } as const;

/** `GET /groups/:id/runners`: the group's and its ancestors', never those below. */
export function addGroupRunners(routes: Routes): void {
  const { instance } = routes;
  const { store } = instance;
  routes.user("GET", "/groups/:id/runners", { params: { ...ID, ...LIST_PARAMS } }, (request) => {
    const group = visibleGroup(request.params.id, request.policy, instance);
    if (!request.policy.canListGroupRunners(group)) throw forbidden();
    return listRunners(offeredToGroup(group, store), request, instance);
  });
}

/** @throws ApiError 404, which also hides what the caller may not see. */
export function visibleGroup(reference: string, policy: Policy, { store }: Instance): Group {
  const group = findGroup(reference, store);
  if (!group || !policy.canSeeGroup(group)) throw notFound("Group");
  return group;
}
