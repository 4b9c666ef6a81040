import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Locator, Page } from "playwright-core";

import { fleet } from "../../cli/fleet";
import { companySeed, startEmulator } from "../../emulator";
import {
  type PageLog,
  type Scheme,
  VIEWS,
  WIDTHS,
  contrastsOfShapes,
  describePage,
  expectReadable,
  expectToFit,
  foldOut,
  launchBrowser,
  openHtml,
  outlineOf,
} from "../helpers/browser";
import { HOSTILE } from "../helpers/markup";

const LONG = "a_name_without_any_place_to_break".replaceAll("_", "").repeat(8).slice(0, 250);
const HEBREW = "בנייה של האפליקציה";

/** The top of an element is in the window. */
async function expectInView(locator: Locator): Promise<void> {
  const { top, height } = await locator.evaluate((element) => ({
    top: element.getBoundingClientRect().top,
    height: window.innerHeight,
  }));
  expect(top).toBeGreaterThanOrEqual(-1);
  expect(top).toBeLessThan(height);
}

/** A company, and runners with every text that is hard to show. */
async function fleetHtml(): Promise<string> {
  const seed = companySeed();
  const gitlab = await startEmulator({ seed });
  const everyProject = (seed.projects ?? []).map(({ path_with_namespace: path }) => path);
  gitlab.seed({
    runners: [LONG, HEBREW, ...HOSTILE].map((text, index) => ({
      id: 100 + index,
      runner_type: "project_type" as const,
      projects: everyProject,
      description: text,
      tag_list: [text.slice(0, 250), `tag-${index}`],
      managers: [{ system_id: "s_1", version: text.slice(0, 40), contacted_at: "-PT1M" }],
      jobs: [
        {
          id: 90_000 + index,
          status: "failed" as const,
          project: "acme/handbook",
          failure_reason: text,
          created_at: "-PT2H",
          started_at: "-PT1H",
          finished_at: "-PT30M",
        },
      ],
    })),
  });
  const folder = mkdtempSync(join(tmpdir(), "fleet-page-"));
  process.env["GITLAB_BASE_URL"] = gitlab.url;
  process.env["GITLAB_TOKEN"] = gitlab.tokens["root"] ?? "";
  try {
    const file = join(folder, "fleet.html");
    await fleet({ all: true, since: Date.now() - 30 * 86_400_000, top: 5, html: file });
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  }
}

describePage("the page of a fleet in a browser", () => {
  let browser: Browser;
  let html: string;
  const log: PageLog = { requests: [], problems: [] };
  beforeAll(async () => {
    [browser, html] = await Promise.all([launchBrowser(), fleetHtml()]);
  });
  afterAll(() => browser.close());
  afterEach(() => {
    expect(log).toEqual({ requests: [], problems: [] });
  });

  const open = (width: number, scheme?: Scheme): Promise<Page> =>
    openHtml(browser, html, log, width, scheme);

  /** The ids of the runners that are shown. */
  const shown = (page: Page): Promise<number[]> =>
    page
      .locator("#runners tbody tr:not([hidden]) th")
      .evaluateAll((names) => names.map((name) => Number.parseInt(name.textContent.trim(), 10)));

  test.each(WIDTHS)("fits a width of %d px, with all of it open", async (width) => {
    const page = await open(width);
    await expectToFit(page, width);
    // What is drawn is scaled; its texts are to be read on a phone, too.
    const scales = await page
      .locator("figure > svg")
      .evaluateAll((charts) =>
        charts.map((chart) => (chart as SVGSVGElement).getScreenCTM()?.a ?? 0),
      );
    expect(scales).toHaveLength(3);
    for (const scale of scales) expect(scale * 12).toBeGreaterThan(11.5);
    await page.close();
  });

  test.each(VIEWS)(
    "at %d px in a %s scheme stands out of its background, texts by 4.5:1 and what is drawn by 3:1",
    async (width, scheme) => {
      const page = await open(width, scheme);
      await foldOut(page);
      await expectReadable(page, scheme, 500);
      const shapes = await contrastsOfShapes(page);
      expect(shapes.length).toBeGreaterThan(150);
      expect(shapes.filter(({ contrast }) => contrast < 3)).toEqual([]);
      await page.close();
    },
  );

  test("finds runners by the keyboard alone", async () => {
    const page = await open(1280);
    const total = (await shown(page)).length;
    const isIn = (name: string): Promise<boolean> =>
      page.evaluate((wanted) => document.activeElement?.getAttribute("name") === wanted, name);
    const stops = await page.locator("a, summary, input, button").count();
    for (let count = 0; count <= stops && !(await isIn("words")); count += 1) {
      await page.keyboard.press("Tab");
    }
    expect(await isIn("words")).toBe(true);
    expect(await outlineOf(page)).toBe("solid");
    await page.keyboard.type("GPU acme/products");
    const found = await shown(page);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(total);
    expect(await page.locator("output").textContent()).toBe(`${found.length} of ${total} runners`);
    // Enter has nowhere to send the form to.
    await page.keyboard.press("Enter");
    expect(await shown(page)).toEqual(found);
    await page.keyboard.press("Tab");
    expect(await isIn("path")).toBe(true);
    // By the type, the status and what needs attention to the button.
    for (let count = 0; count < 4; count += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (text) => document.querySelector("output")?.textContent === text,
      `${total} of ${total} runners`,
    );
    await page.close();
  });

  test("shows which runners a project or group may use", async () => {
    const page = await open(1280);
    const usableBy = async (path: string): Promise<Set<number>> => {
      await page.getByLabel("Usable by").fill(path);
      return new Set(await shown(page));
    };
    const clusters = await usableBy("acme/platform/infrastructure/clusters");
    // Those of the instance, of every group above, and its own, which the company's seed has.
    expect([...clusters].filter((id) => id <= 30)).toEqual([
      ...[1, 2, 3, 4, 5, 6],
      ...[7, 8, 9, 13, 14, 15],
      ...[16, 28],
    ]);
    expect(await usableBy("/ACME/Platform/infrastructure/clusters/")).toEqual(clusters);
    // No project, but the beginning of one's name.
    expect([...(await usableBy("acme/platform/infra"))]).not.toContain(16);
    expect([...(await usableBy("acme/platform/infrastructure"))]).toEqual(
      expect.arrayContaining([9, 15, 16]),
    );
    await usableBy("");
    await page.getByLabel("Type").selectOption("group");
    await page.getByLabel("Status").selectOption("stale");
    expect(await shown(page)).toEqual([12]);
    const offered = await page
      .locator("#paths option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(offered).toContain("acme/products/mobile/ios");
    expect(new Set(offered).size).toBe(offered.length);
    await page.close();
  });

  test("puts the runners in another order, and back", async () => {
    const page = await open(360);
    const byId = await shown(page);
    expect(byId).toEqual([...byId].sort((one, other) => one - other));
    const column = (heading: string): Promise<string[]> =>
      page
        .locator(`#runners td[data-heading="${heading}"]`)
        .evaluateAll((cells) => cells.map((cell) => cell.textContent.trim()));
    const list = page.locator("#runners");
    const sortBy = async (heading: string): Promise<string | null> => {
      const head = list.getByRole("columnheader", { name: heading });
      // On a phone, too, the heading is there to be pressed.
      await head.getByRole("button").click();
      return head.getAttribute("aria-sort");
    };
    for (const heading of ["Jobs", "Failed", "Busy"]) {
      for (const [order, sign] of [
        ["descending", 1],
        ["ascending", -1],
      ] as const) {
        expect(await sortBy(heading)).toBe(order);
        const texts = await column(heading);
        const values = texts.filter((text) => text !== "–").map(Number.parseFloat);
        expect(new Set(values).size).toBeGreaterThan(3);
        expect(values).toEqual([...values].sort((one, other) => sign * (other - one)));
        // What is not known comes last in either order.
        expect(texts.slice(values.length).every((text) => text === "–")).toBe(true);
      }
      expect(await page.locator("#runners [aria-sort]").count()).toBe(1);
    }
    expect(await sortBy("Waited")).toBe("descending");
    expect((await column("Waited")).at(-1)).toBe("–");
    expect(await sortBy("Status")).toBe("ascending");
    const statuses = await column("Status");
    expect(statuses).toEqual([...statuses].sort());
    expect(await shown(page)).not.toEqual(byId);
    await page.getByRole("button", { name: "Reset" }).click();
    await page.waitForFunction(
      () =>
        document.querySelector("#runners tbody th")?.textContent.trim().startsWith("1 ") === true,
    );
    expect(await shown(page)).toEqual(byId);
    await page.close();
  });

  test("leads from what needs attention to its rows, by the keyboard", async () => {
    const page = await open(1440);
    const first = page.locator(".attention a").first();
    // Nothing comes before it.
    await page.keyboard.press("Tab");
    expect(await first.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(await first.textContent()).toMatch(/^\d+ runners are offline$/);
    await page.keyboard.press("Enter");
    const rows = page.locator("#runners tbody tr:visible");
    const statuses = await rows.locator('[data-heading="Status"]').allTextContents();
    expect(await first.textContent()).toContain(String(statuses.length));
    expect(new Set(statuses)).toEqual(new Set(["offline"]));
    const filter = page.locator("#filter").getByLabel("Needs attention");
    expect(await filter.inputValue()).toBe("offline");
    await expectInView(filter);
    // Each name leads to its row, also where the filter hides it.
    const stale = page
      .locator(".attention li", { hasText: "are stale" })
      .locator(".names a")
      .first();
    const id = Number.parseInt((await stale.textContent()) ?? "", 10);
    await stale.press("Enter");
    await expectInView(page.locator(`#runner-${id}`));
    expect(await filter.inputValue()).toBe("");
    await page.close();
  });

  test("has a link to the page of each runner in GitLab, and no other outside", async () => {
    const page = await open(1440);
    const hrefs = await page
      .locator("main a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    const outside = hrefs.filter((href) => !href.startsWith("#"));
    const [, host] = /^All runners of (.*)$/.exec(await page.title()) ?? [];
    expect(outside).toEqual((await shown(page)).map((id) => `http://${host}/admin/runners/${id}`));
    const dead = hrefs.filter((href) => href.startsWith("#"));
    expect(dead.length).toBeGreaterThan(10);
    for (const href of new Set(dead)) expect(await page.locator(href).count()).toBe(1);
    await page.close();
  });

  test("on a phone folds its lists, and folds them out where a link leads into them", async () => {
    const page = await open(390);
    const rows = page.locator("#runners tbody tr:visible");
    expect(await rows.count()).toBe(5);
    // It was 12,876 px of thirty runners, and has more of them here.
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(10_000);
    const more = page.getByRole("button", { name: `Show all ${30 + 2 + HOSTILE.length} runners` });
    expect(await more.getAttribute("aria-expanded")).toBe("false");
    await more.press("Enter");
    expect(await rows.count()).toBe(30 + 2 + HOSTILE.length);
    await page.getByRole("button", { name: "Show fewer runners" }).press("Enter");
    expect(await rows.count()).toBe(5);
    await page.locator('.names a[href="#runner-12"]').first().press("Enter");
    await expectInView(page.locator("#runner-12"));
    await page.close();
  });

  test("marks parts of a day, and draws no line to them", async () => {
    const page = await open(1440);
    const figures = await page.locator("figure").evaluateAll((all) =>
      all.map((figure) => ({
        lines: [...figure.querySelectorAll("svg:not(.key) .line")].map(
          (line) => (line.getAttribute("d") ?? "").match(/[\d.]+(?=,)/g)?.map(Number) ?? [],
        ),
        hollow: [...figure.querySelectorAll(".hollow")].map((mark) => ({
          title: mark.textContent.trim(),
          x: Number(/\(([\d.]+)/.exec(mark.getAttribute("transform") ?? "")?.[1]),
        })),
        rows: [...figure.querySelectorAll("tbody th")].map((day) => day.textContent),
      })),
    );
    for (const { rows } of figures) {
      const partial = rows.filter((day) => day.endsWith(" (part of the day)"));
      expect(partial).toEqual([rows[0], rows.at(-1)]);
    }
    const [queue] = figures;
    expect(queue?.hollow.length).toBeGreaterThan(0);
    for (const { title, x } of queue?.hollow ?? []) {
      expect(title).toMatch(/^20\d\d-\d\d-\d\d \(part of the day\): /);
      for (const line of queue?.lines ?? []) expect(line).not.toContain(x);
    }
    await page.close();
  });

  test("is printed light and whole", async () => {
    const page = await open(1440, "dark");
    const opened = await page.evaluate(() => {
      dispatchEvent(new Event("beforeprint"));
      return document.querySelectorAll("details:not([open])").length;
    });
    expect(opened).toBe(0);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const printed = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return {
        backgroundColor,
        color,
        rest: document.querySelectorAll(".rest").length,
        hidden: [...document.querySelectorAll("tbody tr")].filter(
          (row) => row.getClientRects().length === 0,
        ).length,
        form: document.querySelector("form")?.getClientRects().length,
      };
    });
    expect(printed).toEqual({
      backgroundColor: "rgb(255, 255, 255)",
      color: "rgb(31, 30, 36)",
      rest: expect.any(Number) as number,
      hidden: 0,
      form: 0,
    });
    expect(printed.rest).toBeGreaterThan(0);
    await page.close();
  });

  test("without its script shows all runners, and nothing to look with", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setContent(html);
    expect(await page.locator("#runners tbody tr:visible").count()).toBe(30 + 2 + HOSTILE.length);
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.getByRole("button").count()).toBe(0);
    // What needs attention leads to the first of its rows.
    await page.locator(".attention a").first().click();
    const row = page.locator("tr:target");
    expect(await row.locator('[data-heading="Status"]').textContent()).toBe("offline");
    await context.close();
  });

  test("has a text for each chart, and headings, captions and scopes", async () => {
    const page = await open(1280);
    const charts = page.getByRole("img");
    expect(
      await charts.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label"))),
    ).toEqual([
      expect.stringMatching(
        /^Time in the queue by day, minutes\. The longest of 95% .* on 20\d\d-/,
      ),
      expect.stringMatching(/^Jobs by day: 2,0\d\d in all, \d+ of them failed\.$/),
      expect.stringMatching(
        /^Failed jobs by day, % of finished jobs\. The highest is [\d.]+%, on 20/,
      ),
    ]);
    const shape = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      headings: [...document.querySelectorAll("h1, h2, h3")].map((each) => each.textContent),
      uncaptioned: document.querySelectorAll("table:not(:has(> caption))").length,
      unscoped: document.querySelectorAll("th:not([scope])").length,
      // Each chart has its numbers in a table beside.
      untold: document.querySelectorAll("figure:not(:has(> details table))").length,
      unnamed: [...document.querySelectorAll("input, select")].filter(
        (each) => (each as HTMLInputElement).labels?.length !== 1,
      ).length,
    }));
    expect(shape).toEqual({
      lang: "en",
      headings: [
        expect.stringMatching(/^All runners of 127\.0\.0\.1:\d+$/),
        "Needs attention",
        "Runners",
        ...["Jobs", "Time in the queue", "Jobs", "Failed jobs"],
        "Who may use which",
      ],
      uncaptioned: 0,
      unscoped: 0,
      untold: 0,
      unnamed: 0,
    });
    await page.close();
  });

  test.each([360, 1440])(
    "at %d px its tables are tables for those who do not see them",
    async (width) => {
      const page = await open(width);
      await foldOut(page);
      expect(await page.getByRole("columnheader", { name: "May be used by" }).count()).toBe(1);
      const row = page.getByRole("row", { name: /^7 acme linux-arm64-07/ });
      expect((await row.getByRole("cell").allTextContents()).slice(0, 5)).toEqual([
        "group",
        "online, paused",
        "19.4.0",
        "docker, linux, arm64 and jobs without tags",
        "group acme, its subgroups and projects",
      ]);
      await page.close();
    },
  );

  test("shows texts as they are, and takes no script but its own", async () => {
    const page = await open(1280);
    expect(await page.getByText("<script>alert(1)</script>").count()).toBeGreaterThan(0);
    expect(await page.getByText(HEBREW).count()).toBeGreaterThan(0);
    expect(await page.locator("main script, main img").count()).toBe(0);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'run'";
      document.body.append(script);
    });
    expect(await page.title()).toMatch(/^All runners of/);
    // The browser says that it refused.
    expect(log.problems.splice(0)).toEqual([expect.stringContaining("Content Security Policy")]);
    await page.close();
  });
});
