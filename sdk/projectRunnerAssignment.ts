import * as pulumi from "@pulumi/pulumi";
import type { RunnerDrain } from "./drain";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";

/** The arguments of a {@link ProjectRunnerAssignment}. */
export interface ProjectRunnerAssignmentArgs {
  /** The project that may use the runner: its id or full path. Changing it replaces the assignment. */
  projectId: pulumi.Input<number | string>;
  /** The runner, `runner.id`. Changing it replaces the assignment. */
  runnerId: pulumi.Input<number | string>;
  /**
   * Has the removal of the runner from a project wait for the jobs of that project. The package removes
   * the runner first, so that it takes no more jobs of the project and goes on with those of others,
   * and then waits until no job of the project runs. If jobs still run when the time is over, `fail`
   * assigns the runner again. The removal goes by the value of the last `up`. Changing it sends GitLab nothing.
   */
  drain?: pulumi.Input<RunnerDrain>;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:ProjectRunnerAssignment";

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  projectId: undefined,
  runnerId: undefined,
} as const satisfies Record<OutputName<ProjectRunnerAssignment>, undefined>;

/**
 * Lets one more project use a project runner, besides the project that owns the runner. The id of the
 * assignment is `project:runner`. The access token needs the scope `api` and the role Maintainer in
 * both projects.
 *
 * ```ts
 * const runner = new Runner("docker", { runnerType: "project_type", projectId: "acme/app" });
 * new ProjectRunnerAssignment("site", { projectId: "acme/site", runnerId: runner.id });
 * ```
 *
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export class ProjectRunnerAssignment extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  declare readonly projectId: pulumi.Output<number>;
  declare readonly runnerId: pulumi.Output<number>;

  /**
   * Reads an assignment that something else manages. A missing assignment fails the preview.
   *
   * @param id - `project:runner`, two numbers.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): ProjectRunnerAssignment {
    return new this(name, undefined, { ...opts, id });
  }

  /** Whether a value is a ProjectRunnerAssignment, of this or another copy of the package. */
  static override isInstance(value: unknown): value is ProjectRunnerAssignment {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError if the stack's configuration has a key that the package does not know, if
   *   the plugin would not see the configuration, or if the provider comes from the other import.
   */
  constructor(
    name: string,
    args: ProjectRunnerAssignmentArgs | undefined,
    opts?: pulumi.CustomResourceOptions,
  ) {
    const type = new.target.__pulumiType;
    const { inputs, options } = registration(type, name, "projectRunnerAssignment", opts);
    super(type, name, { ...OUTPUTS, ...args, ...inputs }, options);
  }
}
