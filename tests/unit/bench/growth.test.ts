import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { SaxesParser } from "saxes";

import {
  type Growth,
  type StackFigures,
  readGrowth,
  withStacks,
  writeGrowth,
} from "../../../bench/growth/figures";
import { measureGrowth } from "../../../bench/growth/measure";
import { withBlocks } from "../../../bench/growth/page";
import { drawGrowth } from "../../../bench/growth/picture";
import { blocksOf } from "../../../bench/growth/tables";

const DOCS = join(__dirname, "../../../docs");
const read = (name: string): string => readFileSync(join(DOCS, name), "utf8");

/** A stack whose operations all took so long. */
function stack(
  mode: StackFigures["mode"],
  runners: number,
  ...milliseconds: number[]
): StackFigures {
  const figure = { milliseconds, requests: runners + 1 };
  const [up, update, preview, refresh, destroy] = Array.from({ length: 5 }, () => ({ ...figure }));
  if (!up || !update || !preview || !refresh || !destroy) throw new Error("five are made");
  const operations = { up, update, preview, refresh, destroy };
  return { adapter: "dynamic", mode, runners, measured: "2026-11-26", operations };
}

const GROWTH: Growth = {
  cores: 2,
  node: "20.20.2",
  pulumi: "3.230.0",
  stacks: [
    stack("default", 10, 1900, 2100, 2000),
    stack("default", 1000, 123_456),
    stack("withoutCheckpoints", 10, 1800, 1600, 1700),
    stack("withoutCheckpoints", 1000, 9876),
    stack("withoutCheckpoints", 5000, 45_678),
  ],
};

describe("what the docs show of how stacks grow", () => {
  const growth = readGrowth(join(DOCS, "growth.json"));

  test("the picture is that of the figures beside it", async () => {
    expect(read("growth.svg")).toBe(await drawGrowth(growth));
  });

  test("the tables of the page are those of the figures beside it", async () => {
    const page = read("performance.md");
    expect(page).toBe(await withBlocks(page, blocksOf(growth)));
  });
});

describe("the picture", () => {
  /** The texts of elements of a class, in their order. */
  function texts(svg: string, name: string): string[] {
    const found: string[] = [];
    let isOpen = false;
    const parser = new SaxesParser();
    parser.on("opentag", ({ attributes }) => {
      isOpen = String(attributes["class"]).split(" ").includes(name);
      if (isOpen) found.push("");
    });
    parser.on("text", (text) => {
      if (isOpen) found.push((found.pop() ?? "") + text);
    });
    parser.on("closetag", () => {
      isOpen = false;
    });
    parser.on("error", (error) => {
      throw error;
    });
    parser.write(svg).close();
    return found;
  }

  test("labels the end of each line with what was measured", async () => {
    const svg = await drawGrowth(GROWTH);
    expect(texts(svg, "label").slice(0, 4)).toEqual([
      "by default, 123 s",
      "46 s",
      "9.9 s",
      "without checkpoints",
    ]);
    expect(texts(svg, "mark")).toHaveLength(5 * GROWTH.stacks.length);
    expect(svg).toContain("1,000 runners by default: 123 s</title>");
    expect(svg).toContain("10 runners without checkpoints: 1.7 s</title>");
  });

  test("has a line that rises by as much for ten times as long", async () => {
    const [first, second, third] = [1, 10, 100].map((factor) => 1000 * factor);
    const stacks = [first, second, third].map((milliseconds = 0) =>
      stack("default", milliseconds / 100, milliseconds),
    );
    const svg = await drawGrowth({ ...GROWTH, stacks });
    const [, path = ""] = /class="line" d="M([^"]+)"/.exec(svg) ?? [];
    const points = path.split("L").map((point) => point.split(",").map(Number));
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0, y3 = 0] = []] = points;
    expect(x2 - x1).toBeGreaterThan(50);
    expect(x3 - x2).toBeCloseTo(x2 - x1, 0);
    expect(y1 - y2).toBeGreaterThan(20);
    expect(y2 - y3).toBeCloseTo(y1 - y2, 0);
  });
});

describe("the tables", () => {
  const { summary = "", growth = "", requests = "", measured = "" } = blocksOf(GROWTH);
  const cells = (table: string, row: string): string[] => {
    const line = table.split("\n").find((each) => each.startsWith(`| ${row} |`)) ?? "";
    return line
      .split("|")
      .map((cell) => cell.trim())
      .slice(2, -1);
  };

  test("show the median, and a dash for what was not measured", () => {
    expect(cells(summary, "`refresh`")).toEqual(["–", "–", "123 s", "9.9 s", "–", "1,001"]);
    expect(cells(growth, "10")).toEqual(Array(5).fill("2.0 s / 1.7 s"));
    expect(cells(growth, "5,000")).toEqual(Array(5).fill("– / 46 s"));
  });

  test("show the requests of both modes where they differ", () => {
    expect(cells(requests, "10")).toEqual(Array(5).fill("11"));
    const [first, ...others] = GROWTH.stacks;
    if (first === undefined) throw new Error("there is a stack");
    const refresh = { milliseconds: [1], requests: 9 };
    const other = { ...first, operations: { ...first.operations, refresh } };
    const differing = blocksOf({ ...GROWTH, stacks: [other, ...others] });
    expect(cells(differing["requests"] ?? "", "10")).toEqual(["11", "11", "11", "9 / 11", "11"]);
  });

  test("say how often each size was measured", () => {
    expect(measured).toBe(
      "Measured on 2026-11-26 with 2 cores, Node 20.20.2 and Pulumi 3.230.0. " +
        "Stacks of 10 runners were measured 3 times; the tables show the median. " +
        "Stacks of 1,000 and 5,000 runners were measured once.",
    );
  });
});

describe("the page", () => {
  const place = (name: string): string => `<!-- figures: ${name} -->\n<!-- end of figures -->\n`;

  test("gets the figures in their places, and again in the same ones", async () => {
    const page = `Before.\n\n${place("one")}\nBetween.\n\n${place("two")}`;
    const written = await withBlocks(page, { one: "A $1 figure.", two: "Another." });
    expect(written).toMatch(/^Before\.\n[^]*A \$1 figure\.[^]*Between\.[^]*Another\.[^]*$/);
    expect(await withBlocks(written, { one: "A $1 figure.", two: "Another." })).toBe(written);
  });

  test.each([
    ["lacks a place", place("one")],
    ["has a place too many", place("one") + place("two") + place("three")],
  ])("is refused when it %s", async (_, page) => {
    await expect(withBlocks(page, { one: "", two: "" })).rejects.toThrow(/the page has places for/);
  });
});

describe("the figures", () => {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-growth-"));
  const file = join(folder, "growth.json");
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("are read as they were written", async () => {
    await writeGrowth(file, GROWTH);
    expect(readGrowth(file)).toEqual(GROWTH);
  });

  test.each([
    ["without requests", { milliseconds: [1] }],
    ["without a time", { milliseconds: [], requests: 1 }],
    ["with a time that is none", { milliseconds: [-1], requests: 1 }],
  ])("of an operation %s are refused, with the file's name", (_, up) => {
    const [first] = GROWTH.stacks;
    const stacks = [{ ...first, operations: { ...first?.operations, up } }];
    writeFileSync(file, JSON.stringify({ ...GROWTH, stacks }));
    expect(() => readGrowth(file)).toThrow(file);
  });

  test.each([
    ["another engine", { pulumi: "3.231.0" }],
    ["another Node", { node: "24.0.0" }],
    ["another number of cores", { cores: 64 }],
  ])("of %s get none of this machine beside them", async (_, other) => {
    const machine = { cores: availableParallelism(), node: process.versions.node };
    const figures = { ...GROWTH, ...machine, ...other };
    await writeGrowth(file, figures);
    const nothing = { runners: [], adapters: [], modes: [], pulumi: GROWTH.pulumi, out: file };
    await expect(measureGrowth(nothing)).rejects.toThrow(`${file} was measured with Pulumi`);
    expect(readGrowth(file)).toEqual(figures);
  });

  test("of a stack take the place of earlier ones, and small stacks come first", () => {
    const [earlier, later] = [stack("default", 1000, 1), stack("default", 1000, 2)];
    const [small, other] = [stack("default", 10, 3), stack("withoutCheckpoints", 10, 4)];
    expect(withStacks([earlier, other], [later, small])).toEqual([small, later, other]);
  });
});
