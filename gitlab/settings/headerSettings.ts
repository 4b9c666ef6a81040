import { ConfigurationError } from "../transport/errors";
import { shown } from "../text/shown";
import type { Candidate } from "./configured";

/** What the HTTP connection and the credential need themselves. */
const RESERVED = [
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "expect",
  "keep-alive",
  "private-token",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Together they have to fit into what servers take, 8 KiB and more. */
const LONGEST = 4096;

/**
 * Headers for every request, from the JSON that Pulumi hands over. Their values may be credentials,
 * so none is quoted.
 *
 * @throws {ConfigurationError}
 */
export function headersFrom([source, json]: Candidate): Readonly<Record<string, string>> {
  const fail = (reason: string): never => {
    throw new ConfigurationError(
      `${source} ${reason}. It must be an object of texts, such as {"X-Name": "value"}`,
    );
  };
  if (json === undefined || json === "") return {};
  if (json.length > LONGEST) fail(`is longer than ${LONGEST} characters`);
  const parsed = parse(json);
  if (parsed === undefined) return fail("is not JSON");
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return fail("is not an object");
  }
  const headers = Object.entries(parsed as Record<string, unknown>).map(([name, value]) => {
    // The one name that JavaScript does not let an object have like any other.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || name === "__proto__") {
      return fail(`holds ${shown(name)}, which is no name of a header`);
    }
    if (RESERVED.includes(name.toLowerCase())) {
      return fail(`holds ${name}, which is set with each request itself`);
    }
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) {
      return fail(`has a value for ${shown(name)} that is not a line of text`);
    }
    // An empty one would be replaced without a word.
    if (name.toLowerCase() === "host" && value.trim() === "")
      return fail(`has no value for ${name}`);
    return [name, value] as const;
  });
  return Object.fromEntries(headers);
}

/** Undefined for what is no JSON. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
