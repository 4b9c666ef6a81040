import type { Group, Project, Runner } from "../store/records";
import type { Store } from "../store/store";
import { ancestorsOf, groupsOf, isInside } from "./namespaces";

/** The scopes of GitLab's app/models/ci/runner.rb. */

/** The runners that a project may use. */
export function offeredToProject(project: Project, store: Store): Runner[] {
  const groups = new Set(groupsOf(project, store).map(({ id }) => id));
  return store.runners.all().filter((runner) => {
    if (runner.runner_type === "instance_type") return project.shared_runners_enabled;
    if (runner.runner_type === "project_type") return runner.project_ids.includes(project.id);
    return project.group_runners_enabled && runner.group_id !== null && groups.has(runner.group_id);
  });
}

/** The runners of a group, of those above it and of the instance. */
export function offeredToGroup(group: Group, store: Store): Runner[] {
  const groups = new Set([group, ...ancestorsOf(group, store)].map(({ id }) => id));
  return store.runners
    .all()
    .filter((runner) =>
      runner.runner_type === "instance_type"
        ? group.shared_runners_enabled
        : runner.group_id !== null && groups.has(runner.group_id),
    );
}

/** The runners of a group itself. */
export function ownedByGroup(group: Group, store: Store): Runner[] {
  return store.runners.all().filter(({ group_id }) => group_id === group.id);
}

/** The runners of a group, of those below it and of the projects in them. */
export function below(group: Group, store: Store): Runner[] {
  const groups = new Set([
    group.id,
    ...store.groups
      .all()
      .filter((each) => ancestorsOf(each, store).includes(group))
      .map(({ id }) => id),
  ]);
  const projects = new Set(
    store.projects
      .all()
      .filter((each) => isInside(each, group, store))
      .map(({ id }) => id),
  );
  return store.runners
    .all()
    .filter(({ group_id, project_ids }) =>
      group_id === null ? project_ids.some((id) => projects.has(id)) : groups.has(group_id),
    );
}
