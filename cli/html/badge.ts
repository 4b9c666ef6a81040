import { html } from "hono/html";

import type { Html } from "./document";

/** How good or bad something is; the style gives each a colour and a shape of its own. */
export type BadgeKind = "good" | "critical" | "major" | "minor" | "info" | "quiet";

/** A word that stands out. The word says it all; colour and shape only help to find it. */
export function badge(kind: BadgeKind, content: Html | string): Html {
  return html`<span class="badge ${kind}">${content}</span>`;
}
