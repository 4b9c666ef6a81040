import type { Emulator, Seed } from "../../emulator";
import { dataOf, query, runnerId } from "./graphqlHelpers";
import { ago, ahead, ask, ids, start } from "./helpers";

const RUNNERS: Seed["runners"] = [
  { id: 1, runner_type: "instance_type", tag_list: ["docker"], contacted_at: ago(1) },
  {
    id: 2,
    runner_type: "instance_type",
    paused: true,
    tag_list: ["docker", "docker-large"],
    token_expires_at: ahead(1),
  },
  {
    id: 3,
    runner_type: "group_type",
    group: "acme",
    description: "Linux builds of acme",
    contacted_at: ago(3),
    created_by: "owner",
  },
  {
    id: 4,
    runner_type: "group_type",
    group: "acme/team",
    created_at: ago(24 * 30),
    contacted_at: ago(24 * 8),
    token: "glrt-the-whole-token",
  },
  {
    id: 5,
    runner_type: "project_type",
    projects: ["acme/team/app", "acme/docs"],
    tag_list: ["docker", "arm"],
    created_by: "maintainer",
    managers: [
      { system_id: "a", version: "15.0.3", contacted_at: ago(2) },
      { system_id: "b", version: "16.0.1", contacted_at: ago(30) },
    ],
  },
  {
    id: 6,
    runner_type: "project_type",
    projects: ["acme/team/site"],
    description: "linux",
    managers: [{ system_id: "a", version: "150.1.0", contacted_at: ago(4) }],
  },
];

let gitlab: Emulator;

beforeAll(async () => {
  gitlab = await start({ runners: RUNNERS });
});
afterAll(() => gitlab.close());

const numbers = (connection: unknown): number[] =>
  (connection as { nodes: { id: string }[] }).nodes.map(({ id }) => Number(id.split("/").at(-1)));

async function listed(as: string, args: string): Promise<number[]> {
  const data = await dataOf(gitlab, as, `{ runners${args} { nodes { id } } }`);
  return numbers(data["runners"]);
}

const sorted = (list: readonly number[]): number[] => [...list].sort((one, other) => one - other);

test.each([
  ["(paused: true)", "paused=true"],
  ["(paused: false)", "paused=false"],
  ["(active: true)", "paused=false"],
  ["(active: false)", ""],
  ["(paused: true, active: true)", "paused=true"],
  ["(status: ONLINE)", "status=online"],
  ["(status: OFFLINE)", "status=offline"],
  ["(status: NEVER_CONTACTED)", "status=never_contacted"],
  ["(status: STALE)", "status=stale"],
  ["(type: INSTANCE_TYPE)", "type=instance_type"],
  ["(type: GROUP_TYPE)", "type=group_type"],
  ["(type: PROJECT_TYPE)", "type=project_type"],
  ['(tagList: ["docker", "arm"])', "tag_list=docker,arm"],
  ['(tagList: "docker,arm")', "tag_list=docker,arm"],
  ["(tagList: [])", "tag_list="],
  ['(versionPrefix: "15")', "version_prefix=15"],
  ['(versionPrefix: "16.0")', "version_prefix=16.0"],
  ['(versionPrefix: "25")', "version_prefix=25"],
  [
    '(status: ONLINE, type: PROJECT_TYPE, tagList: ["arm"])',
    "status=online&type=project_type&tag_list=arm",
  ],
])("%s lists what REST lists with %s", async (args, search) => {
  const rest = ids(await ask(gitlab, "root", "GET", `/runners/all?${search}`));
  expect(sorted(await listed("root", args))).toEqual(sorted(rest));
});

test("the filters tell the runners apart", async () => {
  expect(await listed("root", "(paused: true)")).toEqual([2]);
  expect(await listed("root", "(status: STALE)")).toEqual([4]);
  expect(await listed("root", '(versionPrefix: "15")')).toEqual([5]);
});

test.each([
  ['(versionPrefix: "V15")', [6, 5, 3, 2, 1, 4]],
  ['(search: "linux")', [6, 3]],
  ['(search: "acme LINUX")', [3]],
  ['(search: "of linux")', [6, 3]],
  ['(search: "of")', []],
  ['(search: "glrt-the-whole-token")', [4]],
  ['(search: "glrt-the-whole")', []],
  ['(creatorUsername: "owner")', [3]],
  ['(creatorUsername: "nobody")', []],
  ['(creatorId: "gid://gitlab/User/4")', [5]],
  ['(creatorId: "gid://gitlab/User/4", creatorUsername: "owner")', []],
  ['(tagList: ["dock"])', [5, 2, 1]],
  ['(tagList: ["large"])', [2]],
  ['(tagList: ["LARGE"])', []],
])("%s, which REST does not have so, lists %j", async (args, expected) => {
  expect(await listed("root", args)).toEqual(expected);
});

test.each([
  ["", [6, 5, 3, 2, 1, 4]],
  ["(sort: CREATED_DESC)", [6, 5, 3, 2, 1, 4]],
  ["(sort: CREATED_ASC)", [4, 1, 2, 3, 5, 6]],
  ["(sort: CONTACTED_ASC)", [4, 6, 3, 5, 1, 2]],
  ["(sort: CONTACTED_DESC)", [2, 1, 5, 3, 6, 4]],
  ["(sort: TOKEN_EXPIRES_AT_ASC)", [2, 1, 3, 4, 5, 6]],
  ["(sort: TOKEN_EXPIRES_AT_DESC)", [6, 5, 4, 3, 1, 2]],
])("runners%s come in the order %j", async (args, expected) => {
  expect(await listed("root", args)).toEqual(expected);
});

describe("the runners of a group", () => {
  test.each([
    ["", [6, 5, 3, 4]],
    ["(membership: DESCENDANTS)", [6, 5, 3, 4]],
    ["(membership: DIRECT)", [3]],
    ["(membership: ALL_AVAILABLE)", [6, 5, 3, 2, 1, 4]],
    ["(membership: DESCENDANTS, type: PROJECT_TYPE)", [6, 5]],
  ])("are with %s the runners %j", async (args, expected) => {
    const data = await dataOf(
      gitlab,
      "owner",
      `{ group(fullPath: "acme") { runners${args} { nodes { id } } } }`,
    );
    expect(numbers((data["group"] as Record<string, unknown>)["runners"])).toEqual(expected);
  });

  test("of a group below are also those from above, if all that are available are asked for", async () => {
    const data = await dataOf(
      gitlab,
      "owner",
      `{ group(fullPath: "acme/team") {
        direct: runners(membership: DIRECT) { nodes { id } }
        all: runners(membership: ALL_AVAILABLE) { nodes { id } }
      } }`,
    );
    const { direct, all } = data["group"] as Record<string, unknown>;
    expect(numbers(direct)).toEqual([4]);
    expect(numbers(all)).toEqual([6, 5, 3, 2, 1, 4]);
  });
});

test("the runners of a project are those that REST lists", async () => {
  const rest = ids(await ask(gitlab, "maintainer", "GET", "/projects/1/runners"));
  const data = await dataOf(
    gitlab,
    "maintainer",
    '{ project(fullPath: "acme/team/app") { runners { nodes { id } } } }',
  );
  const shown = numbers((data["project"] as Record<string, unknown>)["runners"]);
  expect(sorted(shown)).toEqual(sorted(rest));
  expect(shown).toEqual([5, 3, 2, 1, 4]);
});

test.each(["owner", "maintainer", "developer"])(
  "the runners that %s manages are those that REST lists",
  async (as) => {
    const rest = ids(await ask(gitlab, as, "GET", "/runners"));
    const data = await dataOf(gitlab, as, "{ currentUser { runners { nodes { id } } } }");
    const { runners } = data["currentUser"] as Record<string, unknown>;
    expect(sorted(numbers(runners))).toEqual(sorted(rest));
  },
);

interface Page {
  count: number;
  nodes: { id: string }[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

describe("pages", () => {
  const PAGE = `count edges { cursor node { id } } nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
  const page = async (variables: object, sort = "CREATED_DESC"): Promise<Page> => {
    const data = await dataOf(
      gitlab,
      "root",
      `query($first: Int, $last: Int, $after: String, $before: String) {
        runners(first: $first, last: $last, after: $after, before: $before, sort: ${sort}) { ${PAGE} }
      }`,
      variables,
    );
    return data["runners"] as Page;
  };

  test.each([
    "CREATED_DESC",
    "CREATED_ASC",
    "CONTACTED_ASC",
    "CONTACTED_DESC",
    "TOKEN_EXPIRES_AT_ASC",
    "TOKEN_EXPIRES_AT_DESC",
  ])("in the order of %s lead from one end to the other and back", async (sort) => {
    const whole = numbers(await page({}, sort));
    const forth: number[] = [];
    let after: string | null = null;
    do {
      const { pageInfo, count, ...rest }: Page = await page({ first: 4, after }, sort);
      expect(count).toBe(6);
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      expect(pageInfo.endCursor).toBe(rest.edges.at(-1)?.cursor);
      forth.push(...numbers(rest));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(forth).toEqual(whole);

    const back: number[] = [];
    let before: string | null = null;
    do {
      const { pageInfo, ...rest }: Page = await page({ last: 4, before }, sort);
      expect(pageInfo.hasNextPage).toBe(before !== null);
      back.unshift(...numbers(rest));
      before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
    } while (before !== null);
    expect(back).toEqual(whole);
  });

  test("a cursor is GitLab's: the column of the order and the id", async () => {
    const { pageInfo } = await page({ first: 1 });
    expect(Buffer.from(pageInfo.endCursor ?? "", "base64url").toString()).toBe(
      '{"created_at":"2026-03-01 12:00:00.000000000 UTC","id":"6"}',
    );
  });

  test("a page of none has no cursors", async () => {
    const empty = await page({ first: 0 });
    expect(empty).toEqual({
      count: 6,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test.each([
    ["first: 1, last: 1", "Can only provide either `first` or `last`, not both"],
    ['after: "bm8"', "Please provide a valid cursor"],
    ['after: "!"', 'Invalid input: "!"'],
  ])("%s is an error of the page", async (args, message) => {
    const { data, errors } = await query(
      gitlab,
      "root",
      `{ runners(${args}) { count nodes { id } } }`,
    );
    expect(data).toEqual({ runners: { count: 6, nodes: null } });
    expect(errors).toEqual([expect.objectContaining({ message, path: ["runners", "nodes"] })]);
  });

  test("an empty cursor is none", async () => {
    expect(numbers(await page({ first: 2, after: "" }))).toEqual([6, 5]);
  });

  test("the lists in a runner have pages, too", async () => {
    const managers = async (args: string): Promise<Page> => {
      const data = await dataOf(
        gitlab,
        "root",
        `{ runner(id: "${runnerId(5)}") { managers(${args}) { ${PAGE.replaceAll("id", "id: systemId")} } } }`,
      );
      return (data["runner"] as Record<string, unknown>)["managers"] as Page;
    };
    const one = await managers("first: 1");
    expect(one.nodes).toEqual([{ id: "a" }]);
    expect(one.pageInfo.hasNextPage).toBe(true);
    const other = await managers(`first: 1, after: "${one.pageInfo.endCursor ?? ""}"`);
    expect(other.nodes).toEqual([{ id: "b" }]);
    expect(other.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect((await managers('systemId: "b"')).nodes).toEqual([{ id: "b" }]);
  });
});

test("a page has 100 runners at most, whatever is asked for", async () => {
  const many = await start({
    runners: Array.from({ length: 250 }, () => ({ runner_type: "instance_type" as const })),
  });
  try {
    const seen: number[] = [];
    const sizes: number[] = [];
    let after: string | null = null;
    do {
      const data: Record<string, unknown> = await dataOf(
        many,
        "root",
        `query($after: String) {
          runners(first: 1000, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
        }`,
        { after },
      );
      const { pageInfo } = data["runners"] as Page;
      seen.push(...numbers(data["runners"]));
      sizes.push(numbers(data["runners"]).length);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(sizes).toEqual([100, 100, 50]);
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
  } finally {
    await many.close();
  }
});
