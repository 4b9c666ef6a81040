import { type Routes, ok } from "../http/endpoint";
import { forbidden, invalidModel, invalidParams } from "../http/errors";
import {
  DISABLED_WITH_OVERRIDE,
  SHARED_RUNNERS_SETTINGS,
  type SharedRunnersSetting,
  changeSharedRunners,
  projectSwitchError,
} from "../rules/sharedRunners";
import { ACCESS_SETTINGS } from "../store/records";
import { groupDetails, projectDetails } from "./entities";
import { visibleGroup } from "./groupRunners";
import { visible } from "./projectRunners";
import { refuseUnknown } from "./unknownParams";

const ID = { id: { type: "string", required: true } } as const;
const NAMED = { name: { type: "string" }, path: { type: "string" } } as const;
const OF_PROJECT = {
  ...NAMED,
  shared_runners_enabled: { type: "boolean" },
  group_runners_enabled: { type: "boolean" },
  builds_access_level: { type: "string", values: ACCESS_SETTINGS },
  jobs_enabled: { type: "boolean" },
} as const;

/** `PUT /projects/:id` and `/groups/:id`: their names, and the switches that give them runners. */
export function addNamespaceUpdates(routes: Routes): void {
  const { instance } = routes;
  const { store, features } = instance;

  const ofProject = { ...ID, ...OF_PROJECT };
  routes.user("PUT", "/projects/:id", { params: ofProject }, ({ params, raw, policy }) => {
    const project = visible(params.id, policy, instance);
    if (!policy.canAdminProjectRunners(project)) throw forbidden();
    refuseUnknown(raw, ofProject);
    const changeable = Object.keys(OF_PROJECT);
    if (!changeable.some((name) => name in params))
      throw invalidParams([
        `${changeable.join(", ")} are missing, at least one parameter must be provided`,
      ]);
    const group = project.group_id === null ? undefined : store.groups.get(project.group_id);
    const turnsOn = params.shared_runners_enabled === true && !project.shared_runners_enabled;
    const error = turnsOn ? projectSwitchError(group) : undefined;
    if (error !== undefined) throw invalidModel({ shared_runners_enabled: [error] });

    const { jobs_enabled } = params;
    const byOldName = jobs_enabled == null ? undefined : jobs_enabled ? "enabled" : "disabled";
    const builds = params.builds_access_level ?? byOldName;
    store.projects.update(project, {
      shared_runners_enabled: params.shared_runners_enabled ?? project.shared_runners_enabled,
      group_runners_enabled: params.group_runners_enabled ?? project.group_runners_enabled,
      ...(builds !== undefined && { builds_access_level: builds }),
      name: params.name ?? project.name,
    });
    if (params.path != null) store.renameProject(project, params.path);
    return ok(projectDetails(project, policy, instance));
  });

  const settings: readonly (SharedRunnersSetting | typeof DISABLED_WITH_OVERRIDE)[] =
    features.sharedRunnersOldName
      ? [...SHARED_RUNNERS_SETTINGS, DISABLED_WITH_OVERRIDE]
      : SHARED_RUNNERS_SETTINGS;
  const ofGroup = {
    ...ID,
    ...NAMED,
    shared_runners_setting: { type: "string", values: settings },
  } as const;
  routes.user("PUT", "/groups/:id", { params: ofGroup }, ({ params, raw, policy }) => {
    const group = visibleGroup(params.id, policy, instance);
    if (!policy.canAdminGroupRunners(group)) throw forbidden();
    refuseUnknown(raw, ofGroup);
    const given = params.shared_runners_setting;
    const setting = given === DISABLED_WITH_OVERRIDE ? "disabled_and_overridable" : given;
    const error = setting == null ? undefined : changeSharedRunners(group, setting, instance);
    if (error !== undefined)
      throw invalidModel({ update_shared_runners: [`Validation failed: ${error}`] });
    store.groups.update(group, { name: params.name ?? group.name });
    if (params.path != null) store.renameGroup(group, params.path);
    return ok(groupDetails(group, policy, instance));
  });
}
