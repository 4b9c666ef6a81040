import { type Emulator, type Seed, type Version } from "../../emulator";
import { type Answer, ago, ask, start } from "./helpers";

type Runner = NonNullable<Seed["runners"]>[number];
type Job = NonNullable<Seed["jobs"]>[number];

const waiting = (more: Partial<Job> = {}): Job => ({
  id: 1,
  status: "pending",
  project: "acme/team/app",
  created_at: ago(1),
  ...more,
});
const runner = (more: Partial<Runner> = {}): Runner => ({
  id: 1,
  runner_type: "instance_type",
  token: "glrt-one",
  ...more,
});

/** The ids of the jobs that a runner gets until there is none. */
async function taken(gitlab: Emulator, token = "glrt-one"): Promise<number[]> {
  const jobs: number[] = [];
  for (;;) {
    const { status, body } = await request(gitlab, token);
    if (status !== 201) return jobs;
    jobs.push((body as { id: number }).id);
  }
}

function request(gitlab: Emulator, token = "glrt-one"): Promise<Answer> {
  return ask(gitlab, undefined, "POST", "/jobs/request", { token, system_id: "s_1" });
}

describe("which job a runner gets", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start();
  });
  afterEach(() => {
    gitlab.reset();
  });
  afterAll(() => gitlab.close());

  const protecting: Seed["projects"] = [
    {
      path_with_namespace: "acme/strict",
      protected_branches: ["main", "release/*", "*-stable-*"],
      protected_tags: ["v*"],
    },
  ];
  const on = (ref: string, tag = false): Job => waiting({ project: "acme/strict", ref, tag });

  test.each<[string, Job, boolean]>([
    ["the default branch", waiting(), true],
    ["another branch", waiting({ ref: "topic" }), false],
    ["a tag of the default branch's name", waiting({ ref: "main", tag: true }), false],
    ["a branch by a wildcard", on("release/1"), true],
    ["a branch by two wildcards", on("19-4-stable-ee"), true],
    ["a branch that only begins so", on("release"), false],
    ["a branch named as a tag is", on("v1"), false],
    ["a tag by a wildcard", on("v1", true), true],
    ["a tag named as a branch is", on("release/1", true), false],
  ])("a protected runner and %s", async (_, job, gets) => {
    const all = { token: "glrt-all", id: 2 };
    gitlab.seed({
      projects: protecting,
      runners: [runner({ access_level: "ref_protected" }), runner(all)],
      jobs: [job],
    });
    expect(await taken(gitlab)).toEqual(gets ? [1] : []);
    expect(await taken(gitlab, "glrt-all")).toEqual(gets ? [] : [1]);
  });

  test.each<[string, Partial<Runner>, Partial<Job>, boolean]>([
    [
      "all of the job's tags and more",
      { tag_list: ["a", "b", "c"] },
      { tag_list: ["a", "b"] },
      true,
    ],
    ["some of its tags", { tag_list: ["a"] }, { tag_list: ["a", "b"] }, false],
    ["no tags and an untagged job", {}, {}, true],
    ["tags only", { tag_list: ["a"], run_untagged: false }, {}, false],
    [
      "tags only and a tagged job",
      { tag_list: ["a"], run_untagged: false },
      { tag_list: ["a"] },
      true,
    ],
    ["a pause", { paused: true }, {}, false],
    ["a lock, which is no matter of jobs", { locked: true }, {}, true],
  ])("a runner with %s", async (_, more, job, gets) => {
    gitlab.seed({ runners: [runner(more)], jobs: [waiting(job)] });
    expect(await taken(gitlab)).toEqual(gets ? [1] : []);
  });

  test.each<[string, Partial<Runner>, object, boolean]>([
    ["instance", {}, { shared_runners_enabled: false }, false],
    ["instance", {}, { group_runners_enabled: false }, true],
    [
      "group",
      { runner_type: "group_type", group: "acme" },
      { group_runners_enabled: false },
      false,
    ],
    [
      "group",
      { runner_type: "group_type", group: "acme" },
      { shared_runners_enabled: false },
      true,
    ],
    [
      "project",
      { runner_type: "project_type", projects: ["acme/team/app"] },
      { shared_runners_enabled: false, group_runners_enabled: false },
      true,
    ],
    ["instance", {}, { builds_access_level: "disabled" }, false],
    ["instance", {}, { builds_access_level: "private" }, true],
    ["group", { runner_type: "group_type", group: "acme" }, { jobs_enabled: false }, false],
  ])("a runner of the %s %j where the project has %j", async (_, more, switches, gets) => {
    gitlab.seed({ runners: [runner(more)], jobs: [waiting()] });
    expect((await ask(gitlab, "owner", "PUT", "/projects/1", switches)).status).toBe(200);
    expect(await taken(gitlab)).toEqual(gets ? [1] : []);
  });

  test("a project runner fails the jobs of a project without CI/CD", async () => {
    gitlab.seed({
      projects: [{ path_with_namespace: "acme/off", builds_access_level: "disabled" }],
      runners: [runner({ runner_type: "project_type", projects: ["acme/off"] })],
      jobs: [waiting({ project: "acme/off" })],
    });
    expect((await request(gitlab)).status).toBe(204);
    await ask(gitlab, "root", "PUT", "/projects/4", { jobs_enabled: true });
    expect((await request(gitlab)).status).toBe(204);
  });

  test("an instance runner prefers projects that have nothing running on such runners", async () => {
    gitlab.seed({
      runners: [runner()],
      jobs: [
        waiting({ id: 1 }),
        waiting({ id: 2 }),
        waiting({ id: 3, project: "acme/docs" }),
        waiting({ id: 4, project: "acme/docs" }),
      ],
    });
    expect(await taken(gitlab)).toEqual([1, 3, 2, 4]);
  });

  test("a group runner takes the oldest first", async () => {
    gitlab.seed({
      runners: [runner({ runner_type: "group_type", group: "acme" })],
      jobs: [waiting({ id: 2 }), waiting({ id: 1 }), waiting({ id: 3, project: "acme/docs" })],
    });
    expect(await taken(gitlab)).toEqual([1, 2, 3]);
  });

  test("a job may run as long as both its project and its runner allow", async () => {
    const timeouts: unknown[] = [];
    for (const maximum_timeout of [600, 7200, null]) {
      gitlab.reset();
      gitlab.seed({ runners: [runner({ maximum_timeout })], jobs: [waiting()] });
      const { body } = await request(gitlab);
      const { runner_info, steps } = body as Record<string, unknown>;
      timeouts.push([runner_info, (steps as { timeout: number }[])[0]?.timeout]);
    }
    const info = (timeout: number): unknown => [{ timeout, runner_session_url: null }, timeout];
    expect(timeouts).toEqual([info(600), info(3600), info(3600)]);
  });
});

describe("what a runner gets to know of its job", () => {
  const SEED: Seed = {
    runners: [
      runner(),
      runner({ id: 2, token: "glrt-two", runner_type: "group_type", group: "acme" }),
    ],
    jobs: [
      ...Array.from({ length: 8 }, (_, index) => waiting({ id: index + 1, user: "developer" })),
    ],
  };
  const SHORT = {
    id: 1,
    name: "test",
    stage: "test",
    project_id: 1,
    project_name: "app",
    time_in_queue_seconds: 3600,
    project_jobs_running_on_instance_runners_count: "0",
  };
  const LONG = {
    ...SHORT,
    project_full_path: "acme/team/app",
    namespace_id: 2,
    root_namespace_id: 1,
    organization_id: 1,
    instance_id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    instance_uuid: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    user_id: 5,
    scoped_user_id: null,
    queue_size: 8,
    queue_depth: 1,
  };

  test.each<[Version, object]>([
    ["15", SHORT],
    ["18.2", SHORT],
    ["18.7", LONG],
    ["newest", { ...LONG, pipeline_id: 1 }],
  ])("by GitLab %s", async (version, info) => {
    const gitlab = await start({ runners: SEED.runners ?? [], jobs: SEED.jobs ?? [] }, { version });
    const { body } = await request(gitlab);
    expect((body as { job_info: object }).job_info).toEqual(info);
    await gitlab.close();
  });

  test("jobs that run on instance runners count up to five, and for no other runner", async () => {
    const gitlab = await start({ runners: SEED.runners ?? [], jobs: SEED.jobs ?? [] });
    const counts: unknown[] = [];
    for (const token of [...Array<string>(7).fill("glrt-one"), "glrt-two"]) {
      const { body } = await request(gitlab, token);
      const { job_info } = body as { job_info: Record<string, unknown> };
      counts.push(job_info["project_jobs_running_on_instance_runners_count"]);
    }
    expect(counts).toEqual(["0", "1", "2", "3", "4", "5+", "5+", "+Inf"]);
    await gitlab.close();
  });
});
