import * as pulumi from "@pulumi/pulumi";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";

/** The arguments of {@link RunnerAssignments}. */
export interface RunnerAssignmentsArgs {
  /** The project runner, `runner.id`. Changing it replaces. */
  runnerId: pulumi.Input<number | string>;
  /**
   * The projects that may use it: ids or full paths, in any order. The owner project may use it in
   * any case and makes no difference here.
   */
  projectIds: pulumi.Input<pulumi.Input<number | string>[]>;
  /** Takes the runner away from all projects that are not named. False by default. */
  authoritative?: pulumi.Input<boolean>;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:RunnerAssignments";

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  runnerId: undefined,
  projectIds: undefined,
  authoritative: undefined,
  ownerProjectId: undefined,
} as const satisfies Record<OutputName<RunnerAssignments>, undefined>;

/**
 * The projects that may use a project runner, as one resource. Beside it, let no other resource
 * assign the same runner when it is authoritative. Where GitLab refuses a project, the others are
 * done, the failure names it and the next `up` tries it again. The access token needs the scope
 * `api` and the role Maintainer in each project.
 *
 * ```ts
 * const runner = new Runner("docker", { runnerType: "project_type", projectId: "acme/app" });
 * new RunnerAssignments("sites", {
 *   runnerId: runner.id,
 *   projectIds: ["acme/site", "acme/docs"],
 *   authoritative: true,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export class RunnerAssignments extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  declare readonly runnerId: pulumi.Output<number>;
  /** Ids of the projects. */
  declare readonly projectIds: pulumi.Output<number[]>;
  declare readonly authoritative: pulumi.Output<boolean>;
  /** The project that owns the runner, where GitLab has reported it. */
  declare readonly ownerProjectId: pulumi.Output<number | undefined>;

  /**
   * Reads the projects of a runner, the owner project included; a missing runner fails the preview.
   *
   * @param id - GitLab's id of the runner, a number.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): RunnerAssignments {
    return new this(name, undefined, { ...opts, id });
  }

  /** Whether a value is RunnerAssignments, also of another copy of this package. */
  static override isInstance(value: unknown): value is RunnerAssignments {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError where the stack's configuration has a key that the package does not have, the
   *   plugin would not see the configuration, or the provider is of the other import.
   */
  constructor(
    name: string,
    args: RunnerAssignmentsArgs | undefined,
    opts?: pulumi.CustomResourceOptions,
  ) {
    const type = new.target.__pulumiType;
    const { inputs, options } = registration(type, name, "runnerAssignments", opts);
    super(type, name, { ...OUTPUTS, ...args, ...inputs }, options);
  }
}
