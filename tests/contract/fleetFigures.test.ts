import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { type FleetFigures, type RunnerFigures, getFleetFigures } from "../../sdk";
import { ask } from "../helpers/gitlab";

interface Job {
  status: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  duration: number | null;
  queued_duration: number | null;
  failure_reason?: string;
  project: { path_with_namespace: string };
}

describe("fleet figures", () => {
  let gitlab: Emulator;
  const jobsOf = new Map<number, Job[]>();
  const tagsOf = new Map<number, string[]>();
  let platform: ReadonlySet<number>;

  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    process.env["GITLAB_BASE_URL"] = gitlab.url;
    as("root");
    const { body } = await ask(gitlab, "GET", "/runners/all?per_page=100");
    for (const { id } of body as { id: number }[]) {
      jobsOf.set(id, await readJobs(id));
      const details = await ask(gitlab, "GET", `/runners/${id}`);
      tagsOf.set(id, (details.body as { tag_list: string[] }).tag_list);
    }
    const filter = "type=group_type&per_page=100";
    const group = await ask(gitlab, "GET", `/groups/acme%2Fplatform/runners?${filter}`);
    platform = new Set((group.body as { id: number }[]).map(({ id }) => id));
  });
  afterAll(() => gitlab.close());

  function as(name: string): void {
    process.env["GITLAB_TOKEN"] = gitlab.tokens[name] ?? "";
  }

  /** By offset pages, which the package does not use for jobs. */
  async function readJobs(id: number): Promise<Job[]> {
    const jobs: Job[] = [];
    for (let page = 1; ; page += 1) {
      const { body } = await ask(gitlab, "GET", `/runners/${id}/jobs?per_page=100&page=${page}`);
      jobs.push(...(body as Job[]));
      if ((body as Job[]).length < 100) return jobs;
    }
  }

  /** Everything again, the long way: each second of the window is looked at. */
  function bruteForce(runners: readonly (readonly Job[])[], since: number, until: number): unknown {
    const jobs = runners.flat();
    const ended = jobs.filter(({ status }) => status === "success" || status === "failed");
    const failed = ended.filter(({ status }) => status === "failed");
    const rank = (values: number[], share: number): number | undefined =>
      values.length === 0
        ? undefined
        : Math.min(
            ...values.filter(
              (each) => values.filter((other) => other <= each).length >= share * values.length,
            ),
          );
    const both = (values: number[]): unknown =>
      values.length === 0 ? undefined : { p50: rank(values, 0.5), p95: rank(values, 0.95) };
    const start = (job: Job): number => Date.parse(job.started_at ?? "");
    const end = (job: Job): number => (job.finished_at ? Date.parse(job.finished_at) : Infinity);
    const length = Math.floor((until - since) / 1000);
    const busy = runners.map((own) => {
      const seconds = new Uint8Array(length);
      for (const job of own)
        if (job.started_at !== null)
          for (
            let second = Math.max(0, Math.round((start(job) - since) / 1000));
            second < Math.min(length, Math.round((end(job) - since) / 1000));
            second += 1
          )
            seconds[second] = 1;
      return seconds.reduce((sum, second) => sum + second, 0) / length;
    });
    const seconds = (job: Job): number =>
      job.started_at === null
        ? 0
        : Math.max(0, Math.min(end(job), until) - Math.max(start(job), since)) / 1000;
    const projects = new Map<string, number>();
    for (const job of jobs)
      projects.set(
        job.project.path_with_namespace,
        (projects.get(job.project.path_with_namespace) ?? 0) + seconds(job),
      );
    const close = (value: number): unknown => expect.closeTo(value, 2) as unknown;
    return expect.objectContaining({
      jobs: jobs.length,
      finished: ended.length,
      failed: failed.length,
      failureRate: ended.length === 0 ? undefined : failed.length / ended.length,
      failureReasons: failed.length === 0 ? {} : { script_failure: failed.length },
      queuedDuration: both(jobs.flatMap((job) => job.queued_duration ?? [])),
      duration: both(jobs.flatMap((job) => (job.finished_at ? (job.duration ?? []) : []))),
      runSeconds: expect.closeTo(
        jobs.reduce((sum, job) => sum + seconds(job), 0),
        -1,
      ) as unknown,
      busyShare: close(busy.reduce((sum, share) => sum + share, 0) / Math.max(1, busy.length)),
      topProjects: [...projects]
        .sort(([, one], [, other]) => other - one)
        .slice(0, 3)
        .map(([project]) => expect.objectContaining({ project }) as unknown),
    }) as unknown;
  }

  function expectBruteForce(figures: FleetFigures, only: (id: number) => boolean): void {
    const since = Date.parse(figures.since);
    const until = Date.parse(figures.until);
    const within = (id: number): Job[] =>
      (jobsOf.get(id) ?? []).filter(({ created_at }) => Date.parse(created_at) >= since);
    const ids = [...jobsOf.keys()].filter(only);
    expect(figures.runners.map(({ runner }) => runner.id)).toEqual(ids);
    for (const each of figures.runners)
      expect(each).toEqual(bruteForce([within(each.runner.id)], since, until));
    const tags = [...new Set(ids.flatMap((id) => tagsOf.get(id) ?? []))].sort();
    expect(figures.tags.map(({ tag }) => tag)).toEqual(tags);
    for (const each of figures.tags) {
      const having = ids.filter((id) => tagsOf.get(id)?.includes(each.tag));
      expect(each.runners).toBe(having.length);
      expect(each).toEqual(bruteForce(having.map(within), since, until));
    }
    expect(figures).toEqual(bruteForce(ids.map(within), since, until));
  }

  const days = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString();

  test("of the whole instance are those of a computation the long way", async () => {
    expectBruteForce(
      await getFleetFigures({ all: true, since: days(8), topProjects: 3 }),
      () => true,
    );
  });

  test("of some runners, by the filters of the lists", async () => {
    const figures = await getFleetFigures({
      groupId: "acme/platform",
      type: "group_type",
      topProjects: 3,
    });
    expectBruteForce(figures, (id) => platform.has(id));
    const weekAgo = Date.now() - 7 * 86_400_000;
    expect(Math.abs(Date.parse(figures.since) - weekAgo)).toBeLessThan(60_000);
  });

  test("a limit shortens a runner's window, so that its shares stay true", async () => {
    const all = await getFleetFigures({ all: true, since: days(31) });
    const cut = await getFleetFigures({ all: true, since: days(31), limit: 20 });
    const [first] = cut.runners as [RunnerFigures];
    expect(first.jobs).toBe(20);
    expect(first.since > cut.since).toBe(true);
    expect(first.busyShare).toBeGreaterThan(0);
    const untouched = all.runners.find(({ jobs }) => jobs < 20);
    expect(cut.runners.find(({ runner }) => runner.id === untouched?.runner.id)).toMatchObject({
      jobs: untouched?.jobs,
      since: cut.since,
    });
  });

  test("takes one request a runner and one for each 100 jobs of the window", async () => {
    gitlab.requests.clear();
    const figures = await getFleetFigures({ all: true, type: "group_type", since: days(31) });
    const jobRequests = gitlab.requests.all().filter(({ path }) => /\/jobs(\?|$)/.test(path));
    const pages = figures.runners.map(({ jobs }) => Math.max(1, Math.ceil(jobs / 100)));
    expect(jobRequests).toHaveLength(pages.reduce((sum, count) => sum + count, 0));
    gitlab.requests.clear();
    await getFleetFigures({ all: true, type: "group_type", since: days(31), limit: 5 });
    for (const { path } of gitlab.requests.all()) expect(path).not.toMatch(/\/runners\/\d+(\?|$)/);
  });

  test("a runner whose jobs the credential may not see says why, and the others count", async () => {
    as("grace");
    const figures = await getFleetFigures({ projectId: "acme/products/shop", since: days(31) });
    as("root");
    const hidden = figures.runners.filter(({ reason }) => reason !== undefined);
    const shown = figures.runners.filter(({ reason }) => reason === undefined);
    expect(hidden.length).toBeGreaterThan(0);
    expect(shown.length).toBeGreaterThan(0);
    expect(hidden[0]?.reason).toMatch(/cannot list the jobs of runner \d+: GitLab answered 403/);
    expect(figures.jobs).toBe(shown.reduce((sum, { jobs }) => sum + jobs, 0));
  });

  test("wrong arguments are refused before GitLab is asked", async () => {
    gitlab.requests.clear();
    await expect(getFleetFigures({ all: true, groupId: 1 })).rejects.toThrow(
      "getFleetFigures: all, projectId and groupId exclude each other",
    );
    await expect(getFleetFigures({ since: "last week", limit: 0 })).rejects.toThrow(
      /since must be a time in ISO 8601.*limit must be 1 or more/,
    );
    expect(gitlab.requests.all()).toEqual([]);
  });
});
