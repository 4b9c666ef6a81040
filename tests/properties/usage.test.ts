import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { connect } from "../../cli/connection";
import type { FleetOptions } from "../../cli/runners";
import { beginUsage } from "../../cli/usage/beginUsage";
import { readPrices } from "../../cli/usage/prices";
import { type UsageProgress, readProgress, writeProgress } from "../../cli/usage/progressFile";
import { type Usage, type UsageReport, usageReport } from "../../cli/usage/report";
import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { GitLabError } from "../../gitlab/transport/errors";
import { readUsage } from "../../gitlab/usage/readUsage";
import { holds } from "./helpers/property";

const SINCE = Date.parse("2026-10-01T00:00:00.000Z");
const UNTIL = Date.parse("2026-10-31T12:34:56.789Z");
const PERIOD_MS = UNTIL - SINCE;

const GROUPS = ["one", "one/deep", "one-more"];
/** The last is of a user. */
const PROJECTS = ["one/a", "one/b", "one/deep/c", "one-more/d", "mia/e"];
/** Each has the index in this list as its id, from 1. */
const RUNNERS: readonly NonNullable<Seed["runners"]>[number][] = [
  { runner_type: "instance_type" },
  { runner_type: "instance_type" },
  { runner_type: "group_type", group: "one" },
  { runner_type: "group_type", group: "one/deep" },
  { runner_type: "project_type", projects: ["one/a", "mia/e"] },
];

const SEED = {
  users: [{ username: "root", admin: true }, { username: "mia" }],
  tokens: [{ name: "root", user: "root" }],
  groups: GROUPS.map((full_path) => ({ full_path })),
  projects: PROJECTS.map((path_with_namespace, index) => ({ id: index + 1, path_with_namespace })),
} satisfies Seed;

/** Milliseconds that are a border as often as not. */
const around = (borders: readonly number[], max: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...borders), fc.integer({ min: -1, max: 1 }))
      .map(([at, by]) => at + by),
    fc.integer({ min: 0, max }),
  );

/** Jobs that are alike. A page has 100. */
const batch = fc.record({
  runner: fc.constantFrom(undefined, ...RUNNERS.keys()),
  project: fc.constantFrom(...PROJECTS),
  status: fc.constantFrom("success", "failed", "canceled"),
  /** After the beginning of the period. */
  created: around([0, PERIOD_MS], PERIOD_MS),
  /** Until it starts. A job may never start. */
  waits: fc.option(around([1, PERIOD_MS], 90_000)),
  /** A job that has no end still runs. */
  runs: fc.option(around([1, 500, 1500, 59_500, PERIOD_MS], 10_000_000)),
  /** Ends with the period. */
  isCutShort: fc.boolean(),
  count: fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom(99, 100, 101, 250) },
  ),
});
type Batch = typeof batch extends fc.Arbitrary<infer Value> ? Value : never;

const decimal = fc.constantFrom(
  "0",
  "0.004",
  "0.000001",
  "0.1",
  "0.333333",
  "12.5",
  "999999.999999",
);
const tag = fc.constantFrom("docker", "gpu", "linux");
const priceList = fc.record({
  currency: fc.constant("EUR"),
  prices: fc.uniqueArray(
    fc.oneof(
      fc.record({ runner: fc.integer({ min: 1, max: RUNNERS.length }), perMinute: decimal }),
      fc.record({ tag, perMinute: decimal }),
    ),
    { maxLength: 4, selector: (price) => ("runner" in price ? price.runner : price.tag) },
  ),
  default: decimal,
});

const scope = fc.constantFrom<FleetOptions | readonly number[]>(
  { all: true },
  // Another group's path begins with this one.
  { group: "one" },
  { group: "one/deep" },
  { project: "one/a" },
  [2, 5],
);

const world = fc.record({
  batches: fc.array(batch, { minLength: 1, maxLength: 20, size: "max" }),
  tags: fc.array(fc.uniqueArray(tag), { minLength: RUNNERS.length, maxLength: RUNNERS.length }),
  prices: priceList,
  scope,
  concurrency: fc.integer({ min: 1, max: 3 }),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

type Job = NonNullable<NonNullable<Seed["runners"]>[number]["jobs"]>[number];
interface RunJob extends Job {
  readonly runner: number | undefined;
}

/** Ids rise with the time of creation, as GitLab's do. */
function jobsOf(batches: readonly Batch[]): RunJob[] {
  return batches
    .flatMap((each) => Array.from({ length: each.count }, () => each))
    .sort((one, other) => one.created - other.created)
    .map(({ runner, project, status, created, waits, runs, isCutShort }, index) => {
      const started = waits === null ? undefined : SINCE + created + waits;
      const finished =
        started === undefined || runs === null
          ? undefined
          : isCutShort && started <= UNTIL
            ? UNTIL
            : started + runs;
      return {
        id: index + 1,
        runner,
        project,
        status: finished === undefined ? "running" : status,
        created_at: textOf(SINCE + created),
        ...(started !== undefined && { started_at: textOf(started) }),
        ...(finished !== undefined && { finished_at: textOf(finished) }),
      } as const;
    });
}

const textOf = (time: number): string => new Date(time).toISOString();

/** The same GitLab later: what ran has ended, and there are newer jobs. */
function later(jobs: readonly RunJob[]): RunJob[] {
  const at = textOf(UNTIL + 60_000);
  const ended = jobs.map((job) => {
    const { started_at: started, finished_at: finished } = job;
    if (started != null && (finished != null || Date.parse(started) > UNTIL)) return job;
    return { ...job, status: "success", started_at: started ?? at, finished_at: at } as const;
  });
  const newer = Array.from({ length: 120 }, (_, index): RunJob => ({
    id: jobs.length + 1 + index,
    runner: index % RUNNERS.length,
    project: PROJECTS[index % PROJECTS.length] ?? "",
    ...{ status: "success", created_at: at, started_at: at, finished_at: at },
  }));
  return [...ended, ...newer];
}

/** Whether the runner is one of those that are read. */
function isWanted(index: number, wanted: World["scope"]): boolean {
  if (Array.isArray(wanted)) return wanted.includes(index + 1);
  const { group, project } = wanted as FleetOptions;
  const runner = RUNNERS[index];
  const place = group ?? project;
  if (place === undefined || runner?.runner_type === "instance_type") return true;
  if (runner?.runner_type === "group_type") return `${place}/`.startsWith(`${runner.group ?? ""}/`);
  return project !== undefined && runner?.projects?.includes(project) === true;
}

/** Whether jobs of the project count. */
function isCounted(path: string, wanted: World["scope"]): boolean {
  if (Array.isArray(wanted)) return true;
  const { group, project } = wanted as FleetOptions;
  return path === (project ?? path) && path.startsWith(group === undefined ? "" : `${group}/`);
}

type Sums = Record<string, { jobs: number; unfinishedJobs: number; seconds: number; cost: bigint }>;

/** What the report is to say, computed job by job. */
function expected(jobs: readonly RunJob[], { tags, prices, scope: wanted }: World) {
  // The seconds of a runner in a project are priced at once.
  const parts = new Map<
    string,
    { runner: number; project: string; jobs: number; unfinishedJobs: number; seconds: number }
  >();
  for (const {
    runner,
    project,
    created_at: created,
    started_at: started,
    finished_at: finished,
  } of jobs) {
    if (runner === undefined || !isWanted(runner, wanted) || !isCounted(project, wanted)) continue;
    if (Date.parse(created ?? "") < SINCE || started == null || Date.parse(started) > UNTIL)
      continue;
    const part = parts.get(`${runner} ${project}`) ?? {
      runner,
      project,
      jobs: 0,
      unfinishedJobs: 0,
      seconds: 0,
    };
    const isUnfinished = finished == null || Date.parse(finished) > UNTIL;
    const milliseconds = (isUnfinished ? UNTIL : Date.parse(finished)) - Date.parse(started);
    parts.set(`${runner} ${project}`, {
      ...part,
      jobs: part.jobs + 1,
      unfinishedJobs: part.unfinishedJobs + (isUnfinished ? 1 : 0),
      seconds:
        part.seconds +
        (milliseconds - (milliseconds % 1000)) / 1000 +
        (milliseconds % 1000 >= 500 ? 1 : 0),
    });
  }
  const sums = (nameOf: (runner: number, project: string) => string): Sums => {
    const found: Sums = {};
    for (const { runner, project, jobs, unfinishedJobs, seconds } of parts.values()) {
      const name = nameOf(runner, project);
      const sum = found[name] ?? { jobs: 0, unfinishedJobs: 0, seconds: 0, cost: 0n };
      found[name] = {
        jobs: sum.jobs + jobs,
        unfinishedJobs: sum.unfinishedJobs + unfinishedJobs,
        seconds: sum.seconds + seconds,
        cost: sum.cost + priced(seconds, runner),
      };
    }
    return found;
  };
  const priced = (seconds: number, runner: number): bigint => {
    const { perMinute } = prices.prices.find((price) =>
      "runner" in price ? price.runner === runner + 1 : tags[runner]?.includes(price.tag),
    ) ?? { perMinute: prices.default };
    const micros = BigInt(seconds) * BigInt(Math.round(Number(perMinute) * 1e6));
    return micros / 60n + (micros % 60n >= 30n ? 1n : 0n);
  };
  return {
    total: sums(() => "total"),
    projects: sums((_, project) => project),
    groups: sums((_, project) => project.split("/").slice(0, -1).join("/")),
    tagSets: sums((runner) => [...(tags[runner] ?? [])].sort().join()),
    runners: sums((runner) => String(runner + 1)),
  };
}

/** How many pages of jobs are to be read: none after the first job that is too old. */
function pagesOf(jobs: readonly RunJob[], wanted: World["scope"]): number {
  return [...RUNNERS.keys()]
    .filter((index) => isWanted(index, wanted))
    .map((index) => jobs.filter(({ runner }) => runner === index))
    .map((all) => {
      const young = all.filter(({ created_at: created }) => Date.parse(created ?? "") >= SINCE);
      if (young.length < all.length) return Math.floor(young.length / 100) + 1;
      return Math.max(1, Math.ceil(all.length / 100));
    })
    .reduce((sum, pages) => sum + pages, 0);
}

/** A report in the form of what is expected. */
function summed({ total, projects, groups, tagSets, runners }: UsageReport) {
  const sums = (rows: readonly (readonly [string, Usage])[]): Sums => {
    expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
    return Object.fromEntries(
      rows.map(([name, { jobs, unfinishedJobs, seconds, cost = "" }]) => {
        expect(cost).toMatch(/^\d+\.\d{6}$/);
        return [name, { jobs, unfinishedJobs, seconds, cost: BigInt(cost.replace(".", "")) }];
      }),
    );
  };
  return {
    total: total.jobs === 0 ? {} : sums([["total", total]]),
    projects: sums(projects.map((row) => [row.path, row])),
    groups: sums(groups.map((row) => [row.path, row])),
    tagSets: sums(tagSets.map((row) => [row.tags.join(), row])),
    runners: sums(runners.map((row) => [String(row.id), row])),
  };
}

describe("the usage of a fleet", () => {
  let gitlab: Emulator;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "usage-"));
    gitlab = await startEmulator({ seed: SEED });
    process.env["GITLAB_BASE_URL"] = gitlab.url;
    process.env["GITLAB_TOKEN"] = gitlab.tokens["root"];
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  });

  const seed = (jobs: readonly RunJob[], { tags }: World): void => {
    const of = (wanted: number | undefined): Job[] =>
      jobs.flatMap(({ runner, ...job }) => (runner === wanted ? [job] : []));
    gitlab.reset();
    gitlab.seed({
      runners: RUNNERS.map((fields, index) => ({
        ...fields,
        id: index + 1,
        tag_list: tags[index] ?? [],
        jobs: of(index),
      })),
      jobs: of(undefined),
    });
  };
  const begin = async ({ scope: wanted }: World): Promise<UsageProgress> => {
    const [ids, options] = Array.isArray(wanted)
      ? [wanted as readonly number[], {}]
      : [[], wanted as FleetOptions];
    const report = (): void => undefined;
    const begun = await beginUsage(connect({}), ids, { ...options, since: SINCE }, report);
    return { ...begun, until: UNTIL };
  };
  const read = (
    { runners, ...window }: UsageProgress,
    { concurrency }: World,
    pageRead: () => void = () => undefined,
  ): Promise<void> => readUsage(connect({}).gitlab, runners, window, concurrency, pageRead);
  const reportOf = async (progress: UsageProgress, { prices }: World): Promise<UsageReport> => {
    const file = join(folder, "prices.json");
    writeFileSync(file, JSON.stringify(prices));
    return usageReport(progress, await readPrices(file));
  };

  test("each sum is what its jobs took, to the second and to the last digit", async () => {
    await holds(
      world,
      async (given) => {
        const jobs = jobsOf(given.batches);
        seed(jobs, given);
        const progress = await begin(given);
        gitlab.requests.clear();
        await read(progress, given);
        expect(gitlab.requests.all()).toHaveLength(pagesOf(jobs, given.scope));
        expect(summed(await reportOf(progress, given))).toEqual(expected(jobs, given));
      },
      { runs: 40 },
    );
  });

  const stop = fc.record({
    /** So many pages come before. */
    after: fc.integer({ min: 0, max: 5 }),
    by: fc.constantFrom("status", "malformed", "signal"),
  } as const);
  type Stop = typeof stop extends fc.Arbitrary<infer Value> ? Value : never;

  /** Goes on with the reading of a file, and is stopped. @returns whether pages were left to be stopped at. */
  async function readOn(file: string, given: World, { after, by }: Stop): Promise<boolean> {
    const progress = await readProgress(file, connect({}).apiUrl);
    if (by === "signal") {
      let pages = 0;
      // A signal leaves what was read until then.
      await read(progress, given, () => {
        if (pages === after) writeProgress(progress, file);
        pages += 1;
      });
      return pages > after;
    }
    const fault = by === "status" ? { kind: by, status: 400 } : { kind: by };
    gitlab.faults.add({ ...fault, path: "/runners/:id/jobs", skip: after });
    try {
      await read(progress, given);
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(GitLabError);
      return true;
    } finally {
      writeProgress(progress, file);
      gitlab.faults.clear();
    }
  }

  test("an interrupted reading ends with the same report as an uninterrupted one", async () => {
    let stopped = 0;
    await holds(
      fc.tuple(world, fc.array(stop, { minLength: 1, maxLength: 3 })),
      async ([given, stops]) => {
        const jobs = jobsOf(given.batches);
        seed(jobs, given);
        const whole = await begin(given);
        const file = join(folder, "progress.json");
        writeProgress(whole, file);
        await read(whole, given);
        for (const each of stops) {
          stopped += (await readOn(file, given, each)) ? 1 : 0;
          seed(later(jobs), given);
        }
        const progress = await readProgress(file, whole.apiUrl);
        await read(progress, given);
        expect(await reportOf(progress, given)).toEqual(await reportOf(whole, given));
      },
      { runs: 40 },
    );
    expect(stopped).toBeGreaterThan(5);
  });
});
