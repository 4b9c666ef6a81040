import * as pulumi from "@pulumi/pulumi";
import type { RunnerDrain } from "./drain";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";

/** The arguments of {@link RunnerAssignments}. */
export interface RunnerAssignmentsArgs {
  /** The project runner, `runner.id`. Changing it replaces the assignments. */
  runnerId: pulumi.Input<number | string>;
  /**
   * The projects that may use the runner: ids or full paths, in any order. The owner project may
   * always use the runner, so it makes no difference whether you name it here. Give this, `groupIds`
   * or both.
   */
  projectIds?: pulumi.Input<pulumi.Input<number | string>[]>;
  /**
   * Groups, by ids or full paths, of which every project may use the runner. Each preview and each
   * apply lists the groups' projects that the access token may see. If projects were added, moved or
   * archived, the preview shows the change and the apply makes it. Projects that are only shared with
   * a group do not count.
   */
  groupIds?: pulumi.Input<pulumi.Input<number | string>[]>;
  /** Whether the projects of subgroups count, too, as for a group runner. True by default. */
  recursive?: pulumi.Input<boolean>;
  /** Projects of the groups that do not count: ids or full paths. `projectIds` can still name them. */
  exceptProjectIds?: pulumi.Input<pulumi.Input<number | string>[]>;
  /** Whether archived projects of the groups count. False by default, because they run no jobs. */
  archived?: pulumi.Input<boolean>;
  /**
   * The most projects that may gain or lose the runner in one apply after the first: if there are
   * more, the preview fails and names them. 100 by default with `groupIds`; without `groupIds` and
   * `maxChanges` there is no limit. Changing it sends GitLab nothing.
   */
  maxChanges?: pulumi.Input<number>;
  /**
   * Whether to remove the runner from all projects that neither `projectIds` nor `groupIds` names.
   * False by default.
   */
  authoritative?: pulumi.Input<boolean>;
  /**
   * Has the removal of the runner from a project wait for the jobs of that project. The package removes
   * the runner first, so that it takes no more jobs of the project and goes on with those of others,
   * and then waits until no job of the project runs. If jobs still run when the time is over, `fail`
   * assigns the runner again. Changing it sends GitLab nothing.
   */
  drain?: pulumi.Input<RunnerDrain>;
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
 * The projects that may use a project runner, as one resource. If it is authoritative, no other
 * resource should assign the same runner. If GitLab refuses a project, the state keeps the projects
 * that succeeded, the error names the refused project, and the next `up` tries that project again.
 * The access token needs the scope `api` and the role Maintainer in each project.
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
 * ```ts
 * const runner = new Runner("shared", { runnerType: "project_type", projectId: "acme/app" });
 * new RunnerAssignments("acme", {
 *   runnerId: runner.id,
 *   groupIds: ["acme"],
 *   exceptProjectIds: ["acme/docs"],
 * });
 * ```
 *
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export class RunnerAssignments extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  declare readonly runnerId: pulumi.Output<number>;
  /** The ids of all projects, those of the groups included. */
  declare readonly projectIds: pulumi.Output<number[]>;
  declare readonly authoritative: pulumi.Output<boolean>;
  /** The id of the project that owns the runner, if GitLab has reported it. */
  declare readonly ownerProjectId: pulumi.Output<number | undefined>;

  /**
   * Reads all projects of a runner, including its owner. A missing runner fails the preview.
   *
   * @param id - the runner's id in GitLab, a number.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): RunnerAssignments {
    return new this(name, undefined, { ...opts, id });
  }

  /** Whether a value is a RunnerAssignments, of this or another copy of the package. */
  static override isInstance(value: unknown): value is RunnerAssignments {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError if the stack's configuration has a key that the package does not know, if
   *   the plugin would not see the configuration, or if the provider comes from the other import.
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
