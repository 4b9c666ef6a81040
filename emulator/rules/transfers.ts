import type { Instance } from "../instance";
import type { Group, Project, Visibility } from "../store/records";
import { ancestorsOf } from "./namespaces";
import { OWNER, type Policy } from "./policies";
import { belowOf, limitToParent, projectSwitchError } from "./sharedRunners";

const VISIBILITIES: readonly Visibility[] = ["private", "internal", "public"];

/**
 * Moves a project to another group: GitLab's app/services/projects/transfer_service.rb. Instance
 * runners go off where the new group does not allow them.
 *
 * @returns What is wrong with it, and then nothing has changed.
 */
export function transferProject(
  project: Project,
  to: Group,
  policy: Policy,
  { store }: Instance,
): string | undefined {
  if (project.group_id === to.id) return "Project is already in this namespace.";
  if (!policy.canMoveInto(to))
    return "You don't have permission to transfer projects into that namespace.";
  const isTaken = store.projects
    .all()
    .some(
      ({ group_id, path, name }) =>
        group_id === to.id && (path === project.path || name === project.name),
    );
  if (isTaken) return "Project with same name or path in target namespace already exists";
  store.moveProject(project, to);
  store.projects.update(project, {
    visibility: atMost(project.visibility, to.visibility),
    shared_runners_enabled: project.shared_runners_enabled && projectSwitchError(to) === undefined,
  });
  return undefined;
}

/**
 * Moves a group below another, or makes it a top-level group: GitLab's
 * app/services/groups/transfer_service.rb.
 *
 * @returns What is wrong with it, and then nothing has changed.
 */
export function transferGroup(
  group: Group,
  parent: Group | undefined,
  policy: Policy,
  instance: Instance,
): string | undefined {
  const { store } = instance;
  const error = groupTransferError(group, parent, policy, instance);
  if (error !== undefined) return error;
  store.moveGroup(group, parent);
  if (parent) {
    hideAsParent(group, parent, instance);
    return limitToParent(group, parent, instance);
  }
  const isOwned = store.members
    .all()
    .some(({ group_id, access_level }) => group_id === group.id && access_level === OWNER);
  if (!isOwned)
    store.members.insert({
      user_id: policy.caller.user.id,
      group_id: group.id,
      project_id: null,
      access_level: OWNER,
    });
  return undefined;
}

function groupTransferError(
  group: Group,
  parent: Group | undefined,
  policy: Policy,
  { store }: Instance,
): string | undefined {
  if (!parent && group.parent_id === null) return "Group is already a root group.";
  if (parent && parent.id === group.parent_id)
    return "Group is already associated to the parent group.";
  if (parent && !policy.canMoveInto(parent)) return "You don't have enough permissions.";
  const parentId = parent?.id ?? null;
  const isTaken =
    store.groups.all().some((each) => each.parent_id === parentId && each.path === group.path) ||
    store.projects.all().some((each) => each.group_id === parentId && each.path === group.path);
  if (isTaken) return "The parent group already has a subgroup or a project with the same path.";
  if (parent && [parent, ...ancestorsOf(parent, store)].includes(group))
    return "Cannot transfer group to one of its subgroup.";
  return undefined;
}

/** Nothing in a group is more visible than the group that it came to. */
function hideAsParent(group: Group, { visibility }: Group, { store }: Instance): void {
  const { groups, projects } = belowOf(group, store);
  for (const each of [group, ...groups])
    store.groups.update(each, { visibility: atMost(each.visibility, visibility) });
  for (const each of projects)
    store.projects.update(each, { visibility: atMost(each.visibility, visibility) });
}

function atMost(visibility: Visibility, limit: Visibility): Visibility {
  return VISIBILITIES.indexOf(visibility) > VISIBILITIES.indexOf(limit) ? limit : visibility;
}
