import { html, raw } from "hono/html";

import type { Html } from "./document";

/** A name that may be broken after `/` and `_`, where a path or a word of GitLab's is best broken. */
export function breakable(name: string): Html {
  const parts = name
    .split(/(?<=[/_])/)
    .flatMap((part, index) => (index === 0 ? [part] : [raw("<wbr />"), part]));
  return html`<bdi>${parts}</bdi>`;
}
