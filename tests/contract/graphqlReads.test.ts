import type { Emulator, Seed } from "../../emulator";
import {
  type GitLabClient,
  type MarkedRunner,
  type RunnerManagerPayload,
  createGitLabClient,
} from "../../gitlab";
import { RUNNER_FIELDS } from "../../gitlab/graphql/runnerNodes";
import type { GraphqlList } from "../../gitlab/graphql/runnerPages";
import { toTheSecond } from "../../gitlab/text/times";
import { dataOf } from "../emulator/graphqlHelpers";
import { ago, ahead, start } from "../emulator/helpers";
import { optionsTo } from "../helpers/server";

type RunnerSeed = NonNullable<Seed["runners"]>[number];

/** With all that a runner can have. */
const FULL = {
  description: "Docker builds",
  maintenance_note: "Ask **Ada**\nCreated by pulumi-gitlab-runners (94b1c5f0a3d2e687-1f0c9a4e)",
  locked: true,
  run_untagged: false,
  access_level: "ref_protected",
  maximum_timeout: 3600,
  tag_list: ["docker", "Größe XL"],
  created_by: "owner",
  created_at: ago(24.0001),
  contacted_at: ago(1.0001),
  token_expires_at: ahead(24.0001),
  managers: [
    { system_id: "s_1", version: "18.1.0", platform: "linux", contacted_at: ago(5) },
    {
      system_id: "s_2",
      version: "18.11.1",
      revision: "abc1234",
      platform: "darwin",
      architecture: "arm64",
      ip_address: "203.0.113.7",
      created_at: ago(23),
      contacted_at: ago(1.0001),
    },
  ],
  jobs: [{ status: "running", project: "acme/team/app", system_id: "s_2" }],
} as const satisfies Partial<RunnerSeed>;

const RUNNERS: RunnerSeed[] = [
  { id: 1, runner_type: "project_type", projects: ["acme/team/app", "acme/docs"], ...FULL },
  { id: 2, runner_type: "group_type", group: "acme/team", ...FULL },
  { id: 3, runner_type: "instance_type", ...FULL },
  { id: 4, runner_type: "project_type", projects: ["acme/team/site"], paused: true, ...FULL },
  { id: 5, runner_type: "group_type", group: "acme", paused: true },
  { id: 6, runner_type: "group_type", group: "acme", contacted_at: ago(3) },
  { id: 7, runner_type: "project_type", projects: ["acme/docs"], created_at: ago(24 * 90) },
  { id: 8, runner_type: "project_type", projects: ["acme/docs", "public/page"] },
  // Two machines in contact in the same second, of which REST shows the one that was later.
  {
    id: 9,
    runner_type: "group_type",
    group: "acme",
    contacted_at: "2026-03-01T11:00:00.900Z",
    managers: [
      { system_id: "s_1", version: "18.1.0", contacted_at: "2026-03-01T11:00:00.100Z" },
      { system_id: "s_2", version: "18.2.0", contacted_at: "2026-03-01T11:00:00.900Z" },
    ],
  },
];

interface Read extends MarkedRunner {
  managers: RunnerManagerPayload[];
}

/** What REST shows, but for what GraphQL does not have. */
function asGraphql({ runner, marker, managers }: Read): Read {
  const { projects = [], ...rest } = runner;
  delete rest.name;
  return timesToTheSecond({
    marker,
    runner: {
      ...rest,
      // Of a runner of another type it means nothing, and GitLab's own pages show it unlocked.
      locked: rest.locked && rest.runner_type === "project_type",
      projects: [...projects].sort((one, other) => one.id - other.id),
    },
    managers: [...managers].sort((one, other) => one.id - other.id),
  });
}

function timesToTheSecond<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === "string" ? toTheSecond(each) : each,
  ) as T;
}

const LISTS: readonly GraphqlList[] = [
  { of: "instance" },
  { of: "caller" },
  { of: "group", path: "acme" },
  { of: "group", path: "acme/team", isOffered: true },
  { of: "project", path: "acme/team/app" },
];

/** Those whose release GraphQL is used with. */
describe.each(["18.7", "18.11", "newest"] as const)("reads by GraphQL, GitLab %s", (version) => {
  let gitlab: Emulator;
  const clientOf = (token: string): GitLabClient =>
    createGitLabClient({ ...optionsTo(gitlab.url), token: gitlab.tokens[token] ?? "" });

  beforeAll(async () => {
    gitlab = await start({}, { version });
    gitlab.seed({
      groups: [{ id: 9, full_path: "public", visibility: "public" }],
      projects: [{ id: 90, path_with_namespace: "public/page", visibility: "public" }],
      runners: RUNNERS,
    });
  });
  afterAll(() => gitlab.close());

  test.each(["root", "owner", "maintainer", "read_api"])(
    "%s: each runner has every attribute that REST shows, or is left to REST",
    async (token) => {
      const client = clientOf(token);
      const shown = new Set<number>();
      for (const list of LISTS) {
        const page = await client.readRunnerPage(list).catch(() => undefined);
        for (const [id, runner] of page?.runners ?? []) {
          if (!runner?.hasProjectsOfRest) continue;
          shown.add(id);
          const { marker } = await client.getMarkedRunner(id);
          expect({ ...runner, hasProjectsOfRest: undefined }).toEqual(
            asGraphql({
              runner: await client.getRunner(id),
              marker,
              managers: await client.listRunnerManagers(id),
            }),
          );
        }
      }
      expect([...shown].sort()).toEqual(
        {
          root: [1, 2, 3, 4, 5, 6, 7, 8],
          // Runner 8 is also used by a project that they are no member of; only administrators may
          // update instance runners, and only owners those of groups.
          owner: [1, 2, 4, 5, 6, 7],
          maintainer: [1, 4, 7],
          read_api: [1, 2, 4, 5, 6, 7],
        }[token],
      );
    },
  );

  test("a list has the runners of REST's list", async () => {
    const ids = async (list: GraphqlList): Promise<number[]> =>
      [...(await clientOf("root").readRunnerPage(list)).runners.keys()].sort();
    const { listRunners } = clientOf("root");
    const byRest = async (...args: Parameters<typeof listRunners>): Promise<number[]> =>
      (await listRunners(...args)).map(({ id }) => id).sort();
    expect(await ids({ of: "instance" })).toEqual(await byRest({ of: "instance" }));
    // With those below the group, which REST's list does not have.
    expect(await ids({ of: "group", path: "acme/team", isOffered: true })).toEqual(
      [...new Set([...(await byRest({ of: "group", id: "acme/team" })), 1, 4])].sort(),
    );
    expect(await ids({ of: "project", path: "acme/docs" })).toEqual(
      await byRest({ of: "project", id: "acme/docs" }),
    );
    const owned = [...(await clientOf("owner").readRunnerPage({ of: "caller" })).runners.keys()];
    expect(owned.sort()).toEqual(
      (await clientOf("owner").listRunners({ of: "caller" })).map(({ id }) => id).sort(),
    );
  });

  test("those that were never in contact", async () => {
    const page = await clientOf("root").readRunnerPage(
      { of: "instance" },
      { isNeverContacted: true },
    );
    expect([...page.runners.keys()].sort()).toEqual([5, 7, 8]);
  });

  test("the sizes of lists, by one request", async () => {
    gitlab.requests.clear();
    const places = { groups: ["acme", "acme/team", "nowhere"], project: "acme/team/app" };
    expect(await clientOf("owner").countListedRunners(places)).toEqual({
      instance: undefined,
      groups: [8, 3, undefined],
      project: 6,
    });
    expect(gitlab.requests.all()).toHaveLength(1);
    expect(await clientOf("root").countListedRunners({ groups: [] })).toEqual({
      instance: 9,
      groups: [],
      project: undefined,
    });
  });

  test.each(["create_runner", "manage_runner"])(
    "a token with %s alone is refused",
    async (token) => {
      await expect(clientOf(token).readRunnerPage({ of: "caller" })).rejects.toMatchObject({
        status: 401,
      });
    },
  );

  test.each<[GraphqlList, string]>([
    [{ of: "instance" }, "does not exist or you don't have permission"],
    [{ of: "group", path: "nowhere" }, "its answer is not as documented, at its root"],
    [{ of: "project", path: "nowhere/at-all" }, "its answer is not as documented, at its root"],
  ])("a list that the credential may not have is refused: %j", async (list, reason) => {
    await expect(clientOf("owner").readRunnerPage(list)).rejects.toThrow(reason);
  });
});

test("a page of a group costs 185 of the 250 that a query may cost", async () => {
  const gitlab = await start();
  const page = `runners(first: 100, sort: CREATED_ASC) {
    count nodes { ${RUNNER_FIELDS} } pageInfo { hasNextPage endCursor }
  }`;
  const data = await dataOf(
    gitlab,
    "owner",
    `{ queryComplexity { score limit } metadata { version } group(fullPath: "acme") { ${page} } }`,
  );
  // The question itself costs 3.
  expect(data["queryComplexity"]).toEqual({ score: 188, limit: 250 });
  await gitlab.close();
});

test("many runners come page by page, the oldest first, each once", async () => {
  const gitlab = await start();
  gitlab.seed({
    runners: Array.from({ length: 250 }, (_, index) => ({
      id: 1000 + index,
      runner_type: "group_type" as const,
      group: "acme",
      created_at: ago(500 - index),
    })),
  });
  const client = createGitLabClient({
    ...optionsTo(gitlab.url),
    token: gitlab.tokens["owner"] ?? "",
  });
  const ids: number[] = [];
  let next: string | undefined;
  do {
    const page = await client.readRunnerPage({ of: "group", path: "acme" }, {}, next);
    expect(page.count).toBe(250);
    ids.push(...page.runners.keys());
    next = page.next;
  } while (next !== undefined);
  expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => 1000 + index));
  expect(gitlab.requests.all()).toHaveLength(3);
  await gitlab.close();
});

test("a list that comes again under ever new cursors does not end, and is given up", async () => {
  let pages = 0;
  const gitlab = await start();
  const client = createGitLabClient({
    ...optionsTo(gitlab.url),
    token: gitlab.tokens["owner"] ?? "",
  });
  const connection = { count: 1, nodes: [] };
  const endless = async (): Promise<void> => {
    for await (const page of client.iterateRunnerPages({ of: "group", path: "acme" })) {
      pages += 1;
      expect(page.runners.size).toBe(0);
      addPage();
    }
  };
  const addPage = (): void => {
    const pageInfo = { hasNextPage: true, endCursor: `cursor-${pages}` };
    const data = {
      metadata: { version: "19.4.0-ee" },
      group: { runners: { ...connection, pageInfo } },
    };
    gitlab.faults.add({ path: "/api/graphql", kind: "status", status: 200, body: { data } });
  };
  addPage();
  await expect(endless()).rejects.toThrow("the list does not end");
  expect(pages).toBe(20);
  await gitlab.close();
});

test.each(["15", "16", "17", "18.2"] as const)(
  "GitLab %s is read by REST: its GraphQL shows other things",
  async (version) => {
    const gitlab = await start({}, { version });
    const client = createGitLabClient({
      ...optionsTo(gitlab.url),
      token: gitlab.tokens["root"] ?? "",
    });
    await expect(client.readRunnerPage({ of: "instance" })).rejects.toMatchObject({
      name: "GraphqlRefusedError",
    });
    await gitlab.close();
  },
);
