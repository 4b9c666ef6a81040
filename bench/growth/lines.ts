import type { Operation } from "../measuredOperations";
import { median } from "../measuring";
import { MODES, type Mode } from "../modes";
import { type Growth, stacksOf } from "./figures";
import { seconds } from "./texts";

/** A point of a line. */
export interface Point {
  readonly runners: number;
  readonly seconds: number;
}

/** How long an operation takes in a mode, for few runners first. */
export type Line = readonly [mode: Mode, points: readonly Point[]];

/** Those of dynamic resources. */
export function linesOf(growth: Growth, operation: Operation): Line[] {
  return MODES.map((mode) => [
    mode,
    stacksOf(growth, "dynamic", mode).map(({ runners, operations }) => ({
      runners,
      seconds: median(operations[operation].milliseconds) / 1000,
    })),
  ]);
}

export function textOf({ seconds: time }: Point): string {
  return seconds(time * 1000);
}
