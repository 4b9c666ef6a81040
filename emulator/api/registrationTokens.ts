import { forbidden } from "../http/errors";
import { type Routes, created } from "../http/endpoint";
import { newRegistrationToken } from "../rules/tokens";
import { resetTokenResult } from "./entities";
import { visibleGroup } from "./groupRunners";
import { visible } from "./projectRunners";

const ID = { id: { type: "string", required: true } } as const;

/** Resets of registration tokens, deprecated by GitLab. */
export function addRegistrationTokens(routes: Routes): void {
  const { instance } = routes;
  const { store } = instance;
  const none = { scopes: [], params: {} } as const;

  routes.user("POST", "/runners/reset_registration_token", none, ({ policy }) => {
    if (!policy.isAdmin) throw forbidden();
    const token = newRegistrationToken();
    store.changeSettings({ runners_registration_token: token });
    return created(resetTokenResult(token, null));
  });

  routes.user(
    "POST",
    "/projects/:id/runners/reset_registration_token",
    { params: ID },
    ({ params, policy }) => {
      const project = visible(params.id, policy, instance);
      if (!policy.canAdminProjectRunners(project)) throw forbidden();
      store.projects.update(project, { runners_token: newRegistrationToken() });
      return created(resetTokenResult(project.runners_token, null));
    },
  );

  routes.user(
    "POST",
    "/groups/:id/runners/reset_registration_token",
    { params: ID },
    ({ params, policy }) => {
      const group = visibleGroup(params.id, policy, instance);
      if (!policy.canAdminGroupRunners(group)) throw forbidden();
      if (!store.settings.allow_registration_token) throw forbidden();
      store.groups.update(group, { runners_token: newRegistrationToken() });
      return created(resetTokenResult(group.runners_token, null));
    },
  );
}
