import { html } from "hono/html";

import type { Html } from "./document";
import { tableHead } from "./table";

/** More rows are folded away. */
const SHOWN = 50;
const SHOWN_ON_PHONE = 10;

/** A table of a page with `SORTED_STYLE` and `SORTED_SCRIPT`. */
export interface SortedTable {
  /** The anchor of its title. */
  readonly id: string;
  readonly title: string;
  readonly headings: readonly string[];
  /** What its rows are: `projects`. */
  readonly things: string;
  /** The cells of each row. */
  readonly rows: readonly Html[];
  /** The cells of the last row, which keeps its place. */
  readonly foot?: Html;
}

/** A title and a table that readers sort by its headings. */
export function sortedTable({ id, title, headings, things, rows, foot }: SortedTable): Html {
  return html`
    <h2 id="${id}">${title}</h2>
    <table
      class="wide sortable"
      role="table"
      aria-labelledby="${id}"
      data-shown="${SHOWN}"
      data-shown-on-phone="${SHOWN_ON_PHONE}"
      data-things="${things}"
    >
      ${tableHead(headings)}
      <tbody role="rowgroup">
        ${rows.map(tableRow)}
      </tbody>
      ${
        foot === undefined
          ? ""
          : html`<tfoot role="rowgroup">
              ${tableRow(foot)}
            </tfoot>`
      }
    </table>
  `;
}

function tableRow(cells: Html): Html {
  return html`<tr role="row">
    ${cells}
  </tr>`;
}
