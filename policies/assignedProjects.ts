import { RUNNERS } from "./judgedRunner";
import { known } from "./known";
import type { StackResource } from "./stackRule";

/** The types of `ProjectRunnerAssignment` and `RunnerAssignments`: as dynamic resources, and as those of the plugin. */
export const ASSIGNING: readonly string[] = [
  "pulumi-nodejs:dynamic/gitlab-runners:ProjectRunnerAssignment",
  "gitlab-runners:index:ProjectRunnerAssignment",
  "pulumi-nodejs:dynamic/gitlab-runners:RunnerAssignments",
  "gitlab-runners:index:RunnerAssignments",
];

/** A GitLab id, or a full path that is not resolved yet. */
type IdOrPath = number | string;

/** What a runner or an assignment shows of projects. Reading an unknown value throws. */
interface ProjectProps {
  readonly runnerId?: IdOrPath;
  readonly projectId?: IdOrPath;
  readonly ownerProjectId?: IdOrPath;
  readonly projectIds?: readonly IdOrPath[];
  readonly projects?: readonly { readonly id: number }[];
}

/** A runner with its projects, as a stack shows them. */
export interface AssignedProjects {
  /** The `Runner`; where the stack has none, an assignment of the runner. */
  readonly resource: StackResource;
  readonly projects: ReadonlySet<string>;
}

/**
 * The projects of each runner: its owner project and those that the stack assigns; of an adopted runner
 * without an assignment in the stack, those that GitLab reported. Projects that are not known yet do not count.
 */
export function assignedProjects(resources: readonly StackResource[]): AssignedProjects[] {
  const assignments = new Map<string, StackResource[]>();
  for (const resource of resources.filter(({ type }) => ASSIGNING.includes(type))) {
    const runner = assignedRunner(resource);
    if (runner !== undefined)
      assignments.set(runner, [...(assignments.get(runner) ?? []), resource]);
  }
  const ofStack = resources
    .filter(({ type }) => RUNNERS.includes(type))
    .map((resource) => {
      const own = assignments.get(resource.urn);
      assignments.delete(resource.urn);
      const projects = own ? [resource, ...own].flatMap(declared) : reported(resource);
      return { resource, projects: new Set(projects) };
    });
  const others = [...assignments.values()].map((own) => ({
    resource: own[0] as StackResource,
    projects: new Set(own.flatMap(declared)),
  }));
  return [...ofStack, ...others];
}

/** The URN of the `Runner` that an assignment names, or the id of a runner that is not in the stack. */
function assignedRunner(assignment: StackResource): string | undefined {
  const runner = assignment.propertyDependencies["runnerId"]?.find(({ type }) =>
    RUNNERS.includes(type),
  );
  return runner?.urn ?? known(() => String((assignment.props as ProjectProps).runnerId));
}

/** The projects that a runner or an assignment is given by the stack. */
function declared(resource: StackResource): string[] {
  const props = resource.props as ProjectProps;
  const reads = [() => props.projectIds, () => props.projectId, () => props.ownerProjectId];
  return reads.flatMap((read) => known(() => [read() ?? []].flat().map(String)) ?? []);
}

/**
 * The projects that GitLab reported of an adopted runner in the last refresh. A runner that the
 * stack created keeps them in `__details`, and the engine shows policies no property that begins so.
 */
function reported(runner: StackResource): string[] {
  const props = runner.props as ProjectProps;
  return known(() => props.projects?.map(({ id }) => String(id))) ?? [];
}
