import { html } from "hono/html";

import { webUrl } from "../../gitlab/settings/baseUrl";
import { breakable } from "./breakable";
import type { Html } from "./document";

/** A group or project by its full path, as a link to its page in GitLab. */
export function namespaceLink(apiUrl: string, path: string): Html {
  const name = html`${breakable(path)}`;
  return hasPage(path)
    ? html`<a href="${webUrl(apiUrl)}/${path}" rel="noreferrer">${name}</a>`
    : name;
}

/** Whether a text is a full path by GitLab's rules. The name of a group is none, and has no page. */
export function hasPage(path: string): boolean {
  const segments = path.split("/");
  return segments.length <= 22 && segments.every((each) => /^[\w][\w.-]{0,254}$/.test(each));
}
