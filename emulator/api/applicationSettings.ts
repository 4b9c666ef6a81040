import { type Routes, ok } from "../http/endpoint";
import { forbidden, invalidModel, invalidParams } from "../http/errors";
import type { ParamRules } from "../http/params";
import { REGISTRARS, type Registrar, type Settings } from "../store/records";
import { refuseUnknown } from "./unknownParams";

const CHANGEABLE = {
  allow_runner_registration_token: { type: "boolean" },
  valid_runner_registrars: { type: "strings" },
  runner_token_expiration_interval: { type: "integer" },
  group_runner_token_expiration_interval: { type: "integer" },
  project_runner_token_expiration_interval: { type: "integer" },
} as const satisfies ParamRules;

/** `/application/settings`: GitLab's lib/api/settings.rb, of which runners need little. */
export function addApplicationSettings(routes: Routes): void {
  const { store } = routes.instance;

  routes.user("GET", "/application/settings", { params: {} }, ({ policy }) => {
    if (!policy.isAdmin) throw forbidden();
    return ok(applicationSettings(store.settings));
  });

  routes.user("PUT", "/application/settings", { params: CHANGEABLE }, ({ params, raw, policy }) => {
    if (!policy.isAdmin) throw forbidden();
    refuseUnknown(raw, CHANGEABLE);
    if (Object.keys(params).length === 0)
      throw invalidParams([
        `${Object.keys(CHANGEABLE).join(", ")} are missing, at least one parameter must be provided`,
      ]);
    const {
      allow_runner_registration_token: allowed,
      valid_runner_registrars: given,
      // GitLab's model has no bounds for them; the 7200 seconds of its documentation are its form's.
      ...intervals
    } = params;
    store.changeSettings({
      ...intervals,
      ...(given != null && { valid_runner_registrars: registrars(given) }),
      ...(allowed != null && { allow_registration_token: allowed }),
    });
    return ok(applicationSettings(store.settings));
  });
}

/** Any of them in any order, but none twice. */
function registrars(given: readonly string[]): Registrar[] {
  const known = given.filter((each): each is Registrar => REGISTRARS.some((it) => it === each));
  if (known.length < given.length || new Set(known).size < known.length)
    throw invalidModel({
      valid_runner_registrars: [
        `[${given.map((each) => JSON.stringify(each)).join(", ")}] is not included in the list`,
      ],
    });
  return known;
}

/** Under GitLab's names; a secret is not shown, nor what are no settings of GitLab's. */
function applicationSettings(settings: Settings): object {
  const { allow_registration_token, ...others } = settings;
  const shown = Object.entries(others).filter(([name]) => !HIDDEN.has(name));
  return {
    id: 1,
    ...Object.fromEntries(shown),
    allow_runner_registration_token: allow_registration_token,
  };
}

const HIDDEN = new Set([
  "runners_registration_token",
  "uuid",
  "signing_key",
  "plan",
  "job_router_url",
  "ci_registered_group_runners",
  "ci_registered_project_runners",
]);
