import type { D3 } from "../../cli/fleetPage/charts/d3";
import { MODE_NAMES, type Mode } from "../modes";
import { labelsOf } from "./labels";
import { type Line, type Point, textOf } from "./lines";
import { count } from "./texts";

/** Where a panel stands, in pixels. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the axes of all panels reach. */
export interface Range {
  readonly runners: readonly [least: number, most: number];
  readonly seconds: readonly [least: number, most: number];
}

export interface PanelOptions {
  readonly title: string;
  readonly place: Place;
  readonly range: Range;
  /** Whether the lines have names, or only figures. */
  readonly isNamed: boolean;
}

/** Around the axes. */
const MARGIN = { left: 42, right: 44, top: 28, bottom: 22 };
const MARKS = { default: "symbolCircle", withoutCheckpoints: "symbolDiamond" } as const;

/** Elements of a chart with a line for each mode. */
export function drawPanel(d3: D3, lines: readonly Line[], options: PanelOptions): string[] {
  const { title, place, range, isNamed } = options;
  const { left, top, width, height } = place;
  const plot = { right: width - MARGIN.right, bottom: height - MARGIN.bottom };
  const x = d3.scale.scaleLog().domain(range.runners).range([MARGIN.left, plot.right]);
  const [least, most] = range.seconds;
  // There are labels above the highest line and below the lowest one.
  const y = d3.scale
    .scaleLog()
    .domain([least / 2.5, most * 2.2])
    .range([plot.bottom, MARGIN.top]);
  const across = powersOfTen(y.domain()).map((value) => {
    const at = y(value).toFixed(1);
    return (
      `<line class="grid" x1="${MARGIN.left}" x2="${plot.right}" y1="${at}" y2="${at}" />` +
      `<text class="tick" x="${MARGIN.left - 6}" y="${at}" dy="4" text-anchor="end">${value} s</text>`
    );
  });
  const upright = [...new Set([...powersOfTen(range.runners), range.runners[1]])].map((value) => {
    const at = x(value).toFixed(1);
    return (
      `<line class="grid" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${plot.bottom}" />` +
      `<text class="tick" x="${at}" y="${plot.bottom + 16}" text-anchor="middle">${short(value)}</text>`
    );
  });
  return [
    `<g transform="translate(${left},${top})">`,
    `<text class="title" x="8" y="14">${title}</text>`,
    ...across,
    ...upright,
    ...lines.flatMap(([mode, points]) => [
      `<g class="${mode}">`,
      ...drawLine(d3, mode, points, x, y),
      "</g>",
    ]),
    ...labelsOf(lines, isNamed).map(
      ({ mode, point, text, attributes }) =>
        `<text class="label ${mode}" transform="translate(${translation(point, x, y)})" ${attributes}>${text}</text>`,
    ),
    "</g>",
  ];
}

type Scale = (value: number) => number;

function drawLine(
  { shape }: D3,
  mode: Mode,
  points: readonly Point[],
  x: Scale,
  y: Scale,
): string[] {
  const path = shape
    .line<Point>(
      ({ runners }) => x(runners),
      ({ seconds }) => y(seconds),
    )
    .digits(1);
  const symbol = shape.symbol(shape[MARKS[mode]], 40).digits(2)() ?? "";
  return [
    `<path class="line" d="${path(points) ?? ""}" />`,
    ...points.map(
      (point) =>
        `<path class="mark" transform="translate(${translation(point, x, y)})" d="${symbol}"><title>` +
        `${count(point.runners)} runners ${MODE_NAMES[mode]}: ${textOf(point)}</title></path>`,
    ),
  ];
}

function translation({ runners, seconds }: Point, x: Scale, y: Scale): string {
  return `${x(runners).toFixed(1)},${y(seconds).toFixed(1)}`;
}

function powersOfTen([least = 1, most = 1]: readonly number[]): number[] {
  const [first, last] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

/** 5k for 5,000: what has room below an axis. */
function short(runners: number): string {
  return runners < 1000 ? String(runners) : `${runners / 1000}k`;
}
