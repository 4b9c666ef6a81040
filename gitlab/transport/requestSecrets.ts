import { proxyPasswords } from "./proxy";
import type { GitLabRequest, TransportOptions } from "./transport";

/** The values of a request that no message may show. */
export function secretsOf(request: GitLabRequest, options: TransportOptions): readonly string[] {
  const { token } = (request.json ?? {}) as { token?: unknown };
  const headers = [...Object.values(options.headers), ...Object.values(request.headers ?? {})];
  return [
    options.token,
    ...headers.flatMap(secretsInHeader),
    ...(typeof token === "string" ? [token] : []),
    ...proxyPasswords(process.env),
  ];
}

/** A value and its parts: after "Basic", "Bearer" and their like, of a list, of a cookie. */
function secretsInHeader(value: string): readonly string[] {
  const words = value.split(/[\s;,]+/);
  const [scheme = "", credentials = ""] = words;
  const plain =
    scheme.toLowerCase() === "basic" ? Buffer.from(credentials, "base64").toString() : "";
  return [
    value,
    ...words,
    ...words.map((word) => word.slice(word.indexOf("=") + 1)),
    plain,
    plain.slice(plain.indexOf(":") + 1),
  ];
}
