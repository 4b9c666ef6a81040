import { ConfigurationError } from "./errors";
import { isExcluded } from "./noProxy";
import { shown } from "../text/shown";

/** A proxy that the environment sets. */
export interface Proxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

/** Environment variables: `process.env`. */
type Environment = Readonly<Record<string, string | undefined>>;

const SCHEMES: readonly string[] = [
  "http:",
  "https:",
  "socks:",
  "socks4:",
  "socks4a:",
  "socks5:",
  "socks5h:",
];

/** The variables that name a proxy, each in lower case, which has precedence, and in upper case. */
const VARIABLES = ["https_proxy", "http_proxy", "all_proxy"] as const;

/**
 * The proxy for an address, chosen from the environment as curl does: the variable of the address's scheme,
 * otherwise `all_proxy`, unless `no_proxy` names the host; lower case before upper case. A proxy without a
 * scheme is an http proxy.
 *
 * @throws {ConfigurationError} naming the variable, not its value, which may hold a password.
 */
export function proxyOf(address: string, environment: Environment): Proxy | undefined {
  const target = new URL(address);
  const found =
    lookUp(environment, `${target.protocol.slice(0, -1)}_proxy`) ??
    lookUp(environment, "all_proxy");
  if (!found) return undefined;
  if (isExcluded(target, lookUp(environment, "no_proxy")?.value ?? "")) return undefined;
  return { url: proxyUrl(found), variable: found.variable };
}

/** The variables that are set, in the order of their precedence. */
export function proxyVariables(environment: Environment): readonly string[] {
  return VARIABLES.flatMap((name) => [name, name.toUpperCase()]).filter(
    (name) => environment[name] !== undefined && environment[name].trim() !== "",
  );
}

/** The passwords in these variables, which no message may show. */
export function proxyPasswords(environment: Environment): readonly string[] {
  return proxyVariables(environment).flatMap((name) => {
    const { 1: password } = /^(?:[^/]*:\/\/)?[^/]*?:([^/]*)@/.exec(environment[name] ?? "") ?? [];
    return password === undefined ? [] : [password, decoded(password)];
  });
}

interface Found {
  readonly variable: string;
  readonly value: string;
}

function lookUp(environment: Environment, name: string): Found | undefined {
  for (const variable of [name, name.toUpperCase()]) {
    const value = environment[variable]?.trim();
    if (value) return { variable, value };
  }
  return undefined;
}

function proxyUrl({ variable, value }: Found): URL {
  const fail = (reason: string): never => {
    throw new ConfigurationError(
      `the proxy's address ${reason}. Use an address such as http://proxy.example.com:3128 or ` +
        `socks5h://proxy.example.com:1080. The environment sets a proxy: ${variable}`,
    );
  };
  const { 1: scheme } = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(value) ?? [];
  if (scheme !== undefined && !SCHEMES.includes(scheme.toLowerCase())) {
    return fail(`has the scheme ${shown(scheme.slice(0, -1))}; it must be http, https or socks`);
  }
  const address = scheme === undefined ? `http://${value}` : value;
  if (!URL.canParse(address)) return fail("cannot be read");
  const url = new URL(address);
  if (url.hostname === "") return fail("has no host");
  if (!isEncoded(url.username) || !isEncoded(url.password)) {
    return fail("has a user name or password that is not encoded for a URL (% is %25)");
  }
  return url;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function decoded(text: string): string {
  return new URLSearchParams(`_=${text.replaceAll("+", "%2B")}`).get("_") ?? text;
}
