/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { type Browser, type Page, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
// The browser is the system's: none is downloaded.
const executablePath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

export const WIDTHS = [360, 820, 1440];
const SCHEMES = ["light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];
/** The least and the greatest width in each scheme. */
export const VIEWS = [360, 1440].flatMap((width) =>
  SCHEMES.map((scheme) => [width, scheme] as const),
);

/** Tests of a page in a browser, which are skipped, and say why, where there is none. */
export function describePage(name: string, tests: () => void): void {
  if (executablePath === undefined) {
    describe.skip(`${name} (skipped: none of ${NAMES.join(", ")} is on PATH)`, tests);
  } else {
    describe(name, tests);
  }
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    // In a container there is neither another user nor much shared memory.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

/** What pages did that a page of its own does not do. */
export interface PageLog {
  /** What they asked for; they come from memory, so anything here went to the network. */
  readonly requests: string[];
  /** What they threw or wrote to the console, as refusals by their policy are. */
  readonly problems: string[];
}

/** Opens a page of HTML in a window of a width. */
export async function openHtml(
  browser: Browser,
  html: string,
  log: PageLog,
  width: number,
  colorScheme: Scheme = "light",
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  page.on("request", (request) => log.requests.push(request.url()));
  page.on("console", (message) => log.problems.push(message.text()));
  page.on("pageerror", (error) => log.problems.push(error.message));
  await page.setContent(html, { waitUntil: "networkidle" });
  return page;
}

/** Folds everything out. */
export async function foldOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const button of document.querySelectorAll<HTMLButtonElement>(
      '.more[aria-expanded="false"]:not([hidden])',
    ))
      button.click();
  });
}

/** With all of it open nothing is wider than the window, and a phone shows its texts without zooming. */
export async function expectToFit(page: Page, width: number): Promise<void> {
  await foldOut(page);
  const { beyond, scrollWidth, smallestText } = await extentOf(page);
  expect(beyond).toEqual([]);
  expect(scrollWidth).toBe(width);
  expect(smallestText).toBeGreaterThanOrEqual(12);
}

/** What is wider than the window, how wide the page scrolls, and the size of its smallest text. */
function extentOf(
  page: Page,
): Promise<{ beyond: string[]; scrollWidth: number; smallestText: number }> {
  return page.evaluate(() => ({
    beyond: [...document.querySelectorAll("main *:not(thead, thead *)")]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 80)),
    scrollWidth: document.documentElement.scrollWidth,
    smallestText: Math.min(
      ...[...document.querySelectorAll("main *")].map((each) =>
        Number.parseFloat(getComputedStyle(each).fontSize),
      ),
    ),
  }));
}

/** A colour of the page, and how it stands out of what is behind it, by WCAG 2. */
export interface Contrast {
  readonly what: string;
  readonly contrast: number;
}

/** The contrast of each text. */
function contrastsOfTexts(page: Page): Promise<Contrast[]> {
  return page.evaluate(contrasts, false);
}

/** The contrast of each line and area that is drawn, without what only leads the eye. */
export function contrastsOfShapes(page: Page): Promise<Contrast[]> {
  return page.evaluate(contrasts, true);
}

/** Every text, of which there are more than some, stands out of what is behind it by 4.5:1. */
export async function expectReadable(page: Page, scheme: Scheme, some: number): Promise<void> {
  const texts = await contrastsOfTexts(page);
  expect(texts.length).toBeGreaterThan(some);
  expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(background).toBe(scheme === "light" ? "rgb(255, 255, 255)" : "rgb(24, 23, 29)");
}

/** How what has the focus shows it. */
export function outlineOf(page: Page): Promise<string> {
  return page.evaluate(
    () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
  );
}

/** Runs in the page, so it holds all that it needs. */
function contrasts(ofShapes: boolean): Contrast[] {
  const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element): string => {
    const { backgroundColor } = getComputedStyle(element);
    const isClear = channels(backgroundColor)[3] === 0;
    return isClear && element.parentElement ? behind(element.parentElement) : backgroundColor;
  };
  const contrast = (element: Element, color: string): number => {
    const [one, two] = [luminance(color), luminance(behind(element))];
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  };
  if (ofShapes) {
    return [...document.querySelectorAll("svg :is(path, rect):not(pattern *)")].map((element) => {
      const { fill, stroke } = getComputedStyle(element);
      const color = fill.startsWith("rgb") ? fill : stroke;
      return { what: element.outerHTML.slice(0, 80), contrast: contrast(element, color) };
    });
  }
  const found: Contrast[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (text === "" || element === null || element.closest("script, svg title") !== null) continue;
    const { color, fill } = getComputedStyle(element);
    const seen = element instanceof SVGElement ? fill : color;
    found.push({ what: text, contrast: contrast(element, seen) });
  }
  return found;
}
