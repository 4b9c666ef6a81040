import * as pulumi from "@pulumi/pulumi";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";

export interface ProjectRunnerAssignmentArgs {
  /** The project that may use the runner: its id or full path. Changing it replaces. */
  projectId: pulumi.Input<number | string>;
  /** The runner, `runner.id`. Changing it replaces. */
  runnerId: pulumi.Input<number | string>;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:ProjectRunnerAssignment";

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  projectId: undefined,
  runnerId: undefined,
} as const satisfies Record<OutputName<ProjectRunnerAssignment>, undefined>;

/**
 * That a project, besides the one that owns it, may use a project runner. Its id is
 * `project:runner`. The access token needs the scope `api` and the role Maintainer in both projects.
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
   * Reads an assignment that is managed elsewhere; a missing one fails the preview.
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

  /** Whether a value is a ProjectRunnerAssignment, also one of another copy of this package. */
  static override isInstance(value: unknown): value is ProjectRunnerAssignment {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError where the stack's configuration has a key that the package does not have, the
   *   plugin would not see the configuration, or the provider is of the other import.
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
