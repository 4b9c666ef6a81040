import * as pulumi from "@pulumi/pulumi";
import { runnerIdOf } from "./data/verifyRunnerToken";
import { type GivenProcess, checkGiven, deliver } from "./delivery/deliver";
import type {
  RegisterCommandOptions,
  RunnerOptions,
  RunnerProcessOptions,
} from "./delivery/options";
import type { RunnerDrain } from "./drain";
import { engineInput } from "./engineInput";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { resourceFingerprint } from "./resourceFingerprint";
import { isOfKind } from "./resourceTypes";
import type { RunnerRotation } from "./rotation";
import type {
  AccessLevel,
  RunnerCreator,
  RunnerGroup,
  RunnerProject,
  RunnerStatus,
  RunnerType,
} from "./types";

/**
 * The arguments of a {@link Runner}. `runnerType` creates a runner, `registrationToken` registers a
 * runner, and `runnerId` or `authenticationToken` adopts an existing runner.
 *
 * If you leave an argument out, a created or registered runner gets GitLab's default. An adopted
 * runner keeps what it has in GitLab.
 *
 * Create a runner of each type:
 *
 * ```ts
 * new Runner("shared", { runnerType: "instance_type" });
 * new Runner("team", { runnerType: "group_type", groupId: "acme/platform" });
 * new Runner("app", { runnerType: "project_type", projectId: 42 }); // or an output of @pulumi/gitlab
 * ```
 *
 * Register a runner, where GitLab still allows it:
 *
 * ```ts
 * new Runner("old", { registrationToken: config.requireSecret("registrationToken") });
 * ```
 *
 * Adopt a runner by id, by token, or by id with a new token:
 *
 * ```ts
 * new Runner("seven", { runnerId: 7, description: "Ours now" });
 * new Runner("known", { authenticationToken: config.requireSecret("runnerToken") });
 * new Runner("fresh", { runnerId: 8, resetTokenOnAdopt: true, deleteOnDestroy: true });
 * ```
 *
 * Set which jobs a runner takes:
 *
 * ```ts
 * new Runner("deploy", {
 *   runnerType: "project_type",
 *   projectId: 42,
 *   description: "Deployments",
 *   maintenanceNote: "Ask the platform team before you change it",
 *   tagList: ["deploy"],
 *   runUntagged: false,
 *   accessLevel: "ref_protected",
 *   locked: true,
 *   paused: false,
 *   maximumTimeout: 3600,
 * });
 * ```
 *
 * Create a runner that finishes its jobs before it is deleted or replaced:
 *
 * ```ts
 * new Runner("careful", {
 *   runnerType: "project_type",
 *   projectId: 42,
 *   drain: { timeout: 3600, onTimeout: "fail" },
 * });
 * ```
 *
 * Create a runner whose token expires (Premium):
 *
 * ```ts
 * new Runner("short-lived", {
 *   runnerType: "instance_type",
 *   tokenExpiresAt: "2030-01-10T00:00:00Z",
 *   tokenRotationDeadline: "2030-01-09T00:00:00Z",
 * });
 * ```
 *
 * Create a runner that a new one replaces every 30 days, with a new token:
 *
 * ```ts
 * new Runner("rotated", {
 *   runnerType: "project_type",
 *   projectId: 42,
 *   rotation: { everyDays: 30 },
 * });
 * ```
 */
export interface RunnerArgs {
  /** Creates a runner of this type. Changing it replaces the runner. */
  runnerType?: pulumi.Input<RunnerType>;
  /** The group of a `group_type` runner: its id or full path. Changing it replaces the runner. */
  groupId?: pulumi.Input<number | string>;
  /**
   * The owner project of a `project_type` runner: its id or full path. Changing it replaces the
   * runner.
   */
  projectId?: pulumi.Input<number | string>;
  /**
   * Registers a runner with a registration token. GitLab deprecates these tokens and turns them off
   * by default.
   * @deprecated GitLab turns registration tokens off by default: create the runner with `runnerType`.
   */
  registrationToken?: pulumi.Input<string>;
  /** Adopts the runner with this id. Changing it replaces the runner. */
  runnerId?: pulumi.Input<number | string>;
  /**
   * Adopts the runner with this authentication token (`glrt-…`). Each preview verifies the token.
   * Changing it to the token of another runner replaces the runner.
   */
  authenticationToken?: pulumi.Input<string>;
  /**
   * Whether destroy deletes an adopted runner. False by default: destroy then releases the runner,
   * which stays in GitLab.
   */
  deleteOnDestroy?: pulumi.Input<boolean>;
  /** Whether a runner that you adopt by id gets a new token. False by default. */
  resetTokenOnAdopt?: pulumi.Input<boolean>;
  /**
   * Has the deletion of the runner wait for its jobs, also when another runner replaces it. The
   * package pauses the runner, waits until no job runs, and deletes it. The deletion goes by the value
   * of the last `up`: apply `drain` before the change that deletes or replaces the runner. Changing it
   * sends GitLab nothing.
   */
  drain?: pulumi.Input<RunnerDrain>;
  /** The name that GitLab shows. At most 1024 characters. */
  description?: pulumi.Input<string>;
  /** A paused runner takes no jobs. False by default. */
  paused?: pulumi.Input<boolean>;
  /** Whether GitLab refuses to assign a project runner to further projects. False by default. */
  locked?: pulumi.Input<boolean>;
  /** Whether the runner takes jobs without tags. If false, `tagList` needs a tag. True by default. */
  runUntagged?: pulumi.Input<boolean>;
  /** At most 50 different tags. Their order does not matter. */
  tagList?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether the runner takes jobs of every branch and tag (`not_protected`) or of protected branches
   * and tags only (`ref_protected`). `not_protected` by default.
   */
  accessLevel?: pulumi.Input<AccessLevel>;
  /**
   * The longest that a job may run, in seconds: at least 600. If you leave it out, the project's limit
   * counts.
   */
  maximumTimeout?: pulumi.Input<number>;
  /**
   * Text for the people who administer the runner: at most 1024 characters, or 963 if the stack
   * creates the runner. GitLab then keeps one more line below the text. With that line, the next
   * `pulumi up` finds the runner again if GitLab's reply is lost.
   */
  maintenanceNote?: pulumi.Input<string>;
  /**
   * When the first token expires, ISO 8601: 5 minutes to 15 days from now, in GitLab 19 up to 21 days.
   * Needs GitLab 18.10, Premium. Changing it replaces the runner.
   */
  tokenExpiresAt?: pulumi.Input<string>;
  /**
   * The last time at which the token may be rotated, ISO 8601, not after `tokenExpiresAt`. Needs GitLab
   * 18.10, Premium. Changing it replaces the runner.
   */
  tokenRotationDeadline?: pulumi.Input<string>;
  /**
   * When a new token replaces the current one, and how. The preview decides whether a rotation is due,
   * and shows it with its reason. Changing it sends GitLab nothing, unless it makes a rotation due.
   */
  rotation?: pulumi.Input<RunnerRotation>;
}

/** What {@link Runner.get} can take about an existing runner. */
export interface RunnerState {
  /** The runner's authentication token, which GitLab does not show. It becomes the output `token`. */
  token?: pulumi.Input<string>;
}

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:Runner";
/**
 * Arguments and outputs that are secrets.
 * @internal
 */
export const SECRETS = [
  "token",
  "authenticationToken",
  "registrationToken",
] as const satisfies readonly (keyof RunnerArgs | OutputName<Runner>)[];

/** Every output, so that the engine knows each as not known yet before the first apply. */
const OUTPUTS = {
  runnerType: undefined,
  groupId: undefined,
  projectId: undefined,
  description: undefined,
  paused: undefined,
  active: undefined,
  locked: undefined,
  runUntagged: undefined,
  tagList: undefined,
  accessLevel: undefined,
  maximumTimeout: undefined,
  maintenanceNote: undefined,
  token: undefined,
  tokenExpiresAt: undefined,
  __tokenExpiresAt: undefined,
  tokenObtainedAt: undefined,
  nextRotationAt: undefined,
  isShared: undefined,
  name: undefined,
  status: undefined,
  online: undefined,
  jobExecutionStatus: undefined,
  createdAt: undefined,
  createdBy: undefined,
  contactedAt: undefined,
  ipAddress: undefined,
  version: undefined,
  revision: undefined,
  platform: undefined,
  architecture: undefined,
  groups: undefined,
  projects: undefined,
} as const satisfies Record<OutputName<Runner>, undefined>;

/**
 * A GitLab CI runner: its entry in GitLab, its settings and its token. Give the `token` to the
 * `gitlab-runner` process that takes the jobs.
 *
 * An access token with the scopes `create_runner` and `manage_runner` suffices. Its user must be an
 * administrator for an instance runner, an Owner of the group for a group runner, or a Maintainer of
 * the project for a project runner.
 *
 * ```ts
 * const runner = new Runner("docker", {
 *   runnerType: "project_type",
 *   projectId: "acme/app",
 *   tagList: ["docker"],
 * });
 * export const token = runner.token;
 * ```
 *
 * @see https://docs.gitlab.com/api/runners/
 */
export class Runner extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  declare readonly runnerType: pulumi.Output<RunnerType>;
  /** The id of the group, if the stack created, imported or only reads a group runner. */
  declare readonly groupId: pulumi.Output<number | undefined>;
  /** The id of the owner project, if the stack created, imported or only reads a project runner. */
  declare readonly projectId: pulumi.Output<number | undefined>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly paused: pulumi.Output<boolean>;
  /**
   * The opposite of `paused`.
   * @deprecated GitLab deprecates it: use `paused`.
   */
  declare readonly active: pulumi.Output<boolean>;
  declare readonly locked: pulumi.Output<boolean>;
  declare readonly runUntagged: pulumi.Output<boolean>;
  declare readonly tagList: pulumi.Output<string[]>;
  declare readonly accessLevel: pulumi.Output<AccessLevel>;
  /** Seconds. */
  declare readonly maximumTimeout: pulumi.Output<number | undefined>;
  declare readonly maintenanceNote: pulumi.Output<string | undefined>;
  /** The authentication token, a secret. Undefined if the stack adopted the runner without it. */
  declare readonly token: pulumi.Output<string>;
  /**
   * When the runner's current token in GitLab expires, ISO 8601. Undefined if it never expires. Once
   * gitlab-runner has rotated its token, `token` is no longer the current token. GitLab before 19
   * does not report this time: it is then the time when `token` expires.
   */
  declare readonly tokenExpiresAt: pulumi.Output<string | undefined>;
  /**
   * When `token` expires, where that is known apart from `tokenExpiresAt`.
   * @internal
   */
  declare readonly __tokenExpiresAt: pulumi.Output<string | undefined>;
  /** When this stack got the token, ISO 8601. Undefined for a token that you gave to the stack. */
  declare readonly tokenObtainedAt: pulumi.Output<string | undefined>;
  /**
   * From when on an `up` rotates the token, ISO 8601. Undefined if no time of `rotation` decides it, or
   * if the state does not have the age of the token yet.
   */
  declare readonly nextRotationAt: pulumi.Output<string | undefined>;
  /** Whether the runner serves the whole instance. */
  declare readonly isShared: pulumi.Output<boolean>;
  /** The name that a registered runner gave itself. */
  declare readonly name: pulumi.Output<string | undefined>;
  declare readonly status: pulumi.Output<RunnerStatus>;
  /** Whether the runner is online. Undefined for a runner that never contacted GitLab. */
  declare readonly online: pulumi.Output<boolean | undefined>;
  /**
   * `active` while the runner runs jobs, otherwise `idle`. Undefined for a runner that the stack
   * created: {@link getRunner} returns it, and `createdAt`, `createdBy`, `groups` and `projects`, too.
   */
  declare readonly jobExecutionStatus: pulumi.Output<string | undefined>;
  /** When GitLab created the runner, ISO 8601. Undefined for a runner that the stack created. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /**
   * Who created the runner, if the access token may see it. Undefined for a runner that the stack
   * created.
   */
  declare readonly createdBy: pulumi.Output<RunnerCreator | undefined>;
  /** When the runner last contacted GitLab, ISO 8601. */
  declare readonly contactedAt: pulumi.Output<string | undefined>;
  declare readonly ipAddress: pulumi.Output<string | undefined>;
  /** The version of the gitlab-runner that contacted GitLab last. */
  declare readonly version: pulumi.Output<string | undefined>;
  declare readonly revision: pulumi.Output<string | undefined>;
  declare readonly platform: pulumi.Output<string | undefined>;
  declare readonly architecture: pulumi.Output<string | undefined>;
  /** The group of a group runner. Undefined for a runner that the stack created: see `groupId`. */
  declare readonly groups: pulumi.Output<RunnerGroup[] | undefined>;
  /**
   * The projects that may use the runner, of those that the access token may see. Undefined for a
   * runner that the stack created.
   */
  declare readonly projects: pulumi.Output<RunnerProject[] | undefined>;

  /**
   * Reads a runner that something else manages. A missing runner fails the preview.
   *
   * @param id - the runner's id in GitLab, a number.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: RunnerState = {},
    opts?: pulumi.CustomResourceOptions,
  ): Runner {
    return new this(name, state as RunnerArgs, { ...opts, id });
  }

  /**
   * Reads the runner with an authentication token. The package verifies the token as a runner does.
   * A token that GitLab rejects fails the preview.
   *
   * @param token - `glrt-…`. It becomes the output `token`.
   */
  static getByToken(
    name: string,
    token: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): Runner {
    const id = runnerIdOf(token, { provider: opts?.provider, parent: opts?.parent });
    return this.get(name, id, { token }, opts);
  }

  /**
   * What it was declared with.
   * @internal
   */
  readonly declared: RunnerArgs;
  /**
   * The name that it was declared by.
   * @internal
   */
  readonly declaredName: string;

  /** Whether a value is a Runner, of this or another copy of the package. */
  static override isInstance(value: unknown): value is Runner {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError if the stack's configuration has a key that the package does not know, if
   *   the plugin would not see the configuration, or if the provider comes from the other import.
   */
  constructor(name: string, args: RunnerArgs, opts?: pulumi.CustomResourceOptions) {
    // Each output costs the SDK four stack traces, which it only shows of promises that never end:
    // for many runners that is a quarter of a preview. Where in the program the resource is, the SDK
    // finds by a limit of its own.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      const type = new.target.__pulumiType;
      const { inputs, options } = registration(type, name, "runner", opts);
      super(type, name, { ...propertiesOf(name, args, opts), ...inputs }, optionsOf(options));
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error, new.target);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    this.declared = args;
    this.declaredName = name;
  }

  /**
   * gitlab-runner's `config.toml` with this runner, a secret. Of several runners in one file, a
   * {@link RunnerProcess} writes one.
   *
   * ```ts
   * runner.configToml({ executor: "docker", docker: { image: "alpine:3" }, concurrent: 4 });
   * ```
   *
   * Fails the apply where the token is not known: an adopted runner without its token.
   */
  configToml(options: pulumi.Input<RunnerProcessOptions>): pulumi.Output<string> {
    return deliver("configToml", processOf(this, "configToml", options));
  }

  /**
   * The `gitlab-runner register` command line of this runner, a secret. The token and every other option that
   * is one credential are in the environment of the command, where other users of the machine do not see
   * them. Lists are arguments: for a credential in `environment` or `machineOptions`, use `configToml`.
   *
   * ```ts
   * runner.registerCommand({ executor: "shell" });
   * runner.registerCommand({ executor: "shell" }, { commandShell: "pwsh" });
   * ```
   *
   * Fails for an option that `gitlab-runner register` has no flag for, such as those of `autoscaler`: use
   * `configToml` for it.
   * @see https://docs.gitlab.com/runner/register/
   */
  registerCommand(
    options: pulumi.Input<RunnerOptions>,
    command?: RegisterCommandOptions,
  ): pulumi.Output<string> {
    return deliver("registerCommand", processOf(this, "registerCommand", options), command);
  }
}

/** The process of a runner alone, of whose options those that are known are right. */
function processOf(runner: Runner, method: string, options: pulumi.Input<object>): GivenProcess {
  const name = `${method} of runner ${runner.declaredName}`;
  const given: GivenProcess = { form: "oneRunner", name, process: options, runners: [runner] };
  checkGiven(given);
  return given;
}

function propertiesOf(
  name: string,
  args: RunnerArgs,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.Inputs {
  const secrets = SECRETS.filter((key) => key in args).map((key) => [
    key,
    pulumi.secret(args[key as keyof RunnerArgs]),
  ]);
  return {
    ...OUTPUTS,
    ...args,
    ...(Object.fromEntries(secrets) as pulumi.Inputs),
    // A runner that is only read is created by somebody else.
    ...(opts?.id === undefined && {
      __mark: resourceFingerprint(TYPE, name, opts),
      ...engineInput(opts),
    }),
  };
}

/** Every secret, also one that is not given any more: the outputs keep it. */
function optionsOf(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ additionalSecretOutputs: [...SECRETS] }, opts);
}
