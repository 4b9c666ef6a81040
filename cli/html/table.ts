import { html } from "hono/html";

import type { Html } from "./document";

/** The cells of a row; where the style lays rows out as blocks, each shows its heading. */
export function tableCells(
  headings: readonly string[],
  contents: readonly (Html | string)[],
): Html {
  return html`${contents.map(
    (content, index) =>
      html`<td role="cell" data-heading="${headings[index] ?? ""}">${content}</td>`,
  )}`;
}

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
