import { html } from "hono/html";

import { breakable } from "../html/breakable";
import type { Html } from "../html/document";
import { tableHead } from "../html/table";
import { bar } from "./charts/bar";
import type { D3 } from "./charts/d3";

/** A row of a table of counts. */
export interface ShareRow {
  readonly name: string;
  /** What is shown in place of the name as text. */
  readonly label?: Html;
  readonly count: number;
  /** A second number, for a column of its own. */
  readonly more?: number | undefined;
}

export interface ShareTable {
  readonly caption: string;
  /** Of the name, of the count, and of the second number where there is one. */
  readonly headings: readonly string[];
  readonly rows: readonly ShareRow[];
}

const SHOWN = 10;

/** Counts with a bar each. */
export function shareTable(d3: D3, { caption, headings, rows }: ShareTable): Html {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const row = ({ name, label, count, more }: ShareRow): Html => html`
    <tr>
      <th scope="row">${label ?? breakable(name)}</th>
      <td><span class="share">${count.toLocaleString("en")} ${bar(d3, count, most)}</span></td>
      ${more === undefined ? "" : html`<td class="number">${more.toLocaleString("en")}</td>`}
    </tr>
  `;
  return html`<div>
    <table class="shares" data-shown="${SHOWN}">
      <caption>
        ${caption}
      </caption>
      ${tableHead(headings)}
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}
