import { apiUrl } from "./baseUrl";
import { ConfigurationError } from "../transport/errors";
import { headersFrom } from "./headerSettings";
import { type Candidate, configured } from "./configured";
import type { FullKey, KeyName, OwnKey } from "./keys";
import { proxyOf } from "../transport/proxy";
import { type SettingsHolder, settingName } from "./settingNames";
import { shown } from "../text/shown";
import { readTlsFiles } from "./tlsFiles";
import type { TransportOptions } from "../transport/transport";

/** How the token of a runner is verified at preview. */
export const VERIFY_TOKENS = ["quiet", "full", "off"] as const;
export type VerifyTokens = (typeof VERIFY_TOKENS)[number];

/** What a user configured, validated. */
export interface Settings {
  readonly transport: Omit<TransportOptions, "log">;
  readonly verifyTokens: VerifyTokens;
  /** Of how many runners a process verifies the token that the stack holds. */
  readonly verifyTokensLimit: number;
  /** Whether a preview looks at GitLab for what the apply would meet; off, it needs no network. */
  readonly previewChecks: boolean;
  /** Whether the credential is checked before anything else. */
  readonly earlyAuthCheck: boolean;
  /** Whether a runner that we create carries a marker by which a lost one is found again. */
  readonly creationMarker: boolean;
  /** Whether a deletion only forgets what belongs to a GitLab that is not the configured one. */
  readonly deleteUnreachable: boolean;
  /**
   * Whether the engine writes the state at the end of an operation only, by its variable, so that a
   * killed one is forgotten.
   */
  readonly stateIsWrittenOnce: boolean;
  /** What to tell the user once. */
  readonly warnings: readonly string[];
}

type Lookup<Key extends string> = (key: Key) => string | undefined;

/** Where settings come from. */
export interface SettingsSource extends SettingsHolder {
  /** A value of the stack's or the explicit provider's configuration, by its full key. */
  readonly config: Lookup<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether all requests do without the credential, so that there need not be one. */
  readonly isTokenOptional?: boolean;
  /**
   * The options of a person who asks at a command line, where the environment is the place for a
   * credential. They come before the configuration.
   */
  readonly commandLine?: { readonly baseUrl: string | undefined };
}

/** The same where it is read, so that no key is read that is not among the known ones. */
export interface KnownSource extends Omit<SettingsSource, "config"> {
  readonly config: Lookup<FullKey | OwnKey | `gitlab:${SnakeCaseKey}`>;
}

const DEFAULT_BASE_URL = "https://gitlab.com";
const DEFAULT_RETRIES = 10;
const DEFAULT_CONCURRENCY = 16;
const DEFAULT_WAIT_BUDGET_S = 300;
const DEFAULT_CONNECT_TIMEOUT_S = 10;
const DEFAULT_REPLY_TIMEOUT_S = 60;
// A request each, which GitLab counts against the limit of those without a credential.
const DEFAULT_VERIFY_TOKENS_LIMIT = 20;
const LONGEST_TOKEN = 4096;

/** @param creationMarker - where it is set. */
function lostForGood(creationMarker: string): string {
  return (
    `PULUMI_SKIP_CHECKPOINTS is set and ${creationMarker} is false: if an up is killed, no state has ` +
    "the runners that it created, and no later up finds them. Unset one of the two"
  );
}

/** Keys that users of other tools write. */
const SNAKE_CASE_KEYS = {
  base_url: "baseUrl",
  cacert_file: "cacertFile",
  ca_cert_file: "cacertFile",
  client_cert: "clientCert",
  client_key: "clientKey",
  config_file: "configFile",
  early_auth_check: "earlyAuthCheck",
  enable_auto_ci_support: "enableAutoCiSupport",
} as const satisfies Readonly<Record<string, KeyName | "configFile">>;

type SnakeCaseKey = keyof typeof SNAKE_CASE_KEYS;

/** GitLab's address as a user configured it. */
export interface Address {
  /** The root of GitLab's API, without a trailing slash. */
  readonly apiUrl: string;
  /** Where it was found. */
  readonly baseUrlSource: string;
}

/** The keys of the configuration that say where GitLab is. */
export const ADDRESS_KEYS = [
  "gitlab-runners:baseUrl",
  "gitlab:baseUrl",
  "gitlab-runners:enableAutoCiSupport",
  "gitlab:enableAutoCiSupport",
] as const satisfies readonly (FullKey | OwnKey)[];

/**
 * Reads where GitLab is: configuration first, then the environment.
 *
 * @throws {ConfigurationError} naming the key, what is wrong with it and the way out.
 */
export function readAddress(source: SettingsSource): Address {
  const { environment } = source;
  // An empty address is refused: one that was meant to be set must not send the token elsewhere.
  const baseUrl = firstDefined([
    ["--base-url", source.commandLine?.baseUrl],
    configured(source, "gitlab:baseUrl"),
    ["GITLAB_BASE_URL", environment["GITLAB_BASE_URL"]],
    ["CI_API_V4_URL", isInCi(source) ? environment["CI_API_V4_URL"] : undefined],
  ]) ?? { source: "the default", value: DEFAULT_BASE_URL };
  return {
    apiUrl: apiUrl(baseUrl.value, baseUrl.source, source),
    baseUrlSource: baseUrl.source,
  };
}

function isInCi(source: KnownSource): boolean {
  return flag(configured(source, "gitlab:enableAutoCiSupport")) ?? false;
}

/**
 * Reads the settings: configuration first, then the environment.
 *
 * @throws {ConfigurationError} naming the key, what is wrong with it and the way out.
 */
export function readSettings(source: SettingsSource): Settings {
  const { config, environment }: KnownSource = source;
  const inCi = isInCi(source);
  const address = readAddress(source);
  // A proxy that cannot be used is refused by its variable, and not in the middle of a request.
  proxyOf(address.apiUrl, environment);
  const found = firstOf([
    configured(source, "gitlab:token"),
    ["GITLAB_TOKEN", environment["GITLAB_TOKEN"]],
  ]);
  if (!found && source.isTokenOptional !== true) throw missingToken(source, address, inCi);
  const token = found ?? { value: "", source: "no token" };
  if (/[^\x21-\x7e]/.test(token.value)) {
    throw new ConfigurationError(
      `${token.source} contains white space or characters that no token has. Set it again`,
    );
  }
  if (token.value.length > LONGEST_TOKEN) {
    throw new ConfigurationError(`${token.source} is longer than any token. Set it again`);
  }
  const previewChecks = flag(configured(source, "gitlab-runners:previewChecks")) ?? true;
  const ofMarker = configured(source, "gitlab-runners:creationMarker");
  const creationMarker = flag(ofMarker) ?? true;
  // By the engine's own rule for what is true.
  const stateIsWrittenOnce = /^(1|true)$/i.test(environment["PULUMI_SKIP_CHECKPOINTS"] ?? "");
  return {
    transport: {
      ...address,
      provider: source.provider,
      token: token.value,
      tokenSource: token.source,
      headers: headersFrom(configured(source, "gitlab:headers")),
      retries: count(configured(source, "gitlab:retries"), { min: 0, max: 100 }) ?? DEFAULT_RETRIES,
      concurrency:
        count(configured(source, "gitlab-runners:concurrency"), { min: 1, max: 256 }) ??
        DEFAULT_CONCURRENCY,
      waitBudgetMs:
        1000 *
        (count(configured(source, "gitlab-runners:waitBudget"), { min: 0, max: 86_400 }) ??
          DEFAULT_WAIT_BUDGET_S),
      timeoutMs: {
        connect:
          1000 *
          (count(configured(source, "gitlab-runners:connectTimeout"), { min: 1, max: 3600 }) ??
            DEFAULT_CONNECT_TIMEOUT_S),
        reply:
          1000 *
          (count(configured(source, "gitlab-runners:timeout"), { min: 1, max: 3600 }) ??
            DEFAULT_REPLY_TIMEOUT_S),
      },
      tls: {
        insecure: flag(configured(source, "gitlab:insecure")) ?? false,
        ...readTlsFiles(source, inCi),
      },
    },
    verifyTokens:
      choice(configured(source, "gitlab-runners:verifyTokens"), VERIFY_TOKENS) ??
      (previewChecks ? "quiet" : "off"),
    verifyTokensLimit:
      count(configured(source, "gitlab-runners:verifyTokensLimit"), { min: 0, max: 1_000_000 }) ??
      DEFAULT_VERIFY_TOKENS_LIMIT,
    previewChecks,
    earlyAuthCheck:
      flag(configured(source, "gitlab:earlyAuthCheck")) ??
      flag(["GITLAB_EARLY_AUTH_CHECK", environment["GITLAB_EARLY_AUTH_CHECK"]]) ??
      previewChecks,
    creationMarker,
    deleteUnreachable: flag(configured(source, "gitlab-runners:deleteUnreachable")) ?? false,
    stateIsWrittenOnce,
    warnings: [
      ...(Object.keys(SNAKE_CASE_KEYS) as SnakeCaseKey[])
        .filter((wrong) => config(`gitlab:${wrong}`) !== undefined)
        .map(
          (wrong) => `gitlab:${wrong} has no effect: the key is gitlab:${SNAKE_CASE_KEYS[wrong]}`,
        ),
      ...(stateIsWrittenOnce && !creationMarker ? [lostForGood(ofMarker[0])] : []),
    ],
  };
}

type Found = { source: string; value: string };

function firstDefined(candidates: readonly Candidate[]): Found | undefined {
  for (const [source, value] of candidates) {
    if (value !== undefined) return { source, value };
  }
  return undefined;
}

/** The value that counts: the first that is there and not empty. */
function firstOf(candidates: readonly Candidate[]): Found | undefined {
  return firstDefined(candidates.filter(([, value]) => value !== ""));
}

function missingToken(
  { commandLine, ...holder }: SettingsSource,
  { apiUrl: url, baseUrlSource }: Address,
  inCi: boolean,
): ConfigurationError {
  const ci = inCi
    ? " (gitlab:enableAutoCiSupport does not help: GitLab gives a CI job token no access to runners)"
    : "";
  const [token, wayOut] =
    holder.provider === undefined
      ? [
          "the configuration gitlab:token",
          commandLine
            ? "Run: export GITLAB_TOKEN=<access token>"
            : "Run: pulumi config set --secret gitlab:token",
        ]
      : [
          settingName(holder, "gitlab:token"),
          `Give the provider ${holder.provider} the argument token`,
        ];
  return new ConfigurationError(
    `there is no token for ${url} (from ${baseUrlSource}): neither ${token} nor ` +
      `the environment variable GITLAB_TOKEN is set${ci}. ${wayOut}`,
  );
}

/** Values cross from Pulumi as text; these are the forms that @pulumi/gitlab accepts. */
function flag([source, value]: Candidate): boolean | undefined {
  if (value === undefined || value === "") return undefined;
  if (["1", "t", "T", "true", "TRUE", "True"].includes(value)) return true;
  if (["0", "f", "F", "false", "FALSE", "False"].includes(value)) return false;
  throw new ConfigurationError(`${source} is ${shown(value)}; it must be true or false`);
}

function count(
  [source, value]: Candidate,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (value === undefined || value === "") return undefined;
  const parsed = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (parsed >= min && parsed <= max) return parsed;
  throw new ConfigurationError(
    `${source} is ${shown(value)}; it must be a whole number from ${min} to ${max}`,
  );
}

function choice<T extends string>(
  [source, value]: Candidate,
  allowed: readonly T[],
): T | undefined {
  if (value === undefined || value === "") return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `${source} is ${shown(value)}; it must be one of ${allowed.join(", ")}`,
  );
}
