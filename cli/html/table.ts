import { html } from "hono/html";

import type { Html } from "./document";

/** The head of a table; the roles stay where the style lays its rows out as blocks (`stack`). */
export function tableHead(headings: readonly string[]): Html {
  return html`
    <thead role="rowgroup">
      <tr role="row">
        ${headings.map((heading) => html`<th role="columnheader" scope="col">${heading}</th>`)}
      </tr>
    </thead>
  `;
}
