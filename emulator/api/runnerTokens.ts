import { checkUnmodified } from "../http/conditional";
import { forbidden, gone, invalidModel, invalidParams, notFound, refused } from "../http/errors";
import { type Routes, created, noContent, ok } from "../http/endpoint";
import type { Instance } from "../instance";
import { recordHeartbeat } from "../rules/heartbeat";
import { quotaError } from "../rules/quota";
import { NEW_RUNNER, runnerErrors } from "../rules/runnerModel";
import { expiryBySettings, isExpired } from "../rules/tokenExpiry";
import { newRunnerToken } from "../rules/tokens";
import type { Group, Project, Runner, RunnerType } from "../store/records";
import { registrationDetails, resetTokenResult } from "./entities";
import { RUNNER_ATTRIBUTES, attributesFrom, withoutBlanks } from "./runnerParams";
import { renewToken } from "./tokenReset";

const TOKEN = { token: { type: "string", required: true } } as const;

/** The routes whose credential is a runner's token: GitLab's lib/api/ci/runner.rb. */
export function addRunnerTokens(routes: Routes): void {
  const { instance } = routes;
  const { store, features } = instance;

  routes.open(
    "POST",
    "/runners",
    {
      ...TOKEN,
      ...RUNNER_ATTRIBUTES,
      active: { type: "boolean" },
      maintainer_note: { type: "string" },
    },
    ({ params, raw, now }) => {
      for (const [one, other] of EXCLUSIVE)
        if (one in params && other in params)
          throw invalidParams([`${one}, ${other} are mutually exclusive`]);
      const owner = registrationOwner(params.token, instance);
      const attributes = { ...NEW_RUNNER, ...withoutBlanks(attributesFrom(params)) };
      attributes.maintenance_note ??= params.maintainer_note ?? null;
      const errors = runnerErrors(attributes);
      if (errors) throw invalidModel(errors);
      const { runner_type, group, project } = owner;
      const links = { group_id: group?.id ?? null, project_ids: project ? [project.id] : [] };
      const quota =
        group || project
          ? quotaError(group ? { group_id: group.id } : { project_id: project?.id ?? 0 }, instance)
          : undefined;
      if (quota !== undefined) throw invalidModel({ runner_projects: [quota] });

      const of = { runner_type, creator_id: null, ...links };
      const time = now.toISOString();
      const info = raw["info"] as { name?: unknown } | null | undefined;
      const runner = store.addRunner({
        ...attributes,
        ...of,
        name: typeof info?.name === "string" ? info.name : null,
        token: newRunnerToken(of, "registration_token", features),
        token_expires_at: expiryBySettings(of, instance),
        token_rotation_deadline: null,
        created_at: time,
        updated_at: time,
        contacted_at: null,
        creation_state: "finished",
      });
      return created(registrationDetails(runner));
    },
  );

  routes.open("DELETE", "/runners", TOKEN, ({ c, params, now }) => {
    const runner = byToken(params.token, instance, now);
    checkUnmodified(c, runner.updated_at);
    store.removeRunner(runner);
    return noContent();
  });

  const system = { ...TOKEN, system_id: { type: "string" } } as const;
  routes.open("POST", "/runners/verify", system, ({ params, raw, now }) => {
    const runner = byToken(params.token, instance, now);
    recordHeartbeat(runner, params.system_id, raw["info"], false, instance);
    return ok(features.verifyAnswersJson ? registrationDetails(runner) : "200");
  });

  routes.open("POST", "/runners/reset_authentication_token", TOKEN, ({ params, now }) => {
    const runner = byToken(params.token, instance, now);
    recordHeartbeat(runner, undefined, undefined, false, instance);
    renewToken(runner, instance);
    return created(resetTokenResult(runner.token, runner.token_expires_at));
  });

  if (features.createByUser)
    routes.open(
      "DELETE",
      "/runners/managers",
      { ...TOKEN, system_id: { type: "string", required: true } },
      ({ c, params, now }) => {
        const runner = byToken(params.token, instance, now);
        const manager = store
          .managersOf(runner)
          .find(({ system_id }) => system_id === params.system_id);
        if (!manager) throw notFound("Runner manager not found");
        checkUnmodified(c, manager.contacted_at ?? manager.created_at);
        store.removeManager(manager);
        return noContent();
      },
    );

  if (features.routerDiscovery)
    routes.open("GET", "/runners/router/discovery", {}, ({ c, now }) => {
      byToken(c.req.header("runner-token") ?? "", instance, now);
      const url = store.settings.job_router_url;
      if (url === null)
        throw refused(501, "Job Router is not available. Please contact your administrator.");
      return ok({ server_url: url });
    });
}

const EXCLUSIVE = [
  ["maintainer_note", "maintenance_note"],
  ["active", "paused"],
] as const;

/**
 * The runner of a token.
 *
 * @throws ApiError 403 for an unknown token and for an expired one alike.
 */
export function byToken(token: string, { store }: Instance, now: Date): Runner {
  const runner = store.runnerByToken(token);
  if (!runner || isExpired(runner, now)) throw forbidden();
  return runner;
}

interface RegistrationOwner {
  runner_type: RunnerType;
  group?: Group;
  project?: Project;
}

/**
 * Whose registration token it is: GitLab's app/services/ci/runners/register_runner_service.rb, which
 * knows the setting of the instance, but not `runner_registration_enabled` of a group or project.
 *
 * @throws ApiError 410 where registration tokens are turned off, and then for every token; 403.
 */
function registrationOwner(token: string, { store }: Instance): RegistrationOwner {
  const { settings } = store;
  if (!settings.allow_registration_token && token !== "")
    throw gone("runner registration disallowed");
  if (token !== "" && token === settings.runners_registration_token)
    return { runner_type: "instance_type" };
  const project = settings.valid_runner_registrars.includes("project")
    ? store.projects.find(({ runners_token }) => runners_token === token)
    : undefined;
  if (project) return { runner_type: "project_type", project };
  const group = settings.valid_runner_registrars.includes("group")
    ? store.groups.find(({ runners_token }) => runners_token === token)
    : undefined;
  if (group) return { runner_type: "group_type", group };
  throw forbidden("invalid token supplied");
}
