import { html } from "hono/html";

import type { Html } from "../../html/document";
import type { D3 } from "./d3";

/** The size of a chart in its own units, about pixels of a phone: texts of 12 can be read there. */
export const SIZE = { width: 340, height: 190 } as const;
export const PLOT = { left: 38, right: 334, top: 8, bottom: 164 } as const;

const MOST_TICKS = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A day of a chart. */
export interface ChartDay {
  /** `2026-11-25`. */
  readonly day: string;
  /** Whether its values are of a part of the day only, so not to be compared with those of others. */
  readonly isPartial: boolean;
}

/** A day for a person. */
export function dayName({ day, isPartial }: ChartDay): string {
  return isPartial ? `${day} (part of the day)` : day;
}

/** Where days stand from left to right. */
export interface DayAxis {
  /** The middle of a day, by its index. */
  readonly at: (index: number) => number;
  /** The width that a day has. */
  readonly band: number;
  readonly marks: Html;
}

/** @param days - one after the other. */
export function dayAxis({ scale }: D3, days: readonly ChartDay[]): DayAxis {
  const times = days.map(({ day }) => Date.parse(day));
  const [first = 0, last = first] = [times[0], times.at(-1)];
  const band = (PLOT.right - PLOT.left) / Math.max(1, days.length);
  const x = scale
    .scaleUtc()
    .domain([first, last])
    .range([PLOT.left + band / 2, PLOT.right - band / 2]);
  const ticks = x.ticks(MOST_TICKS).filter((tick) => tick.getTime() % DAY_MS === 0);
  const label = x.tickFormat();
  const mark = (tick: Date): Html => html`
    <g transform="translate(${x(tick).toFixed(1)},${PLOT.bottom})">
      <line class="tick" y2="4" />
      <text class="tick" y="18" text-anchor="middle">${label(tick)}</text>
    </g>
  `;
  const shown = ticks.length > 0 ? ticks : [new Date(first)];
  return { at: (index) => x(times[index] ?? first), band, marks: html`${shown.map(mark)}` };
}

/** Where values stand, from 0 up. */
export interface ValueAxis {
  readonly at: (value: number) => number;
  readonly marks: Html;
}

/** @param most - the highest value; the axis goes to the round number above. */
export function valueAxis({ scale }: D3, most: number): ValueAxis {
  const y = scale
    .scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(4)
    .range([PLOT.bottom, PLOT.top]);
  const label = y.tickFormat(4);
  const mark = (tick: number): Html => html`
    <g transform="translate(${PLOT.left},${y(tick).toFixed(1)})">
      <line class="grid" x2="${PLOT.right - PLOT.left}" />
      <text class="tick" x="-6" y="4" text-anchor="end">${label(tick)}</text>
    </g>
  `;
  return { at: (value) => y(value), marks: html`${y.ticks(4).map(mark)}` };
}
