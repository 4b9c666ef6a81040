import { MODE_NAMES, type Mode } from "../modes";
import { type Line, type Point, textOf } from "./lines";

/** A text at a point of a line. */
export interface Label {
  readonly mode: Mode;
  readonly point: Point;
  readonly text: string;
  /** How far from the point it stands. */
  readonly attributes: string;
}

const ABOVE = 'dx="-6" dy="-8" text-anchor="end"';
const BESIDE = 'dx="6" dy="4"';
const BELOW = 'dx="4" dy="17"';
const FAR_BELOW = 'dx="-8" dy="34"';

/**
 * The times at the ends of the lines, and that of the lower line where the upper one ends. By default
 * an operation takes longer, so that this line's label is above it.
 *
 * @param isNamed - whether the lines' names are labels, too.
 */
export function labelsOf(lines: readonly Line[], isNamed: boolean): Label[] {
  const ends = new Map(lines.map(([mode, points]) => [mode, points.at(-1)]));
  return lines.flatMap(([mode, points]): Label[] => {
    const label = (point: Point | undefined, text: string, attributes: string): Label[] =>
      point === undefined ? [] : [{ mode, point, text, attributes }];
    const time = (point: Point | undefined): string => (point === undefined ? "" : textOf(point));
    const name = MODE_NAMES[mode];
    const end = ends.get(mode);
    if (mode === "default") return label(end, isNamed ? `${name}, ${time(end)}` : time(end), ABOVE);
    const compared = points.find(
      (point) => point !== end && point.runners === ends.get("default")?.runners,
    );
    return [
      ...label(end, time(end), BESIDE),
      ...label(compared, time(compared), BELOW),
      ...(isNamed ? label(points.at(-3) ?? end, name, FAR_BELOW) : []),
    ];
  });
}
