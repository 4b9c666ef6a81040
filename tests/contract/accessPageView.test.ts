import type { Browser } from "playwright-core";

import { companySeed, startEmulator } from "../../emulator";
import { runCommand } from "../helpers/commandLine";
import {
  type PageLog,
  VIEWS,
  WIDTHS,
  describePage,
  expectReadable,
  expectToFit,
  foldOut,
  launchBrowser,
  openHtml,
} from "../helpers/browser";
import { HOSTILE } from "../helpers/markup";

/** A company, and runners with every text that is hard to show. */
async function accessHtml(): Promise<string> {
  const gitlab = await startEmulator({ seed: companySeed() });
  gitlab.seed({
    runners: HOSTILE.map((text, index) => ({
      id: 100 + index,
      runner_type: "instance_type" as const,
      description: text,
      tag_list: [text.slice(0, 250)],
    })),
  });
  try {
    return (await runCommand(gitlab, ["access", "--all", "--html"])).stdout;
  } finally {
    await gitlab.close();
  }
}

describePage("the page of a review of access in a browser", () => {
  let browser: Browser;
  let html: string;
  const log: PageLog = { requests: [], problems: [] };
  beforeAll(async () => {
    [browser, html] = await Promise.all([launchBrowser(), accessHtml()]);
  });
  afterAll(() => browser.close());
  afterEach(() => {
    expect(log).toEqual({ requests: [], problems: [] });
  });

  test.each([...WIDTHS, 641])("fits a width of %d px", async (width) => {
    const page = await openHtml(browser, html, log, width);
    await expectToFit(page, width);
    await page.close();
  });

  test("leads to projects in GitLab, and sorts them by how many runners they may use", async () => {
    const page = await openHtml(browser, html, log, 1440);
    const table = page.locator("table").first();
    const link = table.getByRole("link").first();
    expect(await link.getAttribute("href")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/acme\//);
    await table.getByRole("button", { name: "May use", exact: true }).click();
    const counts = await table
      .locator('td[data-heading="May use"]')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-sort"))));
    expect(new Set(counts).size).toBeGreaterThan(1);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
    await page.close();
  });

  test("folds its tables on a phone, and still leads to the lists", async () => {
    const page = await openHtml(browser, html, log, 360);
    const projects = page.getByRole("table", { name: "Projects" });
    expect(await projects.locator("tbody tr:visible").count()).toBe(10);
    await page.getByRole("button", { name: /^Show all \d+ projects$/ }).click();
    expect(await projects.locator("tbody tr:visible").count()).toBeGreaterThan(10);
    const link = projects.locator('a[href^="#runners-"]').first();
    const target = await link.getAttribute("href");
    await link.click();
    expect(await page.locator(`${target}:target h3`).textContent()).toBe(await link.textContent());
    await page.close();
  });

  test.each(VIEWS)(
    "at %d px in a %s scheme stands out of its background",
    async (width, scheme) => {
      const page = await openHtml(browser, html, log, width, scheme);
      await foldOut(page);
      await expectReadable(page, scheme, 100);
      await page.close();
    },
  );
});
