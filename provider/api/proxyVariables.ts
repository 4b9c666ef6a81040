/** The variables of the environment that name a proxy, in the order of their precedence. */
const NAMES = [
  "https_proxy",
  "HTTPS_PROXY",
  "http_proxy",
  "HTTP_PROXY",
  "all_proxy",
  "ALL_PROXY",
] as const;

/** Those that are set. */
export function proxyVariables(): readonly string[] {
  return NAMES.filter((name) => Boolean(process.env[name]));
}

/** The passwords in them, which no message may hold. */
export function proxyPasswords(): readonly string[] {
  return proxyVariables().flatMap((name) => {
    const { 1: password } = /:\/\/[^/]*?:([^/]*)@/.exec(process.env[name] ?? "") ?? [];
    return password === undefined ? [] : [password, decoded(password)];
  });
}

function decoded(text: string): string {
  return new URLSearchParams(`_=${text.replaceAll("+", "%2B")}`).get("_") ?? text;
}
