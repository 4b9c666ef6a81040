import { assignedProjects } from "../assignedProjects";
import { RUNNERS } from "../judgedRunner";
import type { StackRule } from "../stackRule";

/** Configuration of `project-count`. */
export interface ProjectCountConfiguration {
  /** The most projects that may use one project runner, its owner project included. */
  maximum: number;
}

/** A job that breaks out of its runner reaches the code and the secrets of every project there. */
export const projectCount: StackRule<ProjectCountConfiguration> = {
  name: "project-count",
  description: "A project runner is not assigned to too many projects.",
  severity: "medium",
  enforcementLevel: "advisory",
  configuration: {
    maximum: {
      type: "integer",
      minimum: 1,
      default: 100,
      description: "The most projects that may use one project runner, its owner project included.",
    },
  },
  judgeStack: (resources, { maximum }) =>
    assignedProjects(resources)
      .filter(({ projects }) => projects.size > maximum)
      .map(({ resource, projects }) => ({
        resource,
        ...(RUNNERS.includes(resource.type)
          ? { what: "runner", property: "projects" }
          : { what: "assignment", property: "runnerId" }),
        message:
          `${projects.size} projects may use the runner, and the rule allows ${maximum}. Assign it to fewer ` +
          "projects, or create a runner for each group of projects.",
      })),
};
