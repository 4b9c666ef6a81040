import { html } from "hono/html";

import type { Html } from "../../html/document";
import { type ChartDay, SIZE, dayAxis, dayName, valueAxis } from "./axes";
import type { D3 } from "./d3";

/** A part of a day's bar. */
export interface BarPart {
  readonly name: string;
  /** Of the style; says colour or hatching. */
  readonly kind: "failed" | "succeeded" | "other";
  readonly values: readonly number[];
}

/** A bar a day, its parts one on the other; that of a part of a day is half as wide. */
export function dayBars(
  d3: D3,
  label: string,
  days: readonly ChartDay[],
  parts: readonly BarPart[],
): Html {
  const x = dayAxis(d3, days);
  const indexes = days.map((_, index) => index);
  const stacked = d3.shape
    .stack<unknown, number, BarPart>()
    .keys(parts)
    .value((index, part) => part.values[index] ?? 0)(indexes);
  // Below four the axis would tell parts of a job.
  const y = valueAxis(d3, Math.max(4, ...stacked.flat().map(([, top]) => top)));
  const widthOf = (day: ChartDay): number => Math.max(0.5, x.band * (day.isPartial ? 0.4 : 0.8));
  const drawn = stacked.map((series) => {
    const bars = series.flatMap(([from, to], index) => {
      const day = days[index];
      if (to === from || day === undefined) return [];
      const width = widthOf(day);
      return html`<rect
        x="${(x.at(index) - width / 2).toFixed(1)}"
        y="${y.at(to).toFixed(1)}"
        width="${width.toFixed(1)}"
        height="${(y.at(from) - y.at(to)).toFixed(1)}"
      >
        <title>${dayName(day)}: ${to - from} ${series.key.name}</title>
      </rect>`;
    });
    return html`<g class="part ${series.key.kind}">${bars}</g>`;
  });
  return html`
    <svg role="img" aria-label="${label}" viewBox="0 0 ${SIZE.width} ${SIZE.height}">
      ${y.marks} ${x.marks} ${drawn}
    </svg>
  `;
}

export function barLegend(parts: readonly BarPart[]): Html {
  const item = ({ name, kind }: BarPart): Html => html`
    <li>
      <svg class="key part ${kind}" viewBox="0 0 28 12" aria-hidden="true">
        <rect x="1" y="1" width="26" height="10" />
      </svg>
      ${name}
    </li>
  `;
  return html`<ul class="legend">
    ${parts.map(item)}
    <li>narrow bar: part of a day</li>
  </ul>`;
}

/** The hatching of failed jobs, once a page: readers who see no colour recognise them by it. */
export const HATCHING: Html = html`
  <svg class="hidden" aria-hidden="true">
    <pattern
      id="hatching"
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect class="ground" width="5" height="5" />
      <rect class="stripe" width="2.5" height="5" />
    </pattern>
  </svg>
`;
