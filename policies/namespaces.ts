import { known } from "./known";
import type { StackResource } from "./stackRule";

/** The type of `Group` of `@pulumi/gitlab`. */
export const GROUP = "gitlab:index/group:Group";
/** The type of `Project` of `@pulumi/gitlab`. */
export const PROJECT = "gitlab:index/project:Project";

/** What a `Group` and a `Project` show. Reading an unknown value throws. */
interface NamespaceProps {
  readonly id?: string;
  readonly path?: string;
  readonly fullPath?: string;
  readonly pathWithNamespace?: string;
  /** The group above a group; 0 for none. */
  readonly parentId?: number;
  /** The group of a project, or its user's namespace. */
  readonly namespaceId?: number;
  readonly sharedRunnersSetting?: string;
  readonly sharedRunnersEnabled?: boolean;
}

/**
 * The full path of a group, or of the namespace of a project. Undefined where the stack does not show it,
 * as for a new project in a group that is not in the stack.
 *
 * @param groups - those of the stack.
 */
export function groupPath(
  resource: StackResource,
  groups: readonly StackResource[],
): string | undefined {
  const props = resource.props as NamespaceProps;
  const above = groupAbove(resource, groups);
  const pathAbove = above && groupPath(above, without(above, groups));
  if (resource.type === PROJECT)
    return pathAbove ?? known(() => props.pathWithNamespace?.replace(/\/[^/]*$/, ""));
  const path = known(() => props.path);
  if (pathAbove !== undefined && path !== undefined) return `${pathAbove}/${path}`;
  const isTopLevel = isLeftOut(resource, "parentId") || known(() => props.parentId) === 0;
  return isTopLevel ? path : known(() => props.fullPath);
}

/**
 * Whether a project, or a new project of a group, may use instance runners. Undefined while that is not
 * known. A switch that the program leaves out is that of the group above, and on at the top.
 *
 * @see https://docs.gitlab.com/ci/runners/runners_scope/#instance-runners
 */
export function usesInstanceRunners(
  resource: StackResource,
  groups: readonly StackResource[],
): boolean | undefined {
  if (isLeftOut(resource, runnerSwitch(resource))) {
    const above = groupAbove(resource, groups);
    return above ? usesInstanceRunners(above, without(above, groups)) : true;
  }
  const props = resource.props as NamespaceProps;
  return known(() =>
    resource.type === PROJECT
      ? props.sharedRunnersEnabled
      : props.sharedRunnersSetting === "enabled",
  );
}

/** The property that allows instance runners. */
export function runnerSwitch({ type }: StackResource): keyof NamespaceProps {
  return type === PROJECT ? "sharedRunnersEnabled" : "sharedRunnersSetting";
}

/**
 * Whether the program leaves a property out, so that GitLab decides. Before the resource exists its value is
 * then unknown, but unlike other unknown values it comes from no resource.
 */
export function isLeftOut(
  { props, propertyDependencies }: StackResource,
  name: keyof NamespaceProps,
): boolean {
  const value = known(() => (props as NamespaceProps)[name]);
  return value === undefined && (propertyDependencies[name] ?? []).length === 0;
}

/** So that each group is followed once, as groups of a state that was edited by hand may be in a circle. */
function without(group: StackResource, groups: readonly StackResource[]): StackResource[] {
  return groups.filter((other) => other !== group);
}

/** The group of a project, or above a group, if it is in the stack. */
function groupAbove(
  resource: StackResource,
  groups: readonly StackResource[],
): StackResource | undefined {
  const name = resource.type === PROJECT ? "namespaceId" : "parentId";
  const id = known(() => (resource.props as NamespaceProps)[name]);
  if (id !== undefined)
    return groups.find(({ props }) => known(() => (props as NamespaceProps).id) === String(id));
  const sources = (resource.propertyDependencies[name] ?? []).filter(({ type }) => type === GROUP);
  return sources.length === 1 ? sources[0] : undefined;
}
