import { html, raw } from "hono/html";

import type { Html } from "../../html/document";
import { type ChartDay, SIZE, dayAxis, dayName, valueAxis } from "./axes";
import type { D3 } from "./d3";

/** A value a day. */
export interface DayLine {
  readonly name: string;
  /** In the chart's unit; undefined for a day without one, where the line has a gap. */
  readonly values: readonly (number | undefined)[];
  /** A value as a person reads it, by the day's index. */
  readonly text: (index: number) => string;
}

/** More days than that have no room for a mark each. */
const MOST_MARKS = 62;
const MARKS = ["symbolCircle", "symbolDiamond"] as const;
const CLASSES = ["first", "second"] as const;

/**
 * One or two lines over days, which differ in their marks and dashes as much as in colour. A part of a day
 * has hollow marks beside the lines: with few jobs, its values would look like a rise or a fall.
 */
export function dayLines(
  d3: D3,
  label: string,
  days: readonly ChartDay[],
  lines: readonly DayLine[],
): Html {
  const x = dayAxis(d3, days);
  const y = valueAxis(d3, Math.max(0, ...lines.flatMap(({ values }) => values.map(orZero))));
  const isPartial = (index: number): boolean => days[index]?.isPartial === true;
  const path = d3.shape
    .line<number | undefined>(
      (_, index) => x.at(index),
      (value) => y.at(orZero(value)),
    )
    .defined((value, index) => value !== undefined && !isPartial(index))
    .digits(1);
  const drawn = lines.map((line, number) => {
    const mark = markPath(d3, number);
    const marks = line.values.flatMap((value, index) => {
      const day = days[index];
      if (value === undefined || day === undefined) return [];
      if (!day.isPartial && !hasMark(line.values, index)) return [];
      return html`<path
        class="mark ${day.isPartial ? "hollow" : ""}"
        transform="translate(${x.at(index).toFixed(1)},${y.at(value).toFixed(1)})"
        d="${mark}"
      >
        <title>${dayName(day)}: ${line.name} ${line.text(index)}</title>
      </path>`;
    });
    return html`<g class="${CLASSES[number] ?? ""}">
      <path class="line" d="${path(line.values) ?? ""}" />
      ${marks}
    </g>`;
  });
  return html`
    <svg role="img" aria-label="${label}" viewBox="0 0 ${SIZE.width} ${SIZE.height}">
      ${y.marks} ${x.marks} ${drawn}
    </svg>
  `;
}

/** What a line looks like, beside its name. */
export function lineLegend(d3: D3, names: readonly string[]): Html {
  const item = (name: string, number: number): Html => html`
    <li>
      <svg class="key ${CLASSES[number] ?? ""}" viewBox="0 0 28 12" aria-hidden="true">
        <path class="line" d="M0,6H28" />
        <path class="mark" transform="translate(14,6)" d="${markPath(d3, number)}" />
      </svg>
      ${name}
    </li>
  `;
  return html`<ul class="legend">
    ${names.map(item)}
    <li>hollow mark: part of a day</li>
  </ul>`;
}

function markPath({ shape }: D3, number: number): Html {
  const type = shape[MARKS[number] ?? "symbolCircle"];
  return html`${raw(shape.symbol(type, 36)() ?? "")}`;
}

/** A day alone has no line that shows it. */
function hasMark(values: readonly (number | undefined)[], index: number): boolean {
  const isAlone = values[index - 1] === undefined && values[index + 1] === undefined;
  return values.length <= MOST_MARKS || isAlone;
}

function orZero(value: number | undefined): number {
  return value ?? 0;
}
