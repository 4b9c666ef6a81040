/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { type Browser, type Page, chromium } from "playwright-core";

import { htmlReport } from "../../cli/audit/formats/html";
import { readPreview } from "../../cli/audit/previewDocument";
import { auditPreview } from "../../cli/audit/report";
import { previewJson, step } from "../unit/cli/auditSteps";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const executablePath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

const WIDTHS = [360, 1280];
const SCHEMES = ["light", "dark"] as const;
const LONG = "a-name-without-any-place-to-break-".repeat(8).replaceAll("-", "_");

/** Every part that a page can have, and texts that are long. */
const PREVIEW = previewJson(
  [
    {
      op: "update",
      name: "deploy",
      before: { accessLevel: "ref_protected", locked: true, paused: false },
      after: { accessLevel: "not_protected", locked: false, paused: true },
    },
    {
      op: "replace",
      name: LONG,
      before: { runnerType: "project_type" },
      after: { runnerType: "instance_type", description: LONG },
      replaceReasons: ["runnerType"],
    },
    { op: "create", name: "adopted", after: { runnerId: 7, description: "<b>mine</b>" } },
    { op: "create", name: "new", after: { description: "new", tagList: ["a", "b"] } },
    { op: "delete", name: "old", before: { description: "old" } },
    { op: "update", name: "token", before: {}, after: {} },
    { op: "read", name: "read", after: {} },
  ].map(step),
  [
    { severity: "error", message: `error: ${LONG}\n  second line` },
    { severity: "warning", message: "soon" },
  ],
);

// The browser is the system's: none is downloaded.
(executablePath === undefined ? describe.skip : describe)(
  executablePath === undefined
    ? `the page of an audit (skipped: none of ${NAMES.join(", ")} is on PATH)`
    : "the page of an audit",
  () => {
    let browser: Browser;
    let html: string;
    const requests: string[] = [];
    const problems: string[] = [];
    beforeAll(async () => {
      browser = await chromium.launch({
        ...(executablePath !== undefined && { executablePath }),
        // In a container there is neither another user nor much shared memory.
        args: ["--no-sandbox", "--disable-dev-shm-usage"],
      });
      html = await htmlReport(await auditPreview(readPreview(PREVIEW)));
    });
    afterAll(() => browser.close());

    async function open(width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      await page.setContent(html, { waitUntil: "networkidle" });
      return page;
    }

    test.each(WIDTHS)("fits a width of %d px, with all of it open", async (width) => {
      const page = await open(width);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      const beyond = await page.evaluate(() =>
        [...document.querySelectorAll("main *:not(thead, thead *)")]
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      expect(beyond).toEqual([]);
      const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(scroll).toBe(width);
      // Text of a size that a phone shows without zooming.
      const smallest = await page.evaluate(() =>
        Math.min(
          ...[...document.querySelectorAll("main *")].map((each) =>
            Number.parseFloat(getComputedStyle(each).fontSize),
          ),
        ),
      );
      expect(smallest).toBeGreaterThanOrEqual(12);
      await page.close();
    });

    test.each(WIDTHS.flatMap((width) => SCHEMES.map((scheme) => [width, scheme] as const)))(
      "at %d px in a %s scheme has a contrast of 4.5:1 or more for every text",
      async (width, scheme) => {
        const page = await open(width, scheme);
        await page.evaluate(() => {
          for (const details of document.querySelectorAll("details")) details.open = true;
        });
        const contrasts = await page.evaluate(contrastsOfTexts);
        expect(contrasts.length).toBeGreaterThan(60);
        expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
        const [background] = await page.evaluate(() => [
          getComputedStyle(document.body).backgroundColor,
        ]);
        expect(background).toBe(scheme === "light" ? "rgb(255, 255, 255)" : "rgb(24, 23, 29)");
        await page.close();
      },
    );

    test("is used by the keyboard alone", async () => {
      const page = await open(1280);
      const wanted = await page.evaluate(() =>
        [...document.querySelectorAll("a[href], summary")].map((each) => each.textContent.trim()),
      );
      const reached: string[] = [];
      for (let count = 0; count < wanted.length; count += 1) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate(() => document.activeElement?.textContent.trim() ?? ""));
      }
      expect(reached).toEqual(wanted);
      const outline = await page.evaluate(
        () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
      );
      expect(outline).toBe("solid");
      const isOpen = (): Promise<boolean> =>
        page.evaluate(() => document.activeElement?.parentElement?.hasAttribute("open") ?? false);
      const before = await isOpen();
      await page.keyboard.press("Enter");
      expect(await isOpen()).toBe(!before);
      await page.close();
    });

    test("has headings, captions and scopes, and its links lead somewhere", async () => {
      const page = await open(1280);
      const shape = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        headings: [...document.querySelectorAll("h1, h2")].map((each) => each.textContent),
        uncaptioned: document.querySelectorAll("table:not(:has(> caption))").length,
        unscoped: document.querySelectorAll("th:not([scope])").length,
        dead: [...document.querySelectorAll("a")].filter(
          (link) => document.getElementById(link.hash.slice(1)) === null,
        ).length,
      }));
      expect(shape).toEqual({
        lang: "en",
        headings: ["Runner audit fleet/dev", "Risks", "Messages", "Changes"],
        uncaptioned: 0,
        unscoped: 0,
        dead: 0,
      });
      await page.close();
    });

    test.each(WIDTHS)(
      "at %d px its tables are tables for those who do not see them",
      async (width) => {
        const page = await open(width);
        const rows = page.getByRole("row");
        expect(await rows.count()).toBeGreaterThan(10);
        expect(await page.getByRole("columnheader", { name: "Severity" }).count()).toBe(1);
        const locked = page.getByRole("row", { name: /^locked/ });
        expect(await locked.getByRole("cell").allTextContents()).toEqual(["true", "false"]);
        await page.close();
      },
    );

    test("shows texts as they are, and asks for nothing", async () => {
      const page = await open(1280);
      expect(await page.locator("b").count()).toBe(0);
      expect(await page.getByText("<b>mine</b>").count()).toBe(1);
      // The page came from memory: anything here went to the network.
      expect(requests).toEqual([]);
      expect(problems).toEqual([]);
      await page.close();
    });
  },
);

/** The contrast of each text to what is behind it, by WCAG 2; runs in the page. */
function contrastsOfTexts(): { text: string; contrast: number }[] {
  const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgroundOf = (element: Element): string => {
    const { backgroundColor } = getComputedStyle(element);
    const isClear = channels(backgroundColor)[3] === 0;
    return isClear && element.parentElement ? backgroundOf(element.parentElement) : backgroundColor;
  };
  const found: { text: string; contrast: number }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (text === "" || element === null) continue;
    const one = luminance(getComputedStyle(element).color);
    const two = luminance(backgroundOf(element));
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    found.push({ text, contrast });
  }
  return found;
}
