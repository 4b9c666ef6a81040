import * as pulumi from "@pulumi/pulumi";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";

/**
 * The arguments of {@link RunnerTokenLifetimes}: at least one of them. Each is in seconds, from 7200 (two
 * hours) to 2147483647. GitLab keeps an interval that you leave out as it is.
 */
export interface RunnerTokenLifetimesArgs {
  /** How long the authentication token of an instance runner lives, in seconds. */
  runnerTokenExpirationInterval?: pulumi.Input<number>;
  /** How long the authentication token of a group runner lives, in seconds. */
  groupRunnerTokenExpirationInterval?: pulumi.Input<number>;
  /** How long the authentication token of a project runner lives, in seconds. */
  projectRunnerTokenExpirationInterval?: pulumi.Input<number>;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:RunnerTokenLifetimes";

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  runnerTokenExpirationInterval: undefined,
  groupRunnerTokenExpirationInterval: undefined,
  projectRunnerTokenExpirationInterval: undefined,
} as const satisfies Record<OutputName<RunnerTokenLifetimes>, undefined>;

/**
 * How long the authentication tokens of runners live on a GitLab instance. An interval holds for tokens
 * that GitLab makes from then on: those of new runners, and those of a reset. gitlab-runner rotates a
 * token that expires by itself. Only an administrator can set the intervals, with the scope `api`.
 *
 * The resource manages only the intervals that you declare. A destroy, and an interval that you no longer
 * declare, puts back what GitLab had before. GitLab has no API that sets the intervals of a group or a
 * project: set those on GitLab's pages.
 *
 * ```ts
 * new RunnerTokenLifetimes("tokens", {
 *   runnerTokenExpirationInterval: 2592000,
 *   projectRunnerTokenExpirationInterval: 604800,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/api/settings/
 */
export class RunnerTokenLifetimes extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  /** Seconds. */
  declare readonly runnerTokenExpirationInterval: pulumi.Output<number | undefined>;
  /** Seconds. */
  declare readonly groupRunnerTokenExpirationInterval: pulumi.Output<number | undefined>;
  /** Seconds. */
  declare readonly projectRunnerTokenExpirationInterval: pulumi.Output<number | undefined>;

  /**
   * Looks up the intervals that are set, without managing them.
   *
   * @param id - `instance`.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): RunnerTokenLifetimes {
    return new this(name, {}, { ...opts, id });
  }

  /** Whether a value is a RunnerTokenLifetimes, of this or another copy of the package. */
  static override isInstance(value: unknown): value is RunnerTokenLifetimes {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError if the stack's configuration has a key that the package does not know, if
   *   the plugin would not see the configuration, or if the provider comes from the other import.
   */
  constructor(name: string, args: RunnerTokenLifetimesArgs, opts?: pulumi.CustomResourceOptions) {
    const type = new.target.__pulumiType;
    const { inputs, options } = registration(type, name, "runnerTokenLifetimes", opts);
    super(type, name, { ...OUTPUTS, ...args, ...inputs }, options);
  }
}
