import { type Emulator, companySeed, startEmulator } from "../../emulator";
import {
  type RunnerJob,
  getAllRunners,
  getGroupRunners,
  getProjectRunners,
  getRunner,
  getRunnerJobs,
  getRunnerManagers,
  getRunnerProjects,
  getRunners,
  iterateRunnerJobs,
  verifyRunnerToken,
} from "../../sdk";
import { ask } from "../helpers/gitlab";

/** What a program finds in its environment. */
function configure(gitlab: Emulator, token: string): void {
  process.env["GITLAB_BASE_URL"] = gitlab.url;
  process.env["GITLAB_TOKEN"] = gitlab.tokens[token] ?? "";
}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

describe("data functions against a company", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    gitlab.seed({
      runners: [{ id: 40, runner_type: "instance_type", token: "glrt-tokenofrunnerforty" }],
    });
    configure(gitlab, "root");
  });
  afterAll(() => gitlab.close());
  beforeEach(() => {
    gitlab.requests.clear();
  });

  /** The ids that GitLab's own list has. */
  const listed = async (path: string): Promise<number[]> =>
    ids((await ask(gitlab, "GET", `${path}per_page=100`)).body as { id: number }[]);

  test("all runners, by every filter", async () => {
    expect(ids(await getAllRunners())).toEqual(await listed("/runners/all?"));
    for (const [args, query] of [
      [{ type: "group_type" }, "type=group_type"],
      [{ status: "stale" }, "status=stale"],
      [{ paused: true }, "paused=true"],
      [{ tagList: ["docker", "arm64"] }, "tag_list=docker,arm64"],
      [{ versionPrefix: "19.4" }, "version_prefix=19.4"],
    ] as const) {
      const expected = await listed(`/runners/all?${query}&`);
      expect(expected.length).toBeGreaterThan(0);
      expect(ids(await getAllRunners(args as object))).toEqual([...new Set(expected)]);
    }
  });

  test.each(["active", "paused", "online", "specific", "shared"] as const)(
    "the deprecated scope %s says what GitLab says",
    async (scope) => {
      expect(ids(await getAllRunners({ scope }))).toEqual(
        await listed(`/runners/all?scope=${scope}&`),
      );
    },
  );

  test("those of a project and a group, by path", async () => {
    expect(ids(await getProjectRunners({ projectId: "acme/products/shop" }))).toEqual(
      await listed("/projects/8/runners?"),
    );
    expect(ids(await getGroupRunners({ groupId: "acme/platform" }))).toEqual(
      await listed("/groups/2/runners?"),
    );
  });

  test("details by one request a runner, none twice", async () => {
    const detailed = await getGroupRunners({ groupId: 2, type: "group_type", details: true });
    expect(detailed.length).toBeGreaterThan(1);
    expect(detailed[0]).toMatchObject({ tagList: expect.any(Array) as string[], locked: false });
    await getGroupRunners({ groupId: 2, type: "group_type", details: true });
    const asked = gitlab.requests
      .all()
      .map(({ path }) => path)
      .filter((path) => /\/runners\/\d+$/.test(path));
    expect(asked).toHaveLength(detailed.length);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("details of those that are still there", async () => {
    const ofInstances = { projectId: 8, type: "instance_type" } as const;
    const all = ids(await getProjectRunners(ofInstances));
    const gone = all.at(-1);
    gitlab.faults.add({ kind: "status", status: 404, path: `/runners/${gone}` });
    const detailed = ids(await getProjectRunners({ ...ofInstances, details: true }));
    expect(detailed.length).toBeGreaterThan(0);
    expect(detailed).toEqual(all.slice(0, -1));
  });

  test("details of many by a page, the same as one by one", async () => {
    const ofGroups = { type: "group_type", details: true } as const;
    const byPage = await getAllRunners(ofGroups);
    const paths = gitlab.requests.all().map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual([
      expect.stringMatching(/^GET \/api\/v4\/runners\/all\?/),
      "POST /api/graphql",
    ]);
    gitlab.faults.add({ kind: "status", status: 404, path: "/api/graphql" });
    gitlab.requests.clear();
    expect(await getAllRunners(ofGroups)).toEqual(byPage);
    // Some were read by tests before, and nothing is read twice.
    expect(gitlab.requests.all().length).toBeGreaterThan(byPage.length / 2);
    for (const runner of byPage.slice(0, 3))
      expect(await getRunner({ id: runner.id })).toMatchObject({
        tagList: runner.tagList,
        maintenanceNote: runner.maintenanceNote,
        version: runner.version,
      });
  });

  test("a runner, its managers and its projects", async () => {
    expect(await getRunner({ id: 1 })).toMatchObject({
      id: 1,
      runnerType: "instance_type",
      createdBy: { username: "ada" },
    });
    expect(await getRunnerManagers({ id: "3" })).toMatchObject([
      { systemId: expect.stringMatching(/^s_/) as string, platform: "darwin", status: "online" },
      {},
      {},
    ]);
    expect(ids(await getRunnerProjects({ id: 17 }))).toHaveLength(2);
  });

  test("jobs by status, several statuses, time and limit", async () => {
    const all = await getRunnerJobs({ id: 1 });
    expect(all.length).toBeGreaterThan(100);
    expect(ids(all)).toEqual([...ids(all)].sort((one, other) => other - one));
    const failed = all.filter(({ status }) => status === "failed");
    expect(await getRunnerJobs({ id: 1, status: "failed" })).toEqual(failed);
    expect(ids(await getRunnerJobs({ id: 1, status: ["failed", "canceled"] }))).toEqual(
      ids(all.filter(({ status }) => status === "failed" || status === "canceled")),
    );
    expect(ids(await getRunnerJobs({ id: 1, limit: 7 }))).toEqual(ids(all).slice(0, 7));
    expect(
      ids(await getRunnerJobs({ id: 1, status: ["canceled", "failed"], limit: 9, sort: "asc" })),
    ).toEqual(
      ids(all)
        .reverse()
        .filter((id) =>
          ["failed", "canceled"].includes(all.find((job) => job.id === id)?.status ?? ""),
        )
        .slice(0, 9),
    );
    expect(await getRunnerJobs({ id: 1, status: [] })).toEqual([]);
    expect(ids(await getRunnerJobs({ id: 1, sort: "asc" }))).toEqual(ids(all).reverse());
    const since = all[49]?.createdAt ?? "";
    const recent = await getRunnerJobs({ id: 1, since });
    expect(recent.every(({ createdAt }) => createdAt >= since)).toBe(true);
    expect(recent.length).toBeGreaterThan(0);
    expect(recent.length).toBeLessThan(all.length);
  });

  test("of several statuses only the jobs in them are asked for", async () => {
    const failed = await getRunnerJobs({ id: 1, status: "failed" });
    const canceled = await getRunnerJobs({ id: 1, status: "canceled" });
    const pages = [failed, canceled].map(({ length }) => Math.max(1, Math.ceil(length / 100)));
    gitlab.requests.clear();
    await getRunnerJobs({ id: 1, status: ["failed", "canceled"], orderBy: "id" });
    expect(gitlab.requests.all()).toHaveLength(pages.reduce((sum, count) => sum + count));
  });

  test("jobs of one manager", async () => {
    const [manager] = await getRunnerManagers({ id: 3 });
    const systemId = manager?.systemId ?? "";
    const { body } = await ask(gitlab, "GET", `/runners/3/jobs?system_id=${systemId}&per_page=100`);
    const jobs = await getRunnerJobs({ id: 3, systemId });
    expect(jobs.length).toBeGreaterThan(0);
    expect(ids(jobs).slice(-100)).toEqual(
      ids(body as { id: number }[])
        .slice(0, 100)
        .reverse(),
    );
    expect(await getRunnerJobs({ id: 3, systemId: "s_nobody" })).toEqual([]);
  });

  test("wrong arguments are refused before GitLab is asked", async () => {
    await expect(getAllRunners({ status: "sleeping" } as never)).rejects.toThrow(
      "getAllRunners: status must be one of online, offline, stale, never_contacted",
    );
    await expect(getRunner({ id: "x" })).rejects.toThrow("getRunner: id must be an id");
    await expect(getRunners({ colour: "red" } as never)).rejects.toThrow("no argument colour");
    await expect(getRunnerJobs({ id: 1, limit: 0, since: "never" })).rejects.toThrow(
      /since must be a time.*limit must be 1 or more/,
    );
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("GitLab's refusal is a rejection with its text", async () => {
    await expect(getRunner({ id: 999 })).rejects.toThrow(
      "cannot read runner 999: GitLab answered 404 (404 Runner Not Found)",
    );
    configure(gitlab, "linus");
    await expect(getAllRunners()).rejects.toThrow(/cannot list all runners: .*403/);
    configure(gitlab, "ada");
    expect(await getRunners({ limit: 3 })).toHaveLength(3);
    expect(ids(await getRunners())).toHaveLength(24);
    configure(gitlab, "root");
  });

  test("a token, quietly and fully", async () => {
    const token = "glrt-tokenofrunnerforty";
    expect(await verifyRunnerToken({ token })).toEqual({ valid: true });
    expect(await getRunnerManagers({ id: 40 })).toEqual([]);
    expect(await verifyRunnerToken({ token, mode: "full" })).toMatchObject({
      valid: true,
      runnerId: 40,
    });
    expect(await getRunnerManagers({ id: 40 })).toEqual([]);
    const verdict = await verifyRunnerToken({ token: "glrt-wrong" });
    expect(verdict).toEqual({
      valid: false,
      reason: expect.stringContaining("rejects it") as string,
    });
    expect(JSON.stringify(verdict)).not.toContain("glrt-wrong");
  });
});

describe("data functions against a large instance", () => {
  const RUNNERS = 10_000;
  const JOBS = 100_000;
  let gitlab: Emulator;
  beforeAll(async () => {
    const job = { status: "success" as const, project: "acme/app" };
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ full_path: "acme" }],
        projects: [{ path_with_namespace: "acme/app" }],
        runners: Array.from({ length: RUNNERS }, (_, index) => ({
          runner_type: "instance_type" as const,
          jobs: index === 0 ? Array<typeof job>(JOBS).fill(job) : [],
        })),
      },
    });
    configure(gitlab, "root");
  });
  afterAll(() => gitlab.close());

  test("10,000 runners, all pages, in order, each page once", async () => {
    gitlab.requests.clear();
    const found = await getAllRunners();
    expect(found).toHaveLength(RUNNERS);
    expect(ids(found)).toEqual(Array.from({ length: RUNNERS }, (_, index) => index + 1));
    expect(gitlab.requests.all()).toHaveLength(RUNNERS / 100);
    gitlab.requests.clear();
    expect(await getAllRunners({ limit: 150 })).toHaveLength(150);
    expect(gitlab.requests.all()).toHaveLength(2);
  });

  test("100,000 jobs one by one, and no more pages than are wanted", async () => {
    gitlab.requests.clear();
    let count = 0;
    let last: RunnerJob | undefined;
    for await (const job of iterateRunnerJobs({ id: 1 })) {
      count += 1;
      last = job;
    }
    expect(count).toBe(JOBS);
    expect(last?.id).toBe(1);
    expect(gitlab.requests.all()).toHaveLength(JOBS / 100);
    gitlab.requests.clear();
    for await (const job of iterateRunnerJobs({ id: 1 })) if (job.id <= JOBS - 150) break;
    expect(gitlab.requests.all()).toHaveLength(2);
  });
});
