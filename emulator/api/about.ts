import { type Routes, ok } from "../http/endpoint";
import { forbidden } from "../http/errors";
import { REVISION } from "../versions";
import { userBasic } from "./entities";

/** What clients ask first: who they are, what their token may, which GitLab this is and allows. */
export function addAbout(routes: Routes): void {
  const { instance } = routes;
  const { features } = instance;

  routes.user("GET", "/user", { scopes: ["read_user"], params: {} }, ({ policy }) => {
    const { user } = policy.caller;
    return ok({
      ...userBasic(user, instance),
      email: user.email,
      bot: false,
      ...(policy.isAdmin ? { is_admin: true } : {}),
      ...(user.auditor ? { is_auditor: true } : {}),
    });
  });

  routes.user(
    "GET",
    "/personal_access_tokens/self",
    { scopes: ["any"], params: {} },
    ({ policy, now }) => {
      const { token } = policy.caller;
      return ok({
        id: token.id,
        name: token.name,
        revoked: token.revoked,
        created_at: token.created_at,
        description: null,
        scopes: token.scopes,
        user_id: token.user_id,
        last_used_at: now.toISOString(),
        active: true,
        expires_at: token.expires_at,
      });
    },
  );

  routes.user(
    "GET",
    "/application/plan_limits",
    { params: { plan_name: { type: "string" } } },
    ({ policy }) => {
      if (!policy.isAdmin) throw forbidden();
      const { ci_registered_group_runners, ci_registered_project_runners } =
        instance.store.settings;
      return ok({ ci_registered_group_runners, ci_registered_project_runners });
    },
  );

  const version = { version: features.version, revision: REVISION };
  routes.user("GET", "/version", { scopes: ["read_user"], params: {} }, () => ok(version));
  routes.user("GET", "/metadata", { scopes: ["read_user"], params: {} }, () =>
    ok({
      ...version,
      kas: {
        enabled: false,
        externalUrl: null,
        externalK8sProxyUrl: null,
        version: null,
      },
      enterprise: features.version.endsWith("-ee"),
    }),
  );
}
