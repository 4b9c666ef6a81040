import { html } from "hono/html";

import { webUrl } from "../../gitlab/settings/baseUrl";
import { breakable } from "./breakable";
import type { Html } from "./document";

/** A group or project by its full path, as a link to its page in GitLab. */
export function namespaceLink(apiUrl: string, path: string): Html {
  const name = html`${breakable(path)}`;
  return isFullPath(path)
    ? html`<a href="${webUrl(apiUrl)}/${path}" rel="noreferrer">${name}</a>`
    : name;
}

/** A full path by GitLab's rules. What is none, such as the name of a group, leads nowhere. */
export function isFullPath(path: string): boolean {
  const segments = path.split("/");
  return segments.length <= 22 && segments.every((each) => /^[\w][\w.-]{0,254}$/.test(each));
}
