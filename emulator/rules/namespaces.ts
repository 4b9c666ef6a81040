import type { Group, Project } from "../store/records";
import type { Store } from "../store/store";

/** The groups above a group, the nearest first. */
export function ancestorsOf(group: Group | undefined, store: Store): Group[] {
  const ancestors: Group[] = [];
  for (let id = group?.parent_id ?? null; id !== null;) {
    const parent = store.groups.get(id);
    if (!parent) break;
    ancestors.push(parent);
    id = parent.parent_id;
  }
  return ancestors;
}

/** The groups that a project is in, the nearest first. */
export function groupsOf(project: Project, store: Store): Group[] {
  const group = project.group_id === null ? undefined : store.groups.get(project.group_id);
  return group ? [group, ...ancestorsOf(group, store)] : [];
}

/** By id or by full path, as GitLab's paths name them. */
export function findProject(reference: string, store: Store): Project | undefined {
  if (/^\d+$/.test(reference)) return store.projects.get(Number(reference));
  const path = reference.toLowerCase();
  return store.projects.find((project) => project.path_with_namespace.toLowerCase() === path);
}

export function findGroup(reference: string, store: Store): Group | undefined {
  if (/^\d+$/.test(reference)) return store.groups.get(Number(reference));
  const path = reference.toLowerCase();
  return store.groups.find((group) => group.full_path.toLowerCase() === path);
}

export function isInside(project: Project, group: Group, store: Store): boolean {
  return groupsOf(project, store).includes(group);
}
