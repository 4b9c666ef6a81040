import * as pulumi from "@pulumi/pulumi";
import { runnerIdOf } from "./data/verifyRunnerToken";
import { configToml } from "../functions/delivery/configToml";
import { deliver } from "./delivery/deliver";
import { helmValues } from "../functions/delivery/helmValues";
import type { RunnerProcessOptions } from "./delivery/options";
import { registerCommand } from "../functions/delivery/registerCommand";
import { engineInput } from "./engineInput";
import type { OutputName } from "./outputName";
import { registration } from "./registration";
import { resourceFingerprint } from "./resourceFingerprint";
import { isOfKind } from "./resourceTypes";
import type {
  AccessLevel,
  RunnerCreator,
  RunnerGroup,
  RunnerProject,
  RunnerStatus,
  RunnerType,
} from "./types";

/**
 * The arguments of a {@link Runner}. It comes into being in one of three ways: `runnerType` creates
 * it, `registrationToken` registers it, `runnerId` or `authenticationToken` adopts one that exists.
 *
 * On a created or registered runner an argument left out means GitLab's default; on an adopted one
 * it is not managed.
 *
 * Created, one of each type:
 *
 * ```ts
 * new Runner("shared", { runnerType: "instance_type" });
 * new Runner("team", { runnerType: "group_type", groupId: "acme/platform" });
 * new Runner("app", { runnerType: "project_type", projectId: 42 }); // or an output of @pulumi/gitlab
 * ```
 *
 * Registered, where GitLab still allows it:
 *
 * ```ts
 * new Runner("old", { registrationToken: config.requireSecret("registrationToken") });
 * ```
 *
 * Adopted, by id, by token, or by id with a new token:
 *
 * ```ts
 * new Runner("seven", { runnerId: 7, description: "Ours now" });
 * new Runner("known", { authenticationToken: config.requireSecret("runnerToken") });
 * new Runner("fresh", { runnerId: 8, resetTokenOnAdopt: true, deleteOnDestroy: true });
 * ```
 *
 * What it does and for whom:
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
 * With a token that expires (Premium):
 *
 * ```ts
 * new Runner("short-lived", {
 *   runnerType: "instance_type",
 *   tokenExpiresAt: "2030-01-10T00:00:00Z",
 *   tokenRotationDeadline: "2030-01-09T00:00:00Z",
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
   * Registers a runner by a registration token, which GitLab deprecates and turns off by default.
   * @deprecated GitLab turns registration tokens off by default: create the runner by `runnerType`.
   */
  registrationToken?: pulumi.Input<string>;
  /** Adopts the runner of this id. Changing it replaces the runner. */
  runnerId?: pulumi.Input<number | string>;
  /**
   * Adopts the runner of this authentication token (`glrt-…`); verified at preview. Changing it to
   * that of another runner replaces the runner.
   */
  authenticationToken?: pulumi.Input<string>;
  /** Deletes an adopted runner on destroy, which else releases it. False by default. */
  deleteOnDestroy?: pulumi.Input<boolean>;
  /** Gets a new token for a runner that is adopted by id. False by default. */
  resetTokenOnAdopt?: pulumi.Input<boolean>;
  /** At most 1024 characters. */
  description?: pulumi.Input<string>;
  /** A paused runner takes no jobs. False by default. */
  paused?: pulumi.Input<boolean>;
  /** Keeps a project runner from being assigned to further projects. False by default. */
  locked?: pulumi.Input<boolean>;
  /** Whether it takes jobs without tags; false needs a tag. True by default. */
  runUntagged?: pulumi.Input<boolean>;
  /** At most 50 different tags; their order means nothing. */
  tagList?: pulumi.Input<pulumi.Input<string>[]>;
  /** `not_protected` by default. */
  accessLevel?: pulumi.Input<AccessLevel>;
  /** The longest a job may run, seconds, at least 600; left out, the project's limit counts. */
  maximumTimeout?: pulumi.Input<number>;
  /**
   * Free text for those who administer the runner, at most 1024 characters, 963 when the runner is
   * created: below it GitLab then holds a line by which a lost runner is found again.
   */
  maintenanceNote?: pulumi.Input<string>;
  /**
   * When the first token expires, ISO 8601, 5 minutes to 15 days ahead, in GitLab 19 to 21 days. GitLab
   * 18.10, Premium. Changing it replaces the runner.
   */
  tokenExpiresAt?: pulumi.Input<string>;
  /**
   * Until when the token may be rotated, ISO 8601, at most `tokenExpiresAt`. GitLab 18.10, Premium.
   * Changing it replaces the runner.
   */
  tokenRotationDeadline?: pulumi.Input<string>;
}

/** What {@link Runner.get} may be given of a runner that exists. */
export interface RunnerState {
  /** Its authentication token, which GitLab does not show; kept as the `token` output. */
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
 * A CI runner of GitLab: its entry in GitLab, its settings and its token. The `gitlab-runner`
 * process that takes the jobs is given the `token`.
 *
 * A token of GitLab with the scopes `create_runner` and `manage_runner` suffices; who may create
 * what, GitLab's roles say (administrator, Owner of the group, Maintainer of the project).
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
  /** The group of a group runner that was created, imported or only read. */
  declare readonly groupId: pulumi.Output<number | undefined>;
  /** The owner project of a project runner that was created, imported or only read. */
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
  /** The authentication token, a secret; undefined for a runner that was adopted without it. */
  declare readonly token: pulumi.Output<string>;
  /**
   * When the token that GitLab has expires, ISO 8601; undefined for never. Once gitlab-runner has
   * rotated it, `token` is no longer that one. GitLab before 19 does not report it: then that of `token`.
   */
  declare readonly tokenExpiresAt: pulumi.Output<string | undefined>;
  /**
   * When `token` expires, where that is known apart from `tokenExpiresAt`.
   * @internal
   */
  declare readonly __tokenExpiresAt: pulumi.Output<string | undefined>;
  /** When this stack got the token, ISO 8601; undefined for a token that was given. */
  declare readonly tokenObtainedAt: pulumi.Output<string | undefined>;
  /** Whether it serves the whole instance. */
  declare readonly isShared: pulumi.Output<boolean>;
  /** The name that a registered runner gave itself. */
  declare readonly name: pulumi.Output<string | undefined>;
  declare readonly status: pulumi.Output<RunnerStatus>;
  /** Undefined for a runner that never contacted GitLab. */
  declare readonly online: pulumi.Output<boolean | undefined>;
  /** `active` while it runs jobs, else `idle`. Known after a refresh. */
  declare readonly jobExecutionStatus: pulumi.Output<string | undefined>;
  /** ISO 8601. Known after a refresh, as GitLab does not report it on creation. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** Known after a refresh, where the credential may see it. */
  declare readonly createdBy: pulumi.Output<RunnerCreator | undefined>;
  /** ISO 8601. */
  declare readonly contactedAt: pulumi.Output<string | undefined>;
  declare readonly ipAddress: pulumi.Output<string | undefined>;
  /** Of the gitlab-runner that contacted GitLab last. */
  declare readonly version: pulumi.Output<string | undefined>;
  declare readonly revision: pulumi.Output<string | undefined>;
  declare readonly platform: pulumi.Output<string | undefined>;
  declare readonly architecture: pulumi.Output<string | undefined>;
  /** Known after a refresh. */
  declare readonly groups: pulumi.Output<RunnerGroup[] | undefined>;
  /** The projects that may use it, those that the credential may see. Known after a refresh. */
  declare readonly projects: pulumi.Output<RunnerProject[] | undefined>;

  /**
   * Reads a runner that is managed elsewhere; a missing one fails the preview.
   *
   * @param id - GitLab's id of the runner, a number.
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
   * Reads the runner of an authentication token, which GitLab is asked for as a runner asks; a token
   * that it rejects fails the preview.
   *
   * @param token - `glrt-…`; kept as the `token` output.
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

  /** Whether a value is a Runner, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Runner {
    return isOfKind(value, TYPE);
  }

  /**
   * @throws pulumi.RunError where the stack's configuration has a key that the package does not have, the
   *   plugin would not see the configuration, or the provider is of the other import.
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
  }

  /**
   * gitlab-runner's `config.toml` with this runner, a secret.
   *
   * ```ts
   * runner.configToml({ executor: "docker", docker: { image: "alpine:3" }, concurrent: 4 });
   * ```
   *
   * Fails the apply where the token is not known: an adopted runner without its token.
   */
  configToml(options: pulumi.Input<RunnerProcessOptions>): pulumi.Output<string> {
    return deliver(this, configToml, options);
  }

  /**
   * Values for the Helm chart `gitlab/gitlab-runner`, YAML, a secret.
   *
   * ```ts
   * runner.helmValues({ executor: "kubernetes", kubernetes: { image: "alpine:3" } });
   * ```
   */
  helmValues(options: pulumi.Input<RunnerProcessOptions>): pulumi.Output<string> {
    return deliver(this, helmValues, options);
  }

  /**
   * The `gitlab-runner register` command line of this runner for a POSIX shell, a secret.
   *
   * ```ts
   * runner.registerCommand({ executor: "shell" });
   * ```
   */
  registerCommand(options: pulumi.Input<RunnerProcessOptions>): pulumi.Output<string> {
    return deliver(this, registerCommand, options);
  }
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
