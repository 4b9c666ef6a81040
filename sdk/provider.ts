import * as pulumi from "@pulumi/pulumi";
import { KEYS, type Key, type ProviderKeyName, keyOf } from "../gitlab/settings/keys";
import { MISSPELT, noSuchName } from "../gitlab/text/noSuchName";
import { DYNAMIC_PACKAGE, PLUGIN_PACKAGE } from "./resourceTypes";
import { runError } from "./runError";

/** What a provider of its own is given; each key means what the stack's configuration means. */
export interface ProviderArgs {
  /** An access token of GitLab; `gitlab:token`. */
  token?: pulumi.Input<string>;
  /** GitLab's address, `https://gitlab.example.com`; `gitlab:baseUrl`. */
  baseUrl?: pulumi.Input<string>;
  /** A file of authorities in PEM, trusted besides Node's; `gitlab:cacertFile`. */
  cacertFile?: pulumi.Input<string>;
  /** Authorities in PEM, trusted besides Node's; `gitlab-runners:caCertificate`. */
  caCertificate?: pulumi.Input<string>;
  /** Turns the verification of TLS certificates off; `gitlab:insecure`. */
  insecure?: pulumi.Input<boolean>;
  /** A client certificate, a file in PEM; `gitlab:clientCert`. */
  clientCert?: pulumi.Input<string>;
  /** The client certificate's key, a file in PEM; `gitlab:clientKey`. */
  clientKey?: pulumi.Input<string>;
  /** Headers for every request; `gitlab:headers`. */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** How often a failed request is repeated; `gitlab:retries`, 10 by default. */
  retries?: pulumi.Input<number>;
  /** Whether the token is checked first of all; `gitlab:earlyAuthCheck`, true by default. */
  earlyAuthCheck?: pulumi.Input<boolean>;
  /** How runners' tokens are verified at preview; `gitlab-runners:verifyTokens`. */
  verifyTokens?: pulumi.Input<"quiet" | "full" | "off">;
  /**
   * Of how many runners a preview verifies the token that the stack holds, a request each;
   * `gitlab-runners:verifyTokensLimit`, 20 by default.
   */
  verifyTokensLimit?: pulumi.Input<number>;
  /** Whether a preview looks at GitLab; `gitlab-runners:previewChecks`, true by default. */
  previewChecks?: pulumi.Input<boolean>;
  /**
   * Whether a runner that is created carries a marker in its maintenance note, by which an interrupted
   * apply finds it again; `gitlab-runners:creationMarker`, true by default.
   */
  creationMarker?: pulumi.Input<boolean>;
  /**
   * Whether a deletion drops from the state what belongs to another GitLab than `baseUrl` names, and
   * leaves it there; `gitlab-runners:deleteUnreachable`, false by default: such a deletion fails.
   */
  deleteUnreachable?: pulumi.Input<boolean>;
  /** How many requests may be under way at once; `gitlab-runners:concurrency`, 16 by default. */
  concurrency?: pulumi.Input<number>;
  /** Seconds that a request may wait in all; `gitlab-runners:waitBudget`, 300 by default. */
  waitBudget?: pulumi.Input<number>;
  /** Seconds until an answer begins; `gitlab-runners:timeout`, 60 by default. */
  timeout?: pulumi.Input<number>;
  /** Seconds until a connection is there; `gitlab-runners:connectTimeout`, 10 by default. */
  connectTimeout?: pulumi.Input<number>;
}

type Serializable = string | number | boolean | Record<string, string>;

/** The names of its arguments. */
const NAMES = Object.entries<Key>(KEYS)
  .filter(([, { stackOnly }]) => stackOnly !== true)
  .map(([name]) => name);

const PACKAGES = [DYNAMIC_PACKAGE, PLUGIN_PACKAGE];

/**
 * One GitLab instance with one credential, for stacks that manage runners on several: given as
 * `{ provider }` to resources. What is left out is taken from the environment, as by the default
 * provider; the stack's own configuration does not apply to it.
 */
export class Provider extends pulumi.ProviderResource {
  /** @internal */
  static readonly __pulumiPackage: string = DYNAMIC_PACKAGE;

  /**
   * By key, for what the program asks or writes down itself.
   * @internal
   */
  readonly configuration: Readonly<Record<string, pulumi.Output<string>>>;

  /** Whether a value is a Provider, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Provider {
    const { __pulumiType, configuration } = (value ?? {}) as Record<string, unknown>;
    return (
      PACKAGES.map(typeOf).some((type) => type === __pulumiType) && configuration !== undefined
    );
  }

  /** @throws pulumi.RunError for an argument that a provider does not have. */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs = configuration(name, args);
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
  throw runError(
    `the provider ${provider} has no argument ${noSuchName(name, NAMES, { furthest: MISSPELT })}`,
  );
}

function textOf(value: Serializable): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
