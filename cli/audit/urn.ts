/** The resources that are audited. */
export const RESOURCE_TYPES = [
  "Runner",
  "ProjectRunnerAssignment",
  "RunnerAssignments",
  "StaleRunnerCleanup",
] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** Of dynamic resources, and of those that the plugin serves. */
const MODULES = ["pulumi-nodejs:dynamic/gitlab-runners:", "gitlab-runners:index:"];

/** The parts of a URN, `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
export function splitUrn(urn: string): {
  stack: string;
  project: string;
  type: string;
  name: string;
} {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  return {
    stack: head.replace(/^urn:pulumi:/, ""),
    project,
    type: types.slice(types.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** Undefined for a resource that is none of this package. */
export function resourceTypeOf(urn: string): ResourceType | undefined {
  const { type } = splitUrn(urn);
  return RESOURCE_TYPES.find((name) => MODULES.some((module) => type === module + name));
}
