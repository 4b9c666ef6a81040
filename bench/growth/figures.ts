import { readFileSync, writeFileSync } from "node:fs";

import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import { format } from "prettier/standalone";
import * as v from "valibot";

import { ADAPTERS, type Adapter } from "../../tests/helpers/host/adapters";
import { OPERATIONS, type Operation } from "../measuredOperations";
import { MODES, type Mode } from "../modes";

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

const figure = v.strictObject({
  /** The time of each measurement. */
  milliseconds: v.pipe(v.array(wholeNumber), v.minLength(1)),
  /** To GitLab, as GitLab counts them. */
  requests: wholeNumber,
});

const operations = Object.fromEntries(OPERATIONS.map((name) => [name, figure])) as Record<
  Operation,
  typeof figure
>;

const stack = v.strictObject({
  adapter: v.picklist(ADAPTERS),
  mode: v.picklist(MODES),
  runners: wholeNumber,
  /** The day, ISO 8601. */
  measured: v.pipe(v.string(), v.isoDate()),
  operations: v.strictObject(operations),
});

const growth = v.strictObject({
  cores: wholeNumber,
  node: v.string(),
  pulumi: v.string(),
  stacks: v.array(stack),
});

/** What was measured of stacks from small to large. */
export type Growth = v.InferOutput<typeof growth>;
export type StackFigures = v.InferOutput<typeof stack>;
export type Figure = v.InferOutput<typeof figure>;

/** @throws Error when the file cannot be read, or holds something else. */
export function readGrowth(file: string): Growth {
  const { success, output, issues } = v.safeParse(growth, JSON.parse(readFileSync(file, "utf8")));
  if (success) return output;
  throw new Error(`${file}: ${issues.map((issue) => issue.message).join("; ")}`);
}

export async function writeGrowth(file: string, figures: Growth): Promise<void> {
  const options = { parser: "json", plugins: [babel, estree], printWidth: 100 };
  writeFileSync(file, await format(JSON.stringify(figures), options));
}

/** The stacks, with others in place of those of the same adapter, mode and size; in a fixed order. */
export function withStacks(
  stacks: readonly StackFigures[],
  others: readonly StackFigures[],
): StackFigures[] {
  const known = new Map([...stacks, ...others].map((stack) => [keyOf(stack), stack]));
  return [...known].sort(([one], [other]) => one.localeCompare(other)).map(([, stack]) => stack);
}

function keyOf({ adapter, mode, runners }: StackFigures): string {
  return `${adapter} ${mode} ${String(runners).padStart(6, "0")}`;
}

/** The stacks of an adapter in a mode, small ones first. */
export function stacksOf({ stacks }: Growth, adapter: Adapter, mode: Mode): StackFigures[] {
  return withStacks(
    [],
    stacks.filter((stack) => stack.adapter === adapter && stack.mode === mode),
  );
}
