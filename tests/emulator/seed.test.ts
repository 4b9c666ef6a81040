import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { NOW, ago, ask, ids } from "./helpers";

type Attributes = Record<string, unknown>;

describe("the company that ships", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed(), clock: NOW });
  });
  afterAll(() => gitlab.close());

  const list = async (query = ""): Promise<Attributes[]> =>
    (await ask(gitlab, "root", "GET", `/runners/all?per_page=100&${query}`)).body as Attributes[];

  test("has 30 runners of all types and statuses", async () => {
    const runners = await list();
    expect(runners).toHaveLength(30);
    const kinds = (attribute: string): unknown[] =>
      [...new Set(runners.map((runner) => runner[attribute]))].sort();
    expect(kinds("runner_type")).toEqual(["group_type", "instance_type", "project_type"]);
    expect(kinds("status")).toEqual(["never_contacted", "offline", "online", "paused", "stale"]);
  });

  test("has 2,000 jobs in 12 projects, which their runners may have had", async () => {
    let jobs = 0;
    const projects = new Set<number>();
    for (const { id } of await list()) {
      const details = (await ask(gitlab, "root", "GET", `/runners/${String(id)}`)).body as {
        projects: { id: number }[];
        runner_type: string;
      };
      for (let page = 1; ; page += 1) {
        const answer = await ask(
          gitlab,
          "root",
          "GET",
          `/runners/${String(id)}/jobs?per_page=100&page=${page}`,
        );
        const of = (answer.body as { project: { id: number } }[]).map(({ project }) => project.id);
        jobs += of.length;
        for (const project of of) projects.add(project);
        if (details.runner_type === "project_type")
          expect(details.projects.map((project) => project.id)).toEqual(
            expect.arrayContaining([...new Set(of)]),
          );
        if (answer.headers.get("x-next-page") === "") break;
      }
    }
    expect(jobs).toBe(2000);
    expect(projects.size).toBe(12);
  });

  test("is the same each time but for its tokens", () => {
    expect(companySeed()).toEqual(companySeed());
    expect(JSON.stringify(companySeed())).not.toContain("glrt-");
  });

  test("has people in every role, who see what they may", async () => {
    expect(ids(await ask(gitlab, "ada", "GET", "/runners?per_page=100"))).toHaveLength(24);
    expect((await ask(gitlab, "grace", "GET", "/projects/2/runners")).status).toBe(200);
    expect((await ask(gitlab, "linus", "GET", "/projects/7/runners")).status).toBe(403);
    expect((await ask(gitlab, "auditor", "GET", "/runners/all")).status).toBe(200);
  });
});

describe("a seed", () => {
  test("takes times from when it is applied", async () => {
    const gitlab = await startEmulator({
      clock: NOW,
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        runners: [
          { runner_type: "instance_type", contacted_at: "-P1DT2H", created_at: "-P9D" },
          { runner_type: "instance_type", contacted_at: ago(3) },
        ],
      },
    });
    const contacted = async (id: number): Promise<unknown> =>
      ((await ask(gitlab, "root", "GET", `/runners/${id}`)).body as Attributes)["contacted_at"];
    expect(await contacted(1)).toBe(ago(26));
    expect(await contacted(2)).toBe(ago(3));
    await gitlab.close();
  });

  test.each(["yesterday", "-P", "P1D", "-PT"])("refuses the time %s", async (contacted_at) => {
    await expect(
      startEmulator({ seed: { runners: [{ runner_type: "instance_type", contacted_at }] } }),
    ).rejects.toThrow("runners.0.contacted_at: must be a time in ISO 8601, or a duration");
  });

  test("that is wrong is refused with every path that is wrong", async () => {
    const seed = {
      users: [{ name: "nobody" }],
      runners: [{ runner_type: "shared" }],
      surprise: true,
    };
    const starting = startEmulator({ seed: seed as never });
    await expect(starting).rejects.toThrow(
      /users\.0\.username.*runners\.0\.runner_type.*surprise/s,
    );
  });

  test.each([
    [{ runners: [{ runner_type: "group_type" as const }] }, "runners.0.group"],
    [
      { runners: [{ runner_type: "group_type" as const, group: "none" }] },
      "runners.0.group: there is no group 'none'",
    ],
    [{ tokens: [{ name: "x", user: "none" }] }, "tokens.0.user: there is no user 'none'"],
    [{ groups: [{ full_path: "a/b" }] }, "groups.0"],
  ])("%j is refused by what it leads to", async (seed, text) => {
    await expect(startEmulator({ seed })).rejects.toThrow(text);
  });
});
