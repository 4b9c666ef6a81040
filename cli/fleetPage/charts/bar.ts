import { html } from "hono/html";

import type { Html } from "../../html/document";
import type { D3 } from "./d3";

/** A bar in a cell of a table, as long as its share of the longest; the number is beside it. */
export function bar({ scale }: D3, value: number, most: number): Html {
  const length = scale.scaleLinear().domain([0, most]).range([0, 100]);
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${length(value).toFixed(1)}" height="10" />
  </svg>`;
}
