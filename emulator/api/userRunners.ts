import { badRequest, forbidden, invalidParams } from "../http/errors";
import { type Routes, created } from "../http/endpoint";
import type { RawParams } from "../http/params";
import type { Policy } from "../rules/policies";
import { quotaError } from "../rules/quota";
import { NEW_RUNNER, runnerErrors, sentence } from "../rules/runnerModel";
import { expiryBySettings, explicitExpiryError } from "../rules/tokenExpiry";
import { newRunnerToken } from "../rules/tokens";
import { RUNNER_TYPES, type RunnerType } from "../store/records";
import type { Instance } from "../instance";
import { registrationDetails } from "./entities";
import { RUNNER_ATTRIBUTES, attributesFrom, withoutBlanks } from "./runnerParams";

interface Owner {
  group_id: number | null;
  project_ids: number[];
}

/** `POST /user/runners`: GitLab's lib/api/user_runners.rb. */
export function addUserRunners(routes: Routes): void {
  const { instance } = routes;
  if (!instance.features.createByUser) return;
  routes.user(
    "POST",
    "/user/runners",
    {
      scopes: ["create_runner"],
      params: {
        runner_type: { type: "string", required: true, values: RUNNER_TYPES },
        group_id: { type: "integer" },
        project_id: { type: "integer" },
        ...RUNNER_ATTRIBUTES,
        token_expires_at: { type: "datetime" },
        token_rotation_deadline: { type: "datetime" },
      },
    },
    ({ params, raw, policy, now }) => {
      const owner = ownerOf(params.runner_type, params, raw, policy, instance);
      const attributes = { ...NEW_RUNNER, ...withoutBlanks(attributesFrom(params)) };
      const errors = runnerErrors(attributes);
      if (errors) throw badRequest(sentence(errors));

      const quota = owner.group_id ?? owner.project_ids[0];
      if (quota !== undefined) {
        const of = owner.group_id === null ? { project_id: quota } : { group_id: quota };
        const error = quotaError(of, instance);
        if (error !== undefined) throw badRequest(error);
      }

      const { runner_type } = params;
      const bySettings = expiryBySettings({ runner_type, ...owner }, instance);
      const premium =
        instance.features.explicitTokenExpiry && instance.store.settings.plan !== "free";
      const expiresAt = premium ? (params.token_expires_at ?? null) : null;
      const deadline = premium ? (params.token_rotation_deadline ?? null) : null;
      const error = explicitExpiryError(expiresAt, deadline, bySettings, instance);
      if (error !== undefined) throw badRequest(error);

      const creator_id = policy.caller.user.id;
      const time = now.toISOString();
      const runner = instance.store.addRunner({
        ...attributes,
        ...owner,
        runner_type,
        creator_id,
        name: null,
        token: newRunnerToken(
          { runner_type, creator_id, ...owner },
          "authenticated_user",
          instance.features,
        ),
        token_expires_at: expiresAt ?? bySettings,
        token_rotation_deadline: deadline,
        created_at: time,
        updated_at: time,
        contacted_at: null,
        creation_state: "started",
      });
      return created(registrationDetails(runner));
    },
  );
}

/** The group or project, looked for before the right to it: a missing one is 400, a forbidden one 403. */
function ownerOf(
  type: RunnerType,
  params: { group_id?: number | null | undefined; project_id?: number | null | undefined },
  raw: RawParams,
  policy: Policy,
  { store }: Instance,
): Owner {
  if (type === "instance_type") {
    if (!policy.isAdmin) throw forbidden("Insufficient permissions");
    return { group_id: null, project_ids: [] };
  }
  const key = type === "group_type" ? "group_id" : "project_id";
  const id = params[key];
  if (id == null)
    throw invalidParams([`${key} is ${raw[key] === undefined ? "missing" : "invalid"}`]);
  if (type === "group_type") {
    const group = store.groups.get(id);
    if (!group) throw badRequest("Missing/invalid group");
    if (!policy.canCreateInGroup(group)) throw forbidden("Insufficient permissions");
    return { group_id: group.id, project_ids: [] };
  }
  const project = store.projects.get(id);
  if (!project) throw badRequest("Missing/invalid project");
  if (!policy.canCreateInProject(project)) throw forbidden("Insufficient permissions");
  return { group_id: null, project_ids: [project.id] };
}
