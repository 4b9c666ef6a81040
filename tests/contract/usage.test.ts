import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";

import { type Emulator, startEmulator } from "../../emulator";
import { type Ended, SCRIPT, runCommand } from "../helpers/commandLine";
import {
  describePage,
  expectReadable,
  expectToFit,
  launchBrowser,
  openHtml,
} from "../helpers/browser";
import { HOSTILE, tagsOf } from "../helpers/markup";
import { blocksOf } from "../helpers/pageBlocks";

const PLANTED = "glrt-plantedPlanted_12345";
const CONTROL = "\u001b[2J\u202e\r\n9  total";
const DAY_MS = 86_400_000;

interface Usage {
  jobs: number;
  unfinishedJobs: number;
  seconds: number;
  cost?: string;
}
interface Report {
  requests: number;
  total: Usage;
  projects: (Usage & { path: string })[];
  groups: (Usage & { path: string })[];
  tagSets: (Usage & { tags: string[] })[];
  runners: (Usage & { id: number; description: string })[];
  notRead: { id: number; reason: string }[];
}

/** A time so many milliseconds before now. */
const before = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();

let nextJob = 1;
const job = (project: string, daysAgo: number, milliseconds: number, status = "success") => ({
  id: nextJob++,
  status: status as "success",
  project,
  created_at: before(daysAgo * DAY_MS + 1000),
  started_at: before(daysAgo * DAY_MS),
  finished_at: before(daysAgo * DAY_MS - milliseconds),
});

describe("usage", () => {
  let gitlab: Emulator;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "usage-"));
    const many = Array.from({ length: 950 }, (_, index) =>
      job(index % 3 === 0 ? "acme/web/site" : "acme/app", 10 - index / 100, 60_000),
    );
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "mia" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "mia", user: "mia" },
        ],
        groups: [{ full_path: "acme" }, { full_path: "acme/web" }],
        projects: [
          { id: 1, path_with_namespace: "acme/app" },
          { id: 2, path_with_namespace: "acme/web/site" },
        ],
        runners: [
          {
            id: 7,
            runner_type: "instance_type",
            tag_list: ["gpu", "docker"],
            description: `${CONTROL} ${PLANTED}`,
            jobs: [
              job("acme/app", 40, 999_000),
              job("acme/app", 3, 90_500),
              job("acme/web/site", 2, 30_499, "canceled"),
            ],
          },
          {
            id: 8,
            runner_type: "instance_type",
            tag_list: ["docker", "gpu"],
            jobs: [job("acme/app", 1, 10_000)],
          },
          { id: 9, runner_type: "instance_type", description: "many", jobs: many },
          ...HOSTILE.map((text, index) => ({
            id: 100 + index,
            runner_type: "instance_type" as const,
            description: text,
            tag_list: [`t${index}`, text.slice(0, 200)],
            jobs: [job("acme/app", 20, 1000)],
          })),
        ],
      },
    });
  });
  beforeEach(() => {
    gitlab.faults.clear();
    gitlab.requests.clear();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  });

  const run = (args: readonly string[], as = "root"): Promise<Ended> =>
    runCommand(gitlab, ["usage", ...args], { as });
  const report = async (...args: string[]): Promise<Report> => {
    const { code, stdout, stderr } = await run([...args, "--json"]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^[\d,]+ requests? to GitLab\.\n$/) as string,
    });
    return JSON.parse(stdout) as Report;
  };
  /** The prices of the docs, in a file. */
  const prices = (): string => {
    const file = join(folder, "prices.yml");
    const block = blocksOf("docs/usage.md").find(({ language }) => language === "yaml");
    writeFileSync(file, block?.code ?? "");
    return file;
  };
  const pagesRead = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ path }) => path.includes("/jobs"))
      .map(({ path }) => path);

  test("counts whole seconds of the jobs since then, and prices each runner by the first match", async () => {
    const found = await report("7", "8", "--prices", prices());
    // 90.5 s and 30.499 s on runner 7 at 0.05; 10 s on runner 8 at the price of gpu, 0.12.
    expect(found.total).toEqual({ jobs: 3, unfinishedJobs: 0, seconds: 131, cost: "0.120833" });
    expect(found.projects).toMatchObject([
      { path: "acme/app", jobs: 2, seconds: 101, cost: "0.095833" },
      { path: "acme/web/site", jobs: 1, seconds: 30, cost: "0.025000" },
    ]);
    expect(found.groups.map(({ path, seconds }) => [path, seconds])).toEqual([
      ["acme", 101],
      ["acme/web", 30],
    ]);
    expect(found.tagSets).toEqual([{ tags: ["docker", "gpu"], ...found.total }]);
    const ajv = addFormats(new Ajv2020({ strict: true, strictTypes: false }));
    const schema = JSON.parse(readFileSync("docs/usage.schema.json", "utf8")) as object;
    expect(ajv.validate(schema, found) ? [] : ajv.errors).toEqual([]);
    expect(JSON.stringify(found)).not.toContain(PLANTED);
  });

  test("a table and CSV have every row, and obey no text of GitLab's", async () => {
    const { code, stdout } = await run(["7", "8"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^BY\s+JOBS\s+UNFINISHED\s+SECONDS\s+MINUTES\s+NAME/);
    expect(stdout).toMatch(/^total\s+3\s+0\s+131\s+2\.18\s+2 runners/m);
    expect(stdout).not.toMatch(/[\u001b\u202e\r]|^9 {2}total/m);
    expect(stdout).not.toContain(PLANTED);
    const csv = await run(["--all", "--output", "csv"]);
    const sums = new Map<string, number>();
    for (const [, by = "", seconds] of csv.stdout.matchAll(
      /^(total|project|group|tags of the runner|runner),\d+,\d+,(\d+),/gm,
    ))
      sums.set(by, (sums.get(by) ?? 0) + Number(seconds));
    const whole = 131 + 950 * 60 + HOSTILE.length;
    expect([...sums.keys()]).toEqual(["total", "project", "group", "tags of the runner", "runner"]);
    expect([...sums.values()]).toEqual([whole, whole, whole, whole, whole]);
  });

  test("prints the columns that are asked for, sorts the rows of each kind, and refuses others at once", async () => {
    const args = ["7", "8", "--columns", "by,seconds", "--sort-by", "seconds", "--output", "csv"];
    const { code, stdout } = await run(args);
    expect({ code, lines: stdout.trimEnd().split("\n") }).toEqual({
      code: 0,
      lines: [
        "by,seconds",
        "total,131",
        ...["project,30", "project,101", "group,30", "group,101"],
        "tags of the runner,131",
        ...["runner,10", "runner,121"],
      ],
    });
    gitlab.requests.clear();
    const wrong = await run(["7", "--sort-by", "cost-eur"]);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^there is no column "?cost-eur/) as string,
    });
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("counts only jobs of the project, or of projects of the group", async () => {
    const site = { jobs: 318, seconds: 30 + 317 * 60 };
    const byId = await report("--project", "2");
    expect(byId).toMatchObject({ total: site, scope: { projectId: 2 }, notRead: [] });
    expect(byId.projects).toMatchObject([{ path: "acme/web/site", ...site }]);
    expect(byId.runners.map(({ id }) => id)).toEqual([9, 7]);
    const ofGroup = await report("--group", "acme/web");
    expect(ofGroup).toMatchObject({ total: site, scope: { group: "acme/web" } });
    expect((await report("--group", "acme")).total).toEqual((await report("--all")).total);
  });

  test("refuses wrong prices before it reads anything", async () => {
    const file = join(folder, "wrong.yml");
    writeFileSync(file, "currency: EUR\ndefault: -1");
    const { code, stderr } = await run(["7", "--prices", file]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(
        `${file} is not a list of prices: default: expected a decimal number`,
      ) as string,
    });
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("many requests at once under one signal make Node warn of no leak", async () => {
    const ids = HOSTILE.map((_, index) => String(100 + index));
    const path = "/runners/:id/jobs";
    gitlab.faults.add({ kind: "latency", milliseconds: 200, path, times: Infinity });
    const { stderr } = await run(["7", "8", ...ids]);
    expect(stderr).not.toContain("MaxListenersExceededWarning");
    expect(stderr).toMatch(/^\d+ requests to GitLab\.\n$/);
  });

  test("names a runner whose jobs GitLab refuses, and exits with 3", async () => {
    gitlab.faults.add({ kind: "status", status: 403, path: "/runners/8/jobs", times: Infinity });
    const { code, stdout, stderr } = await run(["7", "8", "--json"]);
    expect(code).toBe(3);
    const found = JSON.parse(stdout) as Report;
    expect(found.total.seconds).toBe(121);
    expect(found.notRead).toMatchObject([{ id: 8 }]);
    expect(stderr).toContain("GitLab does not show the jobs of 1 runner; no sum counts them");
  });

  test.each(["SIGINT", "SIGHUP"] as const)(
    "goes on after %s with the same sums, and reads no page again",
    async (signal) => {
      const whole = await report("7", "9");
      const pages = pagesRead();
      expect(pages).toHaveLength(11);
      gitlab.requests.clear();
      gitlab.faults.add({
        kind: "latency",
        milliseconds: 150,
        path: "/runners/9/jobs",
        times: Infinity,
      });
      const env = {
        PATH: process.env["PATH"] ?? "",
        GITLAB_BASE_URL: gitlab.url,
        GITLAB_TOKEN: gitlab.tokens["root"] ?? "",
      };
      const child = spawn(process.execPath, [SCRIPT, "usage", "7", "9"], { cwd: folder, env });
      const closed = new Promise<NodeJS.Signals | null>((resolve) => {
        child.once("close", (_, by) => {
          resolve(by);
        });
      });
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      while (pagesRead().length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      expect(await closed).toBe(signal);
      const [, file = ""] = /--resume (\S+)/.exec(stderr) ?? [];
      expect(readdirSync(folder)).toContain(file);
      const text = readFileSync(join(folder, file), "utf8");
      expect(text).not.toContain(env.GITLAB_TOKEN);
      expect(text).not.toContain(PLANTED);
      gitlab.faults.clear();
      const counted = (JSON.parse(text) as { runners: { projects: { jobs: number }[] }[] }).runners
        .flatMap(({ projects }) => projects)
        .reduce((sum, { jobs }) => sum + jobs, 0);
      expect(counted).toBeGreaterThan(100);
      gitlab.requests.clear();
      const resumed = await report("--resume", join(folder, file));
      expect({ ...resumed, requests: 0, since: 0, until: 0 }).toEqual({
        ...whole,
        requests: 0,
        since: 0,
        until: 0,
      });
      // What was counted is not read again; the runner that was done is not asked for.
      expect(pagesRead()).toHaveLength(10 - Math.floor((counted - 2) / 100));
      expect(pagesRead().filter((page) => page.includes("/runners/7/"))).toEqual([]);
      expect(existsSync(join(folder, file))).toBe(false);
    },
  );

  test("an error leaves a file, too, and a file that is none is refused", async () => {
    const file = join(folder, "state.json");
    const state = {
      version: 1,
      apiUrl: `${gitlab.url}/api/v4`,
      title: "",
      since: 0,
      until: 1,
      scope: null,
      requests: 0,
    };
    for (const [text, reason] of [
      ["{", "is not what an interrupted gitlab-runners usage wrote"],
      [JSON.stringify({ ...state, runners: [{ id: -1 }] }), "runners.0"],
      [
        JSON.stringify({ ...state, apiUrl: "https://else/api/v4", runners: [] }),
        "is of https://else",
      ],
    ] as const) {
      writeFileSync(file, text);
      const { code, stderr } = await run(["--resume", file]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(reason) as string,
      });
    }
    const runner = {
      id: 8,
      description: "",
      tags: [],
      cursor: null,
      isRead: false,
      reason: null,
      projects: [],
    };
    writeFileSync(file, JSON.stringify({ ...state, until: Date.now(), runners: [runner] }));
    gitlab.faults.add({ kind: "status", status: 400, path: "/runners/8/jobs", times: 1 });
    const failed = await run(["--resume", file]);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain(`--resume ${file}`);
    // What was read is kept where its report cannot be written.
    const nowhere = join(folder, "none", "page.html");
    const unwritten = await run(["--resume", file, "--html", nowhere]);
    expect(unwritten).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--resume ${file}`) as string,
    });
    expect((await report("--resume", file)).total.seconds).toBe(10);
    expect(existsSync(file)).toBe(false);
  });

  describePage("as a page", () => {
    test("escapes every text, and fits a phone, a desk and both schemes", async () => {
      const file = join(folder, "usage.html");
      await run(["--all", "--prices", prices(), "--html", file]);
      const html = readFileSync(file, "utf8");
      expect(html).not.toContain(PLANTED);
      expect(tagsOf(html)).not.toContain("img");
      expect(html).toMatch(/Jobs created from \d+ \w+ \d{4} at \d\d:\d\d UTC/);
      const browser = await launchBrowser();
      try {
        const log = { requests: [], problems: [] };
        for (const width of [390, 641, 700, 768, 820, 897, 1440]) {
          const page = await openHtml(browser, html, log, width, "dark");
          await expectToFit(page, width);
          await expectReadable(page, "dark", 100);
          const table = page.getByRole("table", { name: "By project" });
          const jobs = async (): Promise<(string | null)[]> =>
            table
              .locator("tbody tr td:first-of-type")
              .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-sort")));
          const before = await jobs();
          expect(new Set(before).size).toBeGreaterThan(1);
          const button = table.getByRole("button", { name: "Jobs" });
          await button.click();
          await button.click();
          const after = before.toSorted((one, other) => Number(one) - Number(other));
          expect(await jobs()).toEqual(after);
          expect(await table.locator("tfoot th").textContent()).toBe("Total");
          const link = page.getByRole("link").first();
          expect(await link.getAttribute("href")).toBe(`${gitlab.url}/${await link.textContent()}`);
          await page.close();
        }
        expect(log).toEqual({ requests: [], problems: [] });
      } finally {
        await browser.close();
      }
    });
  });
});
