/** What is to be known of a key of the configuration besides its value. */
export interface Key {
  /** Whose it is: `gitlab` is shared with `@pulumi/gitlab`. */
  readonly namespace: "gitlab" | "gitlab-runners";
  /** Whether its value is or may hold a credential. */
  readonly secret?: boolean;
  /** Whether only the stack's configuration has it, and no provider of its own. */
  readonly stackOnly?: true;
}

const shared = { namespace: "gitlab" } as const;
const own = { namespace: "gitlab-runners" } as const;

/** Every key of the configuration, by its name. `readSettings` reads these and no others. */
export const KEYS = {
  token: { ...shared, secret: true },
  baseUrl: shared,
  cacertFile: shared,
  clientCert: shared,
  clientKey: shared,
  insecure: shared,
  headers: { ...shared, secret: true },
  retries: shared,
  earlyAuthCheck: shared,
  enableAutoCiSupport: { ...shared, stackOnly: true },
  caCertificate: own,
  verifyTokens: own,
  verifyTokensLimit: own,
  previewChecks: own,
  creationMarker: own,
  deleteUnreachable: own,
  concurrency: own,
  waitBudget: own,
  timeout: own,
  connectTimeout: own,
} as const satisfies Readonly<Record<string, Key>>;

type Keys = typeof KEYS;
export type KeyName = keyof Keys;

/** A key with its namespace: `gitlab:token`. */
export type FullKey = { [Name in KeyName]: `${Keys[Name]["namespace"]}:${Name}` }[KeyName];

/** The package's own namespace, in which each key may be set, too. */
export const OWN_NAMESPACE = "gitlab-runners";
export type OwnKey = `${typeof OWN_NAMESPACE}:${KeyName}`;

/**
 * What an explicit provider is called, among its keys: the engine hands a dynamic provider its keys, and
 * not its name.
 */
export const PROVIDER_NAME = "gitlab-runners:__name";

/** A key in the package's own namespace. */
export function ownKey(key: FullKey): OwnKey {
  return `${OWN_NAMESPACE}:${key.slice(key.indexOf(":") + 1) as KeyName}`;
}

/** The names that a provider of its own is given. */
export type ProviderKeyName = {
  [Name in KeyName]: Keys[Name] extends { readonly stackOnly: true } ? never : Name;
}[KeyName];

export const FULL_KEYS = Object.entries<Key>(KEYS).map(
  ([name, { namespace }]) => `${namespace}:${name}`,
) as FullKey[];

/** The names of those whose values are or may hold credentials. */
export const SECRET_KEYS = Object.entries<Key>(KEYS)
  .filter(([, { secret }]) => secret === true)
  .map(([name]) => name);

/** What is known of a key, by its name; undefined for a name that a plain JavaScript program made up. */
export function keyOf(name: KeyName): Key | undefined {
  return Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
}
