import { html } from "hono/html";

import type { Html } from "./document";

/** By what a cell is sorted where its text does not say it; undefined where its number is not known. */
export type SortKey = number | undefined;

/**
 * The cells of a row; where the style lays rows out as blocks, each shows its heading.
 *
 * @param keys - the numbers of the cells; a cell without one is sorted by its text.
 */
export function tableCells(
  headings: readonly string[],
  contents: readonly (Html | string)[],
  keys: readonly SortKey[] = [],
): Html {
  return html`${contents.map((content, index) => {
    const [heading = "", key] = [headings[index], keys[index]];
    const sort = key === undefined ? "" : html`data-sort="${key}"`;
    return html`<td role="cell" data-heading="${heading}" ${sort}>${content}</td>`;
  })}`;
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
