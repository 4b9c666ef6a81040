import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fleet } from "../../cli/fleet";
import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { runCommand } from "../helpers/commandLine";
import { ask } from "../helpers/gitlab";
import { HOSTILE, attributesOf, tablesOf, tagsOf, textOf } from "../helpers/markup";

interface Job {
  status: string;
  created_at: string;
  queued_duration: number | null;
  failure_reason?: string;
  project: { path_with_namespace: string };
}
interface Runner {
  id: number;
  description: string;
  runner_type: string;
  status: string;
  online: boolean;
  paused: boolean;
  tag_list: string[];
  projects: { path_with_namespace: string }[];
  groups: { id: number }[];
}

const DAY_MS = 86_400_000;
const SINCE = Date.now() - 9 * DAY_MS;
const TOKENS = [
  "glrt-plantedPlanted_12345",
  "glpat-plantedPlanted12345",
  "GR1348941plantedPlanted12",
];

describe("the page of a fleet", () => {
  let gitlab: Emulator;
  let folder: string;
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    process.env["GITLAB_BASE_URL"] = gitlab.url;
    folder = mkdtempSync(join(tmpdir(), "fleet-page-"));
  });
  beforeEach(() => {
    as("root");
    gitlab.faults.clear();
    gitlab.requests.clear();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  });

  function as(name: string): void {
    process.env["GITLAB_TOKEN"] = gitlab.tokens[name] ?? "";
  }

  async function pageOf(options: Partial<Parameters<typeof fleet>[0]>): Promise<string> {
    const file = join(folder, "fleet.html");
    await fleet({ since: SINCE, top: 5, html: file, ...options });
    const page = readFileSync(file, "utf8");
    expect(textOf(page)).not.toMatch(/NaN|undefined|\[object|Infinity/);
    return page;
  }

  /** All rows of a list, by pages. */
  async function readAll(path: string): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (let page = 1; ; page += 1) {
      const { body } = await ask(gitlab, "GET", `${path}?per_page=100&page=${page}`);
      rows.push(...(body as unknown[]));
      if ((body as unknown[]).length < 100) return rows;
    }
  }

  const read = async <Body>(path: string): Promise<Body> =>
    (await ask(gitlab, "GET", path)).body as Body;

  /** `12m23s` in seconds. */
  function seconds(text: string | undefined): number | undefined {
    const [, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text ?? "") ?? [];
    if ([hours, minutes, rest].every((part) => part === undefined)) return undefined;
    return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
  }

  /** The smallest value that so many are not larger than. */
  function rank(values: readonly number[], share: number): number | undefined {
    const enough = values.filter(
      (each) => values.filter((other) => other <= each).length >= share * values.length,
    );
    return enough.length === 0 ? undefined : Math.min(...enough);
  }

  /** Of a paused runner GitLab reports that it is paused, and whether it is online beside. */
  const contact = ({ status, online }: Runner): string =>
    status !== "paused" ? status : online ? "online" : "offline";

  const share = (failed: number, finished: number): string =>
    finished === 0 ? "" : `${((100 * failed) / finished).toFixed(1)}%`;

  function countEach(names: readonly string[]): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }

  test.each(["GraphQL", "REST"])(
    "shows what GitLab reports, computed the long way, and asks for nothing twice, by %s",
    async (way) => {
      gitlab.requests.clear();
      if (way === "REST") gitlab.faults.add({ path: "/api/graphql", kind: "status", status: 404 });
      const page = await pageOf({ all: true });
      const served = gitlab.requests.all().filter(({ status }) => status !== null);
      const paths = served.map(({ method, path }) => `${method} ${path}`);
      expect(paths).toEqual([...new Set(paths)]);

      const ids = ((await readAll("/runners/all")) as Runner[]).map(({ id }) => id);
      const runners: Runner[] = [];
      const jobs = new Map<number, Job[]>();
      const versions: string[][] = [];
      for (const id of ids.sort((one, other) => one - other)) {
        runners.push(await read<Runner>(`/runners/${id}`));
        const all = (await readAll(`/runners/${id}/jobs`)) as Job[];
        jobs.set(
          id,
          all.filter(({ created_at }) => Date.parse(created_at) >= SINCE),
        );
        const managers = await read<{ version: string }[]>(`/runners/${id}/managers`);
        versions.push(managers.map(({ version }) => version));
      }
      const askedFor = (part: RegExp): number[] =>
        paths
          .flatMap((path) => part.exec(path)?.[1] ?? [])
          .map(Number)
          .sort((one, other) => one - other);
      const singly = way === "REST" ? ids : [];
      expect(askedFor(/\/runners\/(\d+)$/)).toEqual(singly);
      expect(askedFor(/\/runners\/(\d+)\/managers$/)).toEqual(singly);
      expect([...new Set(askedFor(/\/runners\/(\d+)\/jobs\?/))]).toEqual(ids);
      const others = paths.filter((path) => !/\/runners\/\d+/.test(path));
      expect(others).toEqual([
        "GET /api/v4/metadata",
        expect.stringMatching(/^GET \/api\/v4\/runners\/all\?/),
        "POST /api/graphql",
      ]);

      const tables = tablesOf(page);
      const table = (caption: RegExp): string[][] => {
        const found = [...tables].find(([each]) => caption.test(each))?.[1];
        return found?.slice(1) ?? [];
      };
      const counts = (caption: RegExp): object =>
        Object.fromEntries(table(caption).map(([name = "", count]) => [name, Number(count)]));

      expect(counts(/by type/)).toEqual(
        countEach(runners.map(({ runner_type: type }) => type.split("_")[0] ?? "")),
      );
      expect(counts(/by status/)).toEqual(countEach(runners.map(contact)));
      const paused = runners.filter((runner) => runner.paused).length;
      expect([...tables.keys()]).toContain(`Runners by status, ${paused} of them paused`);
      expect(counts(/by tag/)).toEqual(countEach(runners.flatMap((runner) => runner.tag_list)));
      const manned = versions.filter((each) => each.length > 0);
      expect(counts(/by the versions/)).toEqual({
        ...countEach(manned.flatMap((each) => [...new Set(each)])),
        "no manager": versions.length - manned.length,
      });
      const managers = table(/by the versions/).map(([name = "", , count]) => [
        name,
        Number(count),
      ]);
      expect(Object.fromEntries(managers)).toEqual({
        ...countEach(versions.flat()),
        "no manager": 0,
      });

      const all = [...jobs.values()].flat();
      const days = Array.from({
        length: Math.floor(Date.now() / DAY_MS) - Math.floor(SINCE / DAY_MS) + 1,
      });
      const expected = days.map((_, index) => {
        const day = new Date(SINCE + index * DAY_MS).toISOString().slice(0, 10);
        const own = all.filter(({ created_at }) =>
          new Date(created_at).toISOString().startsWith(day),
        );
        const failed = own.filter(({ status }) => status === "failed").length;
        const succeeded = own.filter(({ status }) => status === "success").length;
        const queued = own.flatMap(({ queued_duration }) => queued_duration ?? []);
        return { day, jobs: own.length, failed, succeeded, queued };
      });
      // The window begins and ends within a day.
      const named = (day: string | undefined): string =>
        [expected[0], expected.at(-1)].some((each) => each?.day === day)
          ? `${day} (part of the day)`
          : (day ?? "");
      expect(table(/^Jobs by day/)).toEqual(
        expected.map((each) => [
          named(each.day),
          ...[each.jobs, each.failed, each.succeeded].map(String),
        ]),
      );
      expect(
        table(/^Time in the queue by day/).map(([day, half, most]) => [
          day,
          seconds(half),
          seconds(most),
        ]),
      ).toEqual(
        expected.map(({ day, queued }) => [named(day), rank(queued, 0.5), rank(queued, 0.95)]),
      );
      expect(table(/^Failed jobs by day/)).toEqual(
        expected.map(({ day, failed, succeeded }) => {
          const finished = failed + succeeded;
          return [named(day), String(failed), String(finished), share(failed, finished)];
        }),
      );
      const failures = all.filter(({ status }) => status === "failed");
      expect(counts(/^Why jobs failed/)).toEqual(
        countEach(failures.map(({ failure_reason }) => failure_reason ?? "")),
      );
      const tags = table(/^All jobs of the runners with a tag/);
      expect(tags.length).toBeGreaterThan(3);
      for (const [tag, having, count] of tags) {
        const own = runners.filter(({ tag_list }) => tag_list.includes(tag ?? ""));
        expect(Number(having)).toBe(own.length);
        const sum = own.reduce((total, { id }) => total + (jobs.get(id)?.length ?? 0), 0);
        expect(Number(count?.replace(",", ""))).toBe(sum);
      }
      const tiles = [...page.matchAll(/<dd>([\s\S]*?)<\/dd>/g)].map(([, text]) =>
        textOf(text ?? ""),
      );
      const online = runners.filter((runner) => contact(runner) === "online").length;
      expect(tiles[0]).toBe(`${runners.length} ${online} online, ${paused} paused`);
      expect(tiles[1]).toBe(`${all.length} created in this time`);
      expect(tiles[4]).toBe(
        `${share(failures.length, failures.length + all.filter(({ status }) => status === "success").length)} of finished jobs`,
      );

      const rows = table(/^Waited: median/);
      expect(rows).toHaveLength(runners.length);
      for (const [index, runner] of runners.entries()) {
        const own = jobs.get(runner.id) ?? [];
        const queued = own.flatMap(({ queued_duration }) => queued_duration ?? []);
        const [name, type, status, version, having, users, count, waits, failed] =
          rows[index] ?? [];
        expect(name).toBe(`${runner.id} ${runner.description}`);
        expect(type).toBe(runner.runner_type.split("_")[0]);
        expect(status).toBe(runner.paused ? `${contact(runner)}, paused` : runner.status);
        expect(version).toBe([...new Set(versions[index])].join(", ") || "no manager");
        expect(having).toContain(runner.tag_list.join(", "));
        expect(count).toBe(String(own.length));
        expect(waits?.split(", ").map(seconds)).toEqual(
          queued.length === 0 ? [undefined] : [rank(queued, 0.5), rank(queued, 0.95)],
        );
        const over = own.filter(({ status: end }) => end === "failed" || end === "success");
        const bad = over.filter(({ status: end }) => end === "failed");
        expect(failed).toBe(share(bad.length, over.length) || "–");
        const [group] = runner.groups;
        if (group === undefined) {
          const projects = runner.projects.map(({ path_with_namespace: path }) => path);
          expect(users).toContain(projects.length === 0 ? "every project" : projects.join(" "));
        } else {
          const { full_path: path } = await read<{ full_path: string }>(`/groups/${group.id}`);
          expect(users).toContain(`group ${path}, its subgroups and projects`);
        }
      }
    },
  );

  test("leads with what needs attention, which GitLab reports so", async () => {
    const page = await pageOf({ all: true });
    const runners: Runner[] = [];
    for (const { id } of (await readAll("/runners/all")) as Runner[])
      runners.push(await read<Runner>(`/runners/${id}`));
    runners.sort((one, other) => one.id - other.id);
    const idsWith = (status: string): number[] =>
      runners
        .filter((runner) => contact(runner) === status)
        .filter(({ paused }) => status !== "offline" || !paused)
        .map(({ id }) => id);
    const old: number[] = [];
    const slow: number[] = [];
    for (const { id } of runners) {
      const managers = await read<{ version: string; status: string }[]>(`/runners/${id}/managers`);
      // GitLab is 19.4, so 19.1 and older is old.
      if (managers.some((each) => each.status === "online" && /^1[78]/.test(each.version)))
        old.push(id);
      const jobs = (await readAll(`/runners/${id}/jobs`)) as Job[];
      const waits = jobs
        .filter(({ created_at }) => Date.parse(created_at) >= SINCE)
        .flatMap(({ queued_duration }) => queued_duration ?? []);
      if ((rank(waits, 0.95) ?? 0) > 600) slow.push(id);
    }
    const marked = (kind: string): number[] =>
      [...page.matchAll(/<tr\s+role="row"\s+id="runner-(\d+)"[^>]*data-attention="([^"]*)"/g)]
        .filter(([, , kinds]) => kinds?.split(" ").includes(kind))
        .map(([, id]) => Number(id));
    const [, list = ""] = /<ul class="attention">([\s\S]*?)<\/ul>/.exec(page) ?? [];
    const items = list.split("</li>").map(textOf);
    for (const [index, [kind, ids, verdict]] of (
      [
        ["offline", idsWith("offline"), /offline \d+ runners are offline It is some time since/],
        ["stale", idsWith("stale"), /stale \d+ runners are stale/],
        ["never-contacted", idsWith("never_contacted"), /\d+ runners have never contacted GitLab/],
        ["old", old, /\d+ runners have an old gitlab-runner .* behind GitLab 19\.4\.0/],
        ["queue", slow, /Jobs wait long for \d+ runners .* Slowest tag: \S+, 95% waited/],
      ] as const
    ).entries()) {
      expect(ids.length).toBeGreaterThan(0);
      expect(marked(kind)).toEqual(ids);
      expect(items[index]).toMatch(verdict);
      expect(items[index]).toContain(`${ids.length} runners`);
    }
    // The verdict comes before the figures.
    expect(page.indexOf('class="attention"')).toBeLessThan(page.indexOf('class="tiles"'));
  });

  test("says so when all is well, and how far it looked", async () => {
    gitlab.seed({
      groups: [{ id: 950, full_path: "calm" }],
      runners: ["19.4.0", "19.2.0"].map((version, index) => ({
        id: 950 + index,
        runner_type: "group_type" as const,
        group: "calm",
        description: `calm-${index}`,
        managers: [{ system_id: "s", version, contacted_at: "-PT1M", created_at: "-P1D" }],
      })),
    });
    const calm = { group: "calm", type: "group_type" } as const;
    const verdict =
      /all is well No runner is offline or stale, all have contacted GitLab(, none has an old gitlab-runner)?, and 95% of each runner's jobs started within 10 minutes\./;
    const page = textOf(await pageOf(calm));
    expect(page).toMatch(verdict);
    expect(page).not.toContain("only what GitLab shows");
    gitlab.faults.add({ kind: "status", status: 403, path: "/metadata" });
    const hidden = textOf(await pageOf(calm));
    expect(verdict.exec(hidden)?.[1]).toBeUndefined();
    expect(hidden).toMatch(verdict);
    expect(hidden).toContain("This counts only what GitLab shows, see below.");
    expect(hidden).toContain("GitLab does not show its version");
  });

  test("says what GitLab refuses, and goes on with the rest", async () => {
    as("grace");
    gitlab.faults.add({ kind: "status", status: 403, path: "/runners/1" });
    gitlab.faults.add({ kind: "status", status: 404, path: "/runners/2" });
    gitlab.faults.add({ kind: "status", status: 403, path: "/runners/3/managers" });
    const page = await pageOf({ project: "acme/products/shop" });
    const notes = textOf(/<div class="notes">[\s\S]*?<\/div>/.exec(page)?.[0] ?? "");
    expect(notes).toMatch(
      /GitLab does not show the details, tags and jobs of 1 runner: cannot read runner 1: GitLab answered 403/,
    );
    expect(notes).toMatch(
      /not show the managers of 1 runner; the version comes from the details: cannot list the managers of runner 3/,
    );
    expect(notes).toMatch(
      /not show the jobs of \d+ runners; no figure counts them: cannot list the jobs of runner \d+: GitLab answered 403/,
    );
    const rows = [...tablesOf(page)].find(([caption]) => caption.startsWith("Waited"))?.[1] ?? [];
    const names = rows.map(([name = ""]) => Number(name.split(" ")[0]));
    // The one that went between the list and its details is not shown.
    expect(names).toEqual(expect.arrayContaining([1, 3, 4]));
    expect(names).not.toContain(2);
    expect(rows.find(([name]) => name?.startsWith("1 "))).toEqual(
      expect.arrayContaining(["instance", "not shown", "every project"]),
    );
    const { version } = await read<{ version: string }>("/runners/3");
    expect(rows.find(([name]) => name?.startsWith("3 "))?.[3]).toBe(version);
    const mine = rows.filter(([, type]) => type === "project");
    expect(mine.length).toBeGreaterThan(0);
    for (const row of mine) expect(row[6]).toMatch(/^\d+$/);
  });

  test("of a limit says from when on the figures are whole", async () => {
    const page = await pageOf({ all: true, type: "instance_type", limit: 10 });
    expect(textOf(page)).toMatch(
      /For 5 runners, only the newest 10 jobs were read: earlier days have more jobs than this page counts/,
    );
    expect(page).toContain("Only runners of type instance.");
  });

  test("without runners, or without jobs, says so", async () => {
    const none = await pageOf({ all: true, tag: ["<no such tag>"] });
    expect(textOf(none)).toContain("Only runners with the tags <no such tag>.");
    expect(none).toContain("No runner matches.");
    const idle = await pageOf({
      all: true,
      status: "never_contacted",
      since: Date.now() - 3_600_000,
    });
    expect(idle).toContain("No job was created in this time.");
    expect(tablesOf(idle).get("Runners by type")?.length).toBeGreaterThan(1);
  });

  test("shows hostile texts as text, and no token", async () => {
    const clean = await pageOf({ all: true });
    const all = TOKENS.join(" ");
    gitlab.seed({
      groups: [{ id: 900, full_path: "hostile", name: HOSTILE[0] ?? "" }],
      projects: HOSTILE.map((name, index) => ({
        id: 900 + index,
        path_with_namespace: `hostile/${name}`,
        name,
      })),
      runners: [...HOSTILE, all, gitlab.tokens["root"] ?? ""].map((text, index) => ({
        id: 900 + index,
        runner_type: "project_type" as const,
        projects: HOSTILE.map((name) => `hostile/${name}`),
        description: text,
        maintenance_note: text,
        tag_list: [text, `tag ${text}`],
        managers: [{ system_id: text, version: text, contacted_at: "-PT1M", created_at: "-P1D" }],
        jobs: [
          {
            id: 90_000 + index,
            status: "failed" as const,
            project: `hostile/${HOSTILE[index] ?? "\\"}`,
            failure_reason: text,
            created_at: "-PT2H",
            started_at: "-PT1H",
            finished_at: "-PT30M",
          },
        ],
      })),
    });
    const page = await pageOf({ all: true });
    expect(textOf(page)).toContain("<script>alert(1)</script>");
    // It has folded lists, as there are more tags, reasons and projects.
    expect(tagsOf(page)).toEqual([...new Set([...tagsOf(clean), "details", "summary"])].sort());
    expect(attributesOf(page)).toEqual(attributesOf(clean));
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\ud800]/);
    expect([...page.matchAll(/<script/g)]).toHaveLength(1);
    expect(page).toContain("[redacted]");
    for (const token of [...TOKENS, ...Object.values(gitlab.tokens)])
      expect(page).not.toContain(token);
    expect(page.toLowerCase()).not.toContain("planted");
  });

  test("counts what is called as every object has it", async () => {
    const names = ["constructor", "__proto__", "toString", "valueOf"];
    gitlab.seed({
      groups: [{ id: 990, full_path: "named" }],
      projects: names.map((name, index) => ({
        id: 990 + index,
        path_with_namespace: `named/${name}`,
      })),
      runners: names.map((name, index) => ({
        id: 990 + index,
        runner_type: "group_type" as const,
        group: "named",
        description: name,
        tag_list: [name],
        managers: [{ system_id: name, version: name, contacted_at: "-PT1M", created_at: "-P1D" }],
        jobs: [
          {
            id: 99_000 + index,
            status: "failed" as const,
            project: `named/${name}`,
            failure_reason: name,
            created_at: "-PT2H",
            started_at: "-PT1H",
            finished_at: "-PT30M",
          },
        ],
      })),
    });
    const page = await pageOf({ group: "named" });
    const reasons = tablesOf(page).get("Why jobs failed, as GitLab reports it") ?? [];
    for (const name of names)
      expect(reasons.map((row) => row.join(" "))).toContainEqual(
        expect.stringMatching(new RegExp(`^${name} 1\\b`)),
      );
    expect(page).not.toContain("native code");
    const { stdout } = await runCommand(gitlab, ["fleet", "--group", "named", "--json"]);
    expect(stdout).toMatch(/"failureReasons": \{\s+"__proto__": 1,\s+"constructor": 1,/);
  });

  test("is asked for at the command line, for standard output or a file", async () => {
    const written = await runCommand(gitlab, ["fleet", "--all", "--status", "stale", "--html"]);
    expect(written).toMatchObject({ code: 0, stderr: "" });
    expect(written.stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
    const nowhere = join(folder, "no", "such.html");
    const lost = await runCommand(gitlab, ["fleet", "--tag", "none", "--html", nowhere]);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain(`cannot write ${nowhere}`);
  });

  test("and no other output are two things: what a page has no use for is refused", async () => {
    const others = [["--json"], ["--output", "csv"], ["--output", "yaml"], ["--sort-by", "jobs"]];
    for (const args of [["fleet"], ["usage"], ["access", "--all"]])
      for (const other of others) {
        const both = await runCommand(gitlab, [...args, "--html", ...other]);
        expect(both.code).toBe(2);
        expect(both.stderr).toContain(`cannot be used with option '${other[0] ?? ""}`);
      }
  });

  test("is all that loads what computes figures", async () => {
    const script = 'require("./cli/fleet"); console.log(Object.keys(require.cache).join("\\n"))';
    const options = ["-r", "ts-node/register/transpile-only", "-e", script];
    const { stdout } = await runCommand(gitlab, options, { program: process.execPath });
    expect(stdout).toContain("fleetPage");
    expect(stdout).not.toContain("d3-");
  });
});
