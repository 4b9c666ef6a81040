import { forbidden, notFound } from "../http/errors";
import { type Routes } from "../http/endpoint";
import type { Instance } from "../instance";
import { ancestorsOf, findGroup } from "../rules/namespaces";
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
    const groups = new Set([group, ...ancestorsOf(group, store)].map(({ id }) => id));
    const offered = store.runners
      .all()
      .filter((runner) =>
        runner.runner_type === "instance_type"
          ? group.shared_runners_enabled
          : runner.group_id !== null && groups.has(runner.group_id),
      );
    return listRunners(offered, request, instance);
  });
}

/** @throws ApiError 404, which also hides what the caller may not see. */
export function visibleGroup(reference: string, policy: Policy, { store }: Instance): Group {
  const group = findGroup(reference, store);
  if (!group || !policy.canSeeGroup(group)) throw notFound("Group");
  return group;
}
