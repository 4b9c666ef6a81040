import type { Instance } from "../instance";
import type { Group, Project } from "../store/records";
import type { Store } from "../store/store";

/** The least first. */
export const SHARED_RUNNERS_SETTINGS = [
  "disabled_and_unoverridable",
  "disabled_and_overridable",
  "enabled",
] as const;
/** An older name of `disabled_and_overridable`. */
export const DISABLED_WITH_OVERRIDE = "disabled_with_override";
export type SharedRunnersSetting = (typeof SHARED_RUNNERS_SETTINGS)[number];

type Switches = Pick<
  Group,
  "shared_runners_enabled" | "allow_descendants_override_disabled_shared_runners"
>;

/** Whether instance runners serve a group: GitLab's app/models/namespace.rb. */
export function sharedRunnersSetting(of: Switches): SharedRunnersSetting {
  if (of.shared_runners_enabled) return "enabled";
  return of.allow_descendants_override_disabled_shared_runners === true
    ? "disabled_and_overridable"
    : "disabled_and_unoverridable";
}

/** What GitLab's model says against the switches of a group below another, or undefined. */
export function groupSwitchError(of: Switches, parent: Group | undefined): string | undefined {
  if (parent && sharedRunnersSetting(parent) === "disabled_and_unoverridable") {
    if (of.shared_runners_enabled)
      return "Shared runners enabled cannot be enabled because parent group has shared Runners disabled";
    if (of.allow_descendants_override_disabled_shared_runners === true)
      return "Allow descendants override disabled shared runners cannot be enabled because parent group does not allow it";
  }
  return of.shared_runners_enabled && of.allow_descendants_override_disabled_shared_runners === true
    ? "Allow descendants override disabled shared runners can not be true if shared runners are enabled"
    : undefined;
}

/** What GitLab's model says against instance runners for a project of a group, or undefined. */
export function projectSwitchError(group: Group | undefined): string | undefined {
  return group && sharedRunnersSetting(group) === "disabled_and_unoverridable"
    ? "cannot be enabled because parent group does not allow it"
    : undefined;
}

/**
 * Changes the setting of a group: GitLab's app/services/groups/update_shared_runners_service.rb.
 * Turning instance runners off does so for all that is below, and so does turning them on.
 *
 * @returns What is wrong with it, and then nothing has changed.
 */
export function changeSharedRunners(
  group: Group,
  to: SharedRunnersSetting,
  { store, features }: Instance,
): string | undefined {
  const switches: Switches = {
    shared_runners_enabled: to === "enabled",
    allow_descendants_override_disabled_shared_runners: to === "disabled_and_overridable",
  };
  const parent = group.parent_id === null ? undefined : store.groups.get(group.parent_id);
  const error = groupSwitchError(switches, parent);
  if (error !== undefined) return error;
  const reachesBelow =
    to === "enabled"
      ? features.enablingReachesBelow
      : group.shared_runners_enabled || to === "disabled_and_unoverridable";
  store.groups.update(group, switches);
  if (!reachesBelow) return undefined;
  const { shared_runners_enabled } = switches;
  const { groups, projects } = belowOf(group, store);
  for (const project of projects) store.projects.update(project, { shared_runners_enabled });
  for (const below of groups)
    store.groups.update(below, {
      shared_runners_enabled,
      ...(to !== "disabled_and_overridable" && {
        allow_descendants_override_disabled_shared_runners: false,
      }),
    });
  return undefined;
}

/**
 * Gives a group that came below another at most the setting of that one.
 *
 * @returns What is wrong with it, and then nothing has changed.
 */
export function limitToParent(group: Group, parent: Group, instance: Instance): string | undefined {
  const limit = sharedRunnersSetting(parent);
  const rank = (setting: SharedRunnersSetting): number => SHARED_RUNNERS_SETTINGS.indexOf(setting);
  return rank(sharedRunnersSetting(group)) > rank(limit)
    ? changeSharedRunners(group, limit, instance)
    : undefined;
}

/** The groups and projects in a group, at any depth. */
export function belowOf(group: Group, store: Store): { groups: Group[]; projects: Project[] } {
  const groups = store.groups.all().filter(({ parent_id }) => parent_id === group.id);
  const projects = store.projects.all().filter(({ group_id }) => group_id === group.id);
  const deeper = groups.map((each) => belowOf(each, store));
  return {
    groups: [...groups, ...deeper.flatMap((each) => each.groups)],
    projects: [...projects, ...deeper.flatMap((each) => each.projects)],
  };
}
