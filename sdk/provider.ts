import * as pulumi from "@pulumi/pulumi";
import {
  KEYS,
  type Key,
  PROVIDER_NAME,
  type ProviderKeyName,
  keyOf,
} from "../gitlab/settings/keys";
import { noSuchName } from "../gitlab/text/noSuchName";
import { DYNAMIC_PACKAGE, PLUGIN_PACKAGE } from "./resourceTypes";
import { runError } from "./runError";

/** The arguments of a {@link Provider}: keys of the stack's configuration, with the same meaning. */
export interface ProviderArgs {
  /** A GitLab access token. Key: `gitlab:token`. */
  token?: pulumi.Input<string>;
  /** GitLab's address, such as `https://gitlab.example.com`. Key: `gitlab:baseUrl`. */
  baseUrl?: pulumi.Input<string>;
  /**
   * A PEM file with certificate authorities to trust, in addition to Node's. Key: `gitlab:cacertFile`.
   */
  cacertFile?: pulumi.Input<string>;
  /**
   * Certificate authorities to trust, as PEM text, in addition to Node's. Key:
   * `gitlab-runners:caCertificate`.
   */
  caCertificate?: pulumi.Input<string>;
  /**
   * Whether to skip the verification of TLS certificates. False by default. Key: `gitlab:insecure`.
   */
  insecure?: pulumi.Input<boolean>;
  /** A PEM file with the client certificate. Key: `gitlab:clientCert`. */
  clientCert?: pulumi.Input<string>;
  /** A PEM file with the key of the client certificate. Key: `gitlab:clientKey`. */
  clientKey?: pulumi.Input<string>;
  /** Headers that every request carries. Key: `gitlab:headers`. */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** How often to repeat a failed request. 10 by default. Key: `gitlab:retries`. */
  retries?: pulumi.Input<number>;
  /**
   * Whether to check the access token before anything else. True by default. Key:
   * `gitlab:earlyAuthCheck`.
   */
  earlyAuthCheck?: pulumi.Input<boolean>;
  /**
   * How a preview verifies runners' tokens. `quiet` leaves no trace on GitLab 18.7 and later, `full`
   * counts as a contact of the runner, and `off` verifies none. `quiet` by default, or `off` if
   * `previewChecks` is false. Key: `gitlab-runners:verifyTokens`.
   */
  verifyTokens?: pulumi.Input<"quiet" | "full" | "off">;
  /**
   * How many tokens of the stack a preview verifies. Each verification is a request. 20 by default.
   * Key: `gitlab-runners:verifyTokensLimit`.
   */
  verifyTokensLimit?: pulumi.Input<number>;
  /**
   * Whether a preview reads GitLab to check what the apply would find. True by default. Key:
   * `gitlab-runners:previewChecks`.
   */
  previewChecks?: pulumi.Input<boolean>;
  /**
   * Whether a new runner's maintenance note ends with a marker. With it, the next `pulumi up` finds the
   * runner again after an interrupted apply. True by default. Key: `gitlab-runners:creationMarker`.
   */
  creationMarker?: pulumi.Input<boolean>;
  /**
   * What a deletion does with a resource of another GitLab than the GitLab of `baseUrl`. If true, the
   * resource leaves the state and stays in its GitLab. If false (the default), the deletion fails.
   * Key: `gitlab-runners:deleteUnreachable`.
   */
  deleteUnreachable?: pulumi.Input<boolean>;
  /**
   * How many requests may be in progress at once. 16 by default. Key: `gitlab-runners:concurrency`.
   */
  concurrency?: pulumi.Input<number>;
  /**
   * How long the waits of one request may take in total, in seconds. 300 by default. Key:
   * `gitlab-runners:waitBudget`.
   */
  waitBudget?: pulumi.Input<number>;
  /**
   * How long to wait until GitLab's answer begins, in seconds. 60 by default. Key:
   * `gitlab-runners:timeout`.
   */
  timeout?: pulumi.Input<number>;
  /**
   * How long to wait for a connection, in seconds. 10 by default. Key:
   * `gitlab-runners:connectTimeout`.
   */
  connectTimeout?: pulumi.Input<number>;
}

type Serializable = string | number | boolean | Record<string, string>;

/** The names of its arguments. */
const NAMES = Object.entries<Key>(KEYS)
  .filter(([, { stackOnly }]) => stackOnly !== true)
  .map(([name]) => name);

const PACKAGES = [DYNAMIC_PACKAGE, PLUGIN_PACKAGE];

/**
 * One GitLab instance with one access token, for stacks that manage runners on several instances.
 * Pass it to resources as `{ provider }`. An argument that you leave out comes from the environment,
 * as for the default provider. The stack's configuration does not apply to an explicit provider.
 */
export class Provider extends pulumi.ProviderResource {
  /** @internal */
  static readonly __pulumiPackage: string = DYNAMIC_PACKAGE;

  /**
   * By key, for what the program asks or writes down itself.
   * @internal
   */
  readonly configuration: Readonly<Record<string, pulumi.Output<string>>>;

  /** Whether a value is a Provider, of this or another copy of the package. */
  static override isInstance(value: unknown): value is Provider {
    const { __pulumiType, configuration } = (value ?? {}) as Record<string, unknown>;
    return (
      PACKAGES.map(typeOf).some((type) => type === __pulumiType) && configuration !== undefined
    );
  }

  /** @throws pulumi.RunError for an argument that a provider does not know. */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs = { ...configuration(name, args), [PROVIDER_NAME]: pulumi.output(name) };
    super(new.target.__pulumiPackage, name, inputs, optionsOf(new.target.__pulumiPackage, opts));
    this.configuration = inputs;
  }
}

/**
 * Its alias is the other form, as of the resources. The version of the plugin is left to the engine: it
 * would be an input, which the dynamic form does not have, and so a change when a stack goes back to that.
 */
function optionsOf(own: string, opts: pulumi.ResourceOptions = {}): pulumi.ResourceOptions {
  const others = PACKAGES.filter((each) => each !== own).map((each) => ({ type: typeOf(each) }));
  return { ...opts, aliases: [...(opts.aliases ?? []), ...others] };
}

/** The package whose resources a provider serves. */
export function packageOf(provider: Provider): string | undefined {
  const { __pulumiType: type } = provider as unknown as { __pulumiType: string };
  return PACKAGES.find((each) => typeOf(each) === type);
}

function typeOf(ofPackage: string): string {
  return `pulumi:providers:${ofPackage}`;
}

/** The keys that `configure` reads; values cross as text. */
function configuration(
  provider: string,
  args: ProviderArgs,
): Record<string, pulumi.Output<string>> {
  // A name of an argument that is no key of the configuration does not compile.
  const names: ProviderKeyName[] = Object.keys(args) as (keyof ProviderArgs)[];
  return Object.fromEntries(
    names
      .filter((name) => args[name] !== undefined)
      .map((name) => {
        const { namespace, secret } = keyOfProvider(provider, name);
        const text = pulumi.output(args[name] as pulumi.Input<Serializable>).apply(textOf);
        return [`${namespace}:${name}`, secret === true ? pulumi.secret(text) : text];
      }),
  );
}

/** A program in plain JavaScript, or by a cast, may have any name: then the token might go elsewhere. */
function keyOfProvider(provider: string, name: ProviderKeyName): Key {
  const key = keyOf(name);
  if (key !== undefined) return key;
  throw runError(`the provider ${provider} has no argument ${noSuchName(name, NAMES)}`);
}

function textOf(value: Serializable): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
