import { html } from "hono/html";

import type { Html } from "../html/document";

/** A table that is longer than one wants to see at once. */
export interface FoldedTable<Row> {
  /** Lays some of the rows out. */
  readonly table: (caption: string, rows: readonly Row[]) => Html;
  readonly rows: readonly Row[];
  /** How many are shown at once; the others are a click away. */
  readonly shown: number;
  readonly caption: string;
  readonly captionOfOthers: string;
  /** `tags`; nothing where the caption says it. */
  readonly things?: string;
}

export function foldedTable<Row>(parts: FoldedTable<Row>): Html {
  const { table, rows, shown, caption, captionOfOthers, things = "" } = parts;
  const others = rows.slice(shown);
  return html`
    ${table(caption, rows.slice(0, shown))}
    ${
      others.length === 0
        ? ""
        : html`<details>
            <summary>${`${others.length.toLocaleString("en")} more ${things}`.trim()}</summary>
            ${table(captionOfOthers, others)}
          </details>`
    }
  `;
}
