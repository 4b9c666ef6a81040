import * as pulumi from "@pulumi/pulumi";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { isOfKind } from "./resourceTypes";

/**
 * The arguments of {@link RunnerReady}. If `token`, `minManagers`, `minVersion`, `systemIds` or
 * `triggers` change, `pulumi up` waits again.
 */
export interface RunnerReadyArgs {
  /** The runner, `runner.id`. Changing it replaces the wait, so that `up` waits for the new runner. */
  runnerId: pulumi.Input<number | string>;
  /**
   * The runner's authentication token, `runner.token`. After the token changes, only contacts with the
   * new token count. If GitLab rejects the token, the message of a failed wait says so.
   */
  token?: pulumi.Input<string>;
  /** How many machines must contact GitLab. 1 by default. */
  minManagers?: pulumi.Input<number>;
  /** The oldest version of gitlab-runner that counts, up to three numbers: `18`, `18.4`, `18.4.1`. */
  minVersion?: pulumi.Input<string>;
  /**
   * Machines that must be among them, by the system ids in GitLab: at most 100. The file
   * `.runner_system_id` beside gitlab-runner's `config.toml` holds the system id of a machine.
   */
  systemIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The longest that `up` waits, in seconds: at most 86400 (a day). 600 by default. A shorter
   * `customTimeouts` of the resource ends the wait earlier.
   */
  timeout?: pulumi.Input<number>;
  /**
   * Any texts, at most 100: for example the id of the virtual machine that runs gitlab-runner, to wait
   * again when another machine takes its place.
   */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:RunnerReady";

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  runnerId: undefined,
  token: undefined,
  minManagers: undefined,
  minVersion: undefined,
  systemIds: undefined,
  timeout: undefined,
  triggers: undefined,
  readySystemIds: undefined,
  readyAt: undefined,
} as const satisfies Record<OutputName<RunnerReady>, undefined>;

/**
 * Waits until machines use a runner, so that resources that depend on it come after that. A machine
 * counts when gitlab-runner has contacted GitLab twice since the wait began. So the status `online` of
 * an earlier contact, a registration alone and the package's own verifications of tokens do not count.
 * A paused runner is not ready. Needs GitLab 16.
 *
 * A preview does not wait: it shows what `up` waits for. A wait that fails says what it saw, and the
 * next `up` waits again. A refresh does not wait, and a delete does nothing in GitLab.
 *
 * ```ts
 * const runner = new Runner("docker", { runnerType: "project_type", projectId: "acme/app" });
 * const ready = new RunnerReady("docker", {
 *   runnerId: runner.id,
 *   token: runner.token,
 *   minManagers: 2,
 *   minVersion: "18.4",
 *   timeout: 900,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/api/runners/#list-all-runner-managers
 */
export class RunnerReady extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  declare readonly runnerId: pulumi.Output<number>;
  /** The runner's authentication token, a secret. */
  declare readonly token: pulumi.Output<string | undefined>;
  declare readonly minManagers: pulumi.Output<number>;
  declare readonly minVersion: pulumi.Output<string | undefined>;
  declare readonly systemIds: pulumi.Output<string[] | undefined>;
  /** Seconds. */
  declare readonly timeout: pulumi.Output<number>;
  declare readonly triggers: pulumi.Output<string[] | undefined>;
  /** The system ids of the machines that contacted GitLab. */
  declare readonly readySystemIds: pulumi.Output<string[]>;
  /** When the wait ended, ISO 8601. */
  declare readonly readyAt: pulumi.Output<string>;

  /** Whether a value is a RunnerReady, of this or another copy of the package. */
  static override isInstance(value: unknown): value is RunnerReady {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError if the stack's configuration has a key that the package does not know, if
   *   the plugin would not see the configuration, or if the provider comes from the other import.
   */
  constructor(name: string, args: RunnerReadyArgs, opts?: pulumi.CustomResourceOptions) {
    const type = new.target.__pulumiType;
    const { inputs, options } = registration(type, name, "runnerReady", opts);
    const secrets = { ...(args.token !== undefined && { token: pulumi.secret(args.token) }) };
    super(
      type,
      name,
      { ...OUTPUTS, ...args, ...secrets, ...inputs },
      pulumi.mergeOptions({ additionalSecretOutputs: ["token"] }, options),
    );
  }
}
