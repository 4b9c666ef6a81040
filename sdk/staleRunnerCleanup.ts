import * as pulumi from "@pulumi/pulumi";
import { engineInput } from "./engineInput";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";
import type { RunnerType } from "./types";

/**
 * The arguments of {@link StaleRunnerCleanup}. With neither `groupId` nor `projectId`, it is about all
 * runners of the instance, and the access token must be an administrator's. A preview must know the value
 * of each argument.
 */
export interface StaleRunnerCleanupArgs {
  /**
   * The group, by id or full path: the group runners of this group, without those of its subgroups and of
   * groups above it. Changing it replaces the cleanup, which deletes nothing by itself.
   */
  groupId?: pulumi.Input<number | string>;
  /**
   * The project, by id or full path: the project runners of this project. Changing it replaces the
   * cleanup, which deletes nothing by itself.
   */
  projectId?: pulumi.Input<number | string>;
  /** Only runners of this type. Only without `groupId` and `projectId`. */
  runnerType?: pulumi.Input<RunnerType>;
  /** Only runners that have this status in GitLab. */
  status?: pulumi.Input<"offline" | "stale" | "never_contacted">;
  /** Only runners that have all of these tags. */
  tagList?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * A runner is stale if GitLab has not heard of it for so many days, from 1 to 3650: since its last
   * contact, or since its creation if no machine ever contacted GitLab for it. 30 by default. The days
   * end at the beginning of today (UTC).
   */
  olderThanDays?: pulumi.Input<number>;
  /**
   * The most runners that one `pulumi up` deletes, from 1 to 1000. 10 by default. Of more stale runners,
   * `up` deletes those that GitLab has not heard of for the longest, and the next `up` goes on.
   */
  maxDeletions?: pulumi.Input<number>;
  /**
   * The ids of runners that stay even if they are stale: at most 10,000. In TypeScript and JavaScript, the
   * runners of the stack stay anyway. In other languages, give the ids of those that the stack adopted, or
   * an empty list.
   */
  keepRunnerIds?: pulumi.Input<pulumi.Input<number | string>[]>;
}

/** A runner that GitLab has not heard of for long. */
export interface StaleRunner {
  id: number;
  runnerType: RunnerType;
  description: string;
  /** When a machine last contacted GitLab for it, ISO 8601. Undefined if none ever did. */
  contactedAt?: string | undefined;
  /** ISO 8601. */
  createdAt?: string | undefined;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:StaleRunnerCleanup";

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  groupId: undefined,
  projectId: undefined,
  runnerType: undefined,
  status: undefined,
  tagList: undefined,
  olderThanDays: undefined,
  maxDeletions: undefined,
  keepRunnerIds: undefined,
  staleRunners: undefined,
  deletedRunnerIds: undefined,
  deletedAt: undefined,
} as const satisfies Record<OutputName<StaleRunnerCleanup>, undefined>;

/**
 * Deletes stale runners at each `pulumi up`: runners that GitLab has not heard of for many days. The
 * preview lists them as `staleRunners`. The apply reads each again right before its deletion: a runner
 * stays if a machine has contacted GitLab for it in the meantime, or if it has a running job. Without stale
 * runners, nothing changes.
 *
 * Runners of stacks stay, and the preview names them: those that this package created, by the line in
 * their maintenance note, and those that this stack adopted. Only a program in TypeScript or
 * JavaScript shows which runners its stack adopted: in other languages, give their ids as `keepRunnerIds`,
 * or an empty list.
 *
 * If GitLab lets nobody but administrators delete a runner, because it is assigned to several projects, the
 * apply first unassigns it from all projects but its owner. If GitLab refuses a deletion, the apply does the
 * rest, fails with GitLab's reason, and the next `up` tries again. A refresh reads no runners, and a destroy
 * of the cleanup deletes none.
 *
 * ```ts
 * const cleanup = new StaleRunnerCleanup("acme", {
 *   groupId: "acme",
 *   olderThanDays: 60,
 *   maxDeletions: 5,
 *   keepRunnerIds: [42],
 * });
 * ```
 *
 * @see https://docs.gitlab.com/api/runners/#delete-a-runner-by-id
 */
export class StaleRunnerCleanup extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  /** The group's id. */
  declare readonly groupId: pulumi.Output<number | undefined>;
  /** The project's id. */
  declare readonly projectId: pulumi.Output<number | undefined>;
  declare readonly runnerType: pulumi.Output<RunnerType | undefined>;
  declare readonly status: pulumi.Output<"offline" | "stale" | "never_contacted" | undefined>;
  declare readonly tagList: pulumi.Output<string[] | undefined>;
  declare readonly olderThanDays: pulumi.Output<number>;
  declare readonly maxDeletions: pulumi.Output<number>;
  declare readonly keepRunnerIds: pulumi.Output<number[]>;
  /** The runners that the last apply was to delete, as its preview listed them. */
  declare readonly staleRunners: pulumi.Output<StaleRunner[]>;
  /** The ids of the runners that were deleted at `deletedAt`. */
  declare readonly deletedRunnerIds: pulumi.Output<number[]>;
  /** When an apply last deleted runners, ISO 8601. Undefined if none did yet. */
  declare readonly deletedAt: pulumi.Output<string | undefined>;

  /** Whether a value is a StaleRunnerCleanup, of this or another copy of the package. */
  static override isInstance(value: unknown): value is StaleRunnerCleanup {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError if the stack's configuration has a key that the package does not know, if
   *   the plugin would not see the configuration, or if the provider comes from the other import.
   */
  constructor(
    name: string,
    args: StaleRunnerCleanupArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ) {
    const type = new.target.__pulumiType;
    const { inputs, options } = registration(type, name, "staleRunnerCleanup", opts);
    super(type, name, { ...OUTPUTS, ...args, ...inputs, ...engineInput(opts) }, options);
  }
}
