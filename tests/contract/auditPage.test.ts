/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, Page } from "playwright-core";

import { htmlReport } from "../../cli/audit/formats/html";
import { readPreview } from "../../cli/audit/previewDocument";
import { auditPreview } from "../../cli/audit/report";
import {
  type PageLog,
  type Scheme,
  VIEWS,
  WIDTHS,
  describePage,
  expectReadable,
  expectToFit,
  foldOut,
  launchBrowser,
  openHtml,
  outlineOf,
} from "../helpers/browser";
import { previewJson, step } from "../unit/cli/auditSteps";

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

describePage("the page of an audit", () => {
  let browser: Browser;
  let html: string;
  const log: PageLog = { requests: [], problems: [] };
  beforeAll(async () => {
    browser = await launchBrowser();
    html = await htmlReport(await auditPreview(readPreview(PREVIEW)));
  });
  afterAll(() => browser.close());

  const open = (width: number, scheme?: Scheme): Promise<Page> =>
    openHtml(browser, html, log, width, scheme);

  test.each(WIDTHS)("fits a width of %d px, with all of it open", async (width) => {
    const page = await open(width);
    await expectToFit(page, width);
    await page.close();
  });

  test.each(VIEWS)(
    "at %d px in a %s scheme has a contrast of 4.5:1 or more for every text",
    async (width, scheme) => {
      const page = await open(width, scheme);
      await foldOut(page);
      await expectReadable(page, scheme, 60);
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
    expect(await outlineOf(page)).toBe("solid");
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

  test.each([360, 1440])(
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

  test("begins with the number of risks of each severity", async () => {
    const page = await open(1440);
    const rows = await page.locator('.risks [data-heading="Severity"]').allTextContents();
    const counts = ["critical", "major", "minor", "info"].flatMap((severity) => {
      const count = rows.filter((row) => row === severity).length;
      return count === 0 ? [] : [`${count} ${severity}`];
    });
    expect(counts.length).toBeGreaterThan(2);
    const list = page.getByRole("list", { name: "Risks by severity" });
    expect(await list.getByRole("listitem").allTextContents()).toEqual(counts);
    // Before any heading but the title.
    expect(
      await list.evaluate((each) => {
        const heading = document.querySelector("h2");
        return heading !== null && (each.compareDocumentPosition(heading) & 4) === 4;
      }),
    ).toBe(true);
    // Shapes differ as colours do, for who sees none.
    const looks = await list.locator(".badge").evaluateAll((badges) =>
      badges.map((badge) => ({
        shape: getComputedStyle(badge, "::before").content,
        color: getComputedStyle(badge).color,
      })),
    );
    expect(new Set(looks.map(({ shape }) => shape)).size).toBe(counts.length);
    expect(new Set(looks.map(({ color }) => color)).size).toBe(counts.length);
    await page.close();
  });

  test("on a phone names each value of a stacked row", async () => {
    const page = await open(360);
    const headings = await page
      .locator(".risks tbody tr")
      .first()
      .locator("td")
      .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, "::before").content));
    expect(headings).toEqual(['"Severity: "', '"Risk: "', '"Resource: "', '"Why: "']);
    await page.close();
  });

  test("shows texts as they are, and asks for nothing", async () => {
    const page = await open(1280);
    expect(await page.locator("b").count()).toBe(0);
    expect(await page.getByText("<b>mine</b>").count()).toBe(1);
    expect(log).toEqual({ requests: [], problems: [] });
    await page.close();
  });
});
