import { ConfigurationError } from "../transport/errors";
import { type SettingsHolder, settingName } from "./settingNames";

/** Longer than any address of a server. */
const LONGEST = 2048;

/**
 * The root of GitLab's API from any form that users write: a host, a URL with or without
 * `/api/v4`, with or without a trailing slash, with a relative URL root.
 *
 * @param source - where the value was found, for the error.
 * @param holder - who has the token, for the error.
 * @returns `https://gitlab.example.com/api/v4`, without a trailing slash.
 * @throws {ConfigurationError} when it is no http(s) URL, or holds credentials, a query or a
 *   fragment.
 */
export function apiUrl(baseUrl: string, source: string, holder: SettingsHolder = {}): string {
  const fail = (reason: string): never => {
    throw new ConfigurationError(
      `${source} ${reason}. Give the address of GitLab, such as https://gitlab.example.com`,
    );
  };
  const text = baseUrl.trim();
  const candidate = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "") return fail("is empty");
  if (text.length > LONGEST) return fail(`is longer than ${LONGEST} characters`);
  if (/[\u0000-\u001f\u007f]/.test(text)) return fail("holds control characters");
  if (!URL.canParse(candidate)) return fail("is not a URL");
  const url = new URL(candidate);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return fail(`has the scheme ${url.protocol.slice(0, -1)}, not http or https`);
  }
  if (url.username !== "" || url.password !== "") {
    const token = settingName(holder, "gitlab:token");
    return fail(`holds a user name or password; the token belongs in ${token}`);
  }
  if (url.search !== "" || url.hash !== "") return fail("has a query or a fragment");
  const root = url.pathname.replace(/\/+$/, "").replace(/\/api\/v4$/, "");
  return `${url.origin}${root}/api/v4`;
}

/** GitLab's address as `gitlab-runner` takes it: the root of its API without `/api/v4`. */
export function webUrl(rootOfApi: string): string {
  return rootOfApi.replace(/\/api\/v4$/, "");
}
