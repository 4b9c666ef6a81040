/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser } from "playwright-core";

import { type Growth, readGrowth } from "../../bench/growth/figures";
import { drawGrowth } from "../../bench/growth/picture";
import { OPERATIONS } from "../../bench/measuredOperations";
import { MODES, modesFor } from "../../bench/modes";
import { VIEWS, describePage, launchBrowser, openHtml } from "../helpers/browser";

const DOCS = join(__dirname, "../../docs");
/** What a page of GitHub leaves of a phone's width. */
const PHONE = 358;

/** Figures as a quiet machine has them: by default they grow with the square of the stack. */
const QUIET: Growth = {
  ...readGrowth(join(DOCS, "growth.json")),
  stacks: [10, 100, 500, 1000, 5000].flatMap((runners) =>
    modesFor(runners, MODES).map((mode) => ({
      adapter: "dynamic" as const,
      mode,
      runners,
      measured: "2026-11-26",
      operations: {
        up: figure(2000 + 9 * runners + (mode === "default" ? 0.135 * runners ** 2 : 0)),
        update: figure(2000 + 14 * runners + (mode === "default" ? 0.27 * runners ** 2 : 0)),
        preview: figure(2000 + 7 * runners),
        refresh: figure(1000 + 3 * runners),
        destroy: figure(1000 + 3 * runners + (mode === "default" ? 0.12 * runners ** 2 : 0)),
      },
    })),
  ),
};

function figure(milliseconds: number): { milliseconds: number[]; requests: number } {
  return { milliseconds: [Math.round(milliseconds)], requests: 1 };
}

/** What a reader sees of the texts of a picture. */
interface SeenText {
  readonly text: string;
  readonly size: number;
  /** To the ground of the picture, by WCAG 2. */
  readonly contrast: number;
  readonly isInside: boolean;
  /** Texts that it stands on. */
  readonly covers: readonly string[];
}

/** Runs in the page, so it holds all that it needs. */
function seenTexts(): SeenText[] {
  const picture = document.querySelector("svg")?.getBoundingClientRect();
  const ground = document.querySelector(".ground");
  if (picture === undefined || ground === null) return [];
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((channel) => {
      const share = Number(channel) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const texts = [...document.querySelectorAll("svg text")];
  return texts.map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const { fill, fontSize } = getComputedStyle(element);
    const [one, two] = [luminance(fill), luminance(getComputedStyle(ground).fill)];
    const covers = texts.filter((other) => {
      const box = other.getBoundingClientRect();
      // Of a line's height a few pixels are empty.
      const [height, width] = [
        Math.min(bottom, box.bottom) - Math.max(top, box.top),
        Math.min(right, box.right) - Math.max(left, box.left),
      ];
      return other !== element && height > 4 && width > 1;
    });
    return {
      text: element.textContent,
      size: Number.parseFloat(fontSize),
      contrast: (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05),
      isInside: left >= picture.left && right <= picture.right && bottom <= picture.bottom,
      covers: covers.map((other) => other.textContent),
    };
  });
}

describePage("the picture of growth in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  describe.each([
    ["of the docs", () => Promise.resolve(readFileSync(join(DOCS, "growth.svg"), "utf8"))],
    ["of a quiet machine", () => drawGrowth(QUIET)],
  ])("%s", (_, draw) => {
    test.each(VIEWS)("its texts can be read, in a window of %d, %s", async (width, scheme) => {
      const log = { requests: [], problems: [] };
      const page = await openHtml(browser, await draw(), log, width, scheme);
      const texts = await page.evaluate(seenTexts);
      await page.close();
      expect(texts.length).toBeGreaterThan(8 * OPERATIONS.length);
      expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
      expect(texts.filter(({ size }) => size < 12)).toEqual([]);
      expect(texts.filter(({ isInside }) => !isInside)).toEqual([]);
      expect(texts.filter(({ covers }) => covers.length > 0)).toEqual([]);
      expect(log).toEqual({ requests: [], problems: [] });
    });
  });

  test("it fits a phone without becoming smaller than its texts can be read", async () => {
    const [, width = ""] = /<svg [^>]*\bwidth="(\d+)"/.exec(await drawGrowth(QUIET)) ?? [];
    expect(Number(width)).toBeGreaterThan(300);
    expect((12 * PHONE) / Number(width)).toBeGreaterThanOrEqual(11.9);
  });
});
