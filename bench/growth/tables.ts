import type { Adapter } from "../../tests/helpers/host/adapters";
import type { Operation } from "../measuredOperations";
import { median } from "../measuring";
import { MODES, type Mode } from "../modes";
import { type Figure, type Growth, stacksOf } from "./figures";
import { count, seconds } from "./texts";

/** The text of each place of the page that has figures. */
export type Blocks = Readonly<Record<string, string>>;

/** The sizes of the first table. */
const [FEW, MANY] = [100, 1000];
const NONE = "–";

const NAMES: Readonly<Record<Operation, string>> = {
  up: "`up`, all created",
  update: "`up`, all updated",
  preview: "`preview` without change",
  refresh: "`refresh`",
  destroy: "`destroy`",
};
/** As a reader asks for them. */
const ORDER: readonly Operation[] = ["up", "update", "preview", "refresh", "destroy"];

/** Of 1,000 runners, in seconds: from an earlier measurement, none of this bench. */
const TERRAFORM: Readonly<Partial<Record<Operation, string>>> = {
  up: "18.1 s",
  update: "95.6 s",
  preview: "5.1 to 9.6 s",
  destroy: "39.7 s",
};

/** The tables of the page, and what it says of their figures. */
export function blocksOf(growth: Growth): Blocks {
  return {
    summary: summaryTable(growth),
    measured: measuredText(growth),
    growth: growthTable(growth, "dynamic"),
    plugin: growthTable(growth, "plugin"),
    requests: requestsTable(growth),
  };
}

function summaryTable(growth: Growth): string {
  return table(
    [
      "",
      ...[FEW, MANY].flatMap((runners) => [
        `${count(runners)} runners`,
        `${count(runners)} without checkpoints`,
      ]),
      `Terraform, ${count(MANY)}`,
      `requests to GitLab, ${count(MANY)}`,
    ],
    ORDER.map((operation) => [
      NAMES[operation],
      ...[FEW, MANY].flatMap((runners) =>
        MODES.map((mode) => time(figureOf(growth, "dynamic", mode, runners, operation))),
      ),
      TERRAFORM[operation] ?? NONE,
      requests(growth, MANY, operation),
    ]),
  );
}

/** How often each was measured, when, and on what. */
function measuredText(growth: Growth): string {
  const { cores, node, pulumi, stacks } = growth;
  const days = [...new Set(stacks.map(({ measured }) => measured))].sort();
  const times = new Map<number, Set<number>>();
  for (const { runners, operations } of stacks)
    for (const { milliseconds } of Object.values(operations)) {
      const sizes = times.get(milliseconds.length) ?? new Set();
      times.set(milliseconds.length, sizes.add(runners));
    }
  const lines = [...times].map(([often, sizes]) => {
    const named = [...sizes].sort((one, other) => one - other).map(count);
    const how = often === 1 ? "once" : `${often} times; the tables show the median`;
    return `Stacks of ${listed(named)} runners were measured ${how}.`;
  });
  return [
    `Measured on ${listed(days)} with ${cores} cores, Node ${node} and Pulumi ${pulumi}.`,
    ...lines,
  ].join(" ");
}

/** Every operation of every size that was measured, by default and without checkpoints. */
function growthTable(growth: Growth, adapter: Adapter): string {
  return table(
    ["runners", ...ORDER.map((operation) => NAMES[operation])],
    sizesOf(growth, adapter).map((runners) => [
      count(runners),
      ...ORDER.map((operation) =>
        MODES.map((mode) => time(figureOf(growth, adapter, mode, runners, operation))).join(" / "),
      ),
    ]),
  );
}

function requestsTable(growth: Growth): string {
  return table(
    ["runners", ...ORDER.map((operation) => NAMES[operation])],
    sizesOf(growth, "dynamic").map((runners) => [
      count(runners),
      ...ORDER.map((operation) => requests(growth, runners, operation)),
    ]),
  );
}

function sizesOf({ stacks }: Growth, adapter: Adapter): number[] {
  const sizes = stacks.filter((stack) => stack.adapter === adapter).map(({ runners }) => runners);
  return [...new Set(sizes)].sort((one, other) => one - other);
}

function figureOf(
  growth: Growth,
  adapter: Adapter,
  mode: Mode,
  runners: number,
  operation: Operation,
): Figure | undefined {
  const stack = stacksOf(growth, adapter, mode).find((each) => each.runners === runners);
  return stack?.operations[operation];
}

function time(figure: Figure | undefined): string {
  return figure === undefined ? NONE : seconds(median(figure.milliseconds));
}

/** Of each mode, where they differ. */
function requests(growth: Growth, runners: number, operation: Operation): string {
  const figures = MODES.flatMap(
    (mode) => figureOf(growth, "dynamic", mode, runners, operation) ?? [],
  );
  return [...new Set(figures.map(({ requests }) => count(requests)))].join(" / ") || NONE;
}

function listed(texts: readonly string[]): string {
  return new Intl.ListFormat("en").format(texts);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const alignments = headings.map((_, index) => (index === 0 ? "---" : "---:"));
  return [headings, alignments, ...rows].map(line).join("\n");
}
