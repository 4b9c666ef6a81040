import type { Emulator, Seed } from "../../emulator";
import { type Answer, NOW, ago, ahead, ask, ids, start } from "./helpers";

const HOUR_MS = 3_600_000;
const GLPAT = "glpat-deadtoken";

describe("who asks", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start();
    gitlab.seed({
      tokens: [
        { name: "expired", user: "owner", expires_at: "2026-03-01", token: GLPAT },
        { name: "revoked", user: "owner", revoked: true },
      ],
    });
  });
  afterAll(() => gitlab.close());

  const user = (headers: Record<string, string>, query = ""): Promise<Answer> =>
    ask(gitlab, undefined, "GET", `/user${query}`, undefined, headers);

  test("a token is taken from PRIVATE-TOKEN, from Bearer and from the query", async () => {
    const token = gitlab.tokens["owner"] ?? "";
    for (const answer of [
      await user({ "private-token": token }),
      await user({ authorization: `Bearer ${token}` }),
      await user({}, `?private_token=${token}`),
      await user({}, `?access_token=${token}`),
    ])
      expect(answer).toMatchObject({ status: 200, body: { username: "owner" } });
  });

  test("without a valid one it is unauthorized", async () => {
    const body = { message: "401 Unauthorized" };
    expect(await user({})).toMatchObject({ status: 401, body });
    expect(await user({ "private-token": "wrong" })).toMatchObject({ status: 401, body });
    expect(await user({ authorization: "Basic eDp5" })).toMatchObject({ status: 401, body });
  });

  test.each([
    ["expired", "Token is expired. You can either do re-authorization or token refresh."],
    ["revoked", "Token was revoked. You have to re-authorize from the user."],
  ])("a token that is %s says so", async (name, error_description) => {
    expect(await ask(gitlab, name, "GET", "/user")).toMatchObject({
      status: 401,
      body: { error: "invalid_token", error_description },
    });
  });

  test("a scope that is too narrow names those that suffice", async () => {
    const { status, body } = await ask(gitlab, "manage_runner", "GET", "/runners");
    expect(status).toBe(403);
    expect(body).toEqual({
      error: "insufficient_scope",
      error_description:
        "The request requires higher privileges than provided by the access token.",
      scope: "api read_api",
    });
  });

  test("any token may ask for its own details", async () => {
    expect(await ask(gitlab, "create_runner", "GET", "/personal_access_tokens/self")).toMatchObject(
      { status: 200, body: { name: "create_runner", scopes: ["create_runner"], active: true } },
    );
  });

  test("an unknown route", async () => {
    expect(await ask(gitlab, "root", "GET", "/nothing")).toMatchObject({
      status: 404,
      body: { error: "404 Not Found" },
    });
  });
});

describe("what a role may do, also one from a group above", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({
      runners: [
        { id: 1, runner_type: "instance_type" },
        { id: 2, runner_type: "group_type", group: "acme/team", maintenance_note: "note" },
        { id: 3, runner_type: "project_type", projects: ["acme/team/app"] },
      ],
    });
  });
  afterEach(() => gitlab.close());

  const ROLES = ["owner", "maintainer", "developer", "reporter", "guest", "stranger"];
  type Row = [what: string, method: string, path: string, body: object | undefined, number[]];
  test.each<Row>([
    ["read an instance runner", "GET", "/runners/1", undefined, [200, 200, 200, 200, 200, 200]],
    ["read a group runner", "GET", "/runners/2", undefined, [200, 200, 403, 403, 403, 403]],
    ["read a project runner", "GET", "/runners/3", undefined, [200, 200, 403, 403, 403, 403]],
    ["pause an instance runner", "PUT", "/runners/1", { paused: true }, [403, 403, 403, 403, 403]],
    ["pause a group runner", "PUT", "/runners/2", { paused: true }, [200, 403, 403, 403, 403]],
    ["pause a project runner", "PUT", "/runners/3", { paused: true }, [200, 200, 403, 403, 403]],
    [
      "list a group's runners",
      "GET",
      "/groups/2/runners",
      undefined,
      [200, 200, 403, 403, 403, 404],
    ],
    [
      "list a project's runners",
      "GET",
      "/projects/1/runners",
      undefined,
      [200, 200, 403, 403, 403, 404],
    ],
    ["list jobs", "GET", "/runners/3/jobs", undefined, [200, 200, 403, 403, 403, 403]],
    [
      "create for a group",
      "POST",
      "/user/runners",
      { runner_type: "group_type", group_id: 2 },
      [201, 403, 403, 403, 403, 403],
    ],
    [
      "create for a project",
      "POST",
      "/user/runners",
      { runner_type: "project_type", project_id: 1 },
      [201, 201, 403, 403, 403, 403],
    ],
    [
      "reset a group's registration token",
      "POST",
      "/groups/2/runners/reset_registration_token",
      undefined,
      [403, 403, 403, 403, 403],
    ],
    [
      "reset a project's registration token",
      "POST",
      "/projects/1/runners/reset_registration_token",
      undefined,
      [201, 201, 403, 403, 403],
    ],
  ])("%s", async (_, method, path, body, expected) => {
    const statuses: number[] = [];
    for (const role of ROLES.slice(0, expected.length))
      statuses.push((await ask(gitlab, role, method, path, body)).status);
    expect(statuses).toEqual(expected);
  });

  test("the maintenance note is for those who may update the runner", async () => {
    const note = async (as: string): Promise<unknown> =>
      ((await ask(gitlab, as, "GET", "/runners/2")).body as Record<string, unknown>)[
        "maintenance_note"
      ];
    expect(await note("owner")).toBe("note");
    expect(await note("maintainer")).toBeNull();
  });

  test("a namespace where runners may not be registered takes none, but of an administrator", async () => {
    gitlab.seed({
      groups: [{ id: 9, full_path: "closed", runner_registration_enabled: false }],
      members: [{ user: "owner", of: "closed", role: "owner" }],
    });
    const body = { runner_type: "group_type", group_id: 9 };
    expect((await ask(gitlab, "owner", "POST", "/user/runners", body)).status).toBe(403);
    expect((await ask(gitlab, "root", "POST", "/user/runners", body)).status).toBe(201);
  });
});

describe("what a runner may be", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start({ runners: [{ id: 1, runner_type: "instance_type" }] });
  });
  afterAll(() => gitlab.close());

  const instance = { runner_type: "instance_type" };
  test.each<[object, object]>([
    [
      { ...instance, maximum_timeout: 599 },
      { message: "400 Bad request - Maximum timeout needs to be at least 10 minutes" },
    ],
    [
      { ...instance, description: "x".repeat(1025) },
      { message: "400 Bad request - Description is too long (maximum is 1024 characters)" },
    ],
    [
      { ...instance, tag_list: Array.from({ length: 51 }, (_, index) => `t${index}`) },
      {
        message:
          "400 Bad request - Tags list Too many tags specified. Please limit the number of tags to 50",
      },
    ],
    [{ ...instance, access_level: "none" }, { error: "access_level does not have a valid value" }],
    [{ ...instance, paused: "perhaps" }, { error: "paused is invalid" }],
    [
      { runner_type: "group_type", group_id: 99 },
      { message: "400 Bad request - Missing/invalid group" },
    ],
    [
      { runner_type: "project_type", project_id: 99 },
      { message: "400 Bad request - Missing/invalid project" },
    ],
    [{ runner_type: "project_type", project_id: "acme/docs" }, { error: "project_id is invalid" }],
  ])("a creation by %j is answered %j", async (body, answer) => {
    expect(await ask(gitlab, "root", "POST", "/user/runners", body)).toMatchObject({
      status: 400,
      body: answer,
    });
  });

  test("an update's errors are by attribute", async () => {
    expect(await ask(gitlab, "root", "PUT", "/runners/1", { maximum_timeout: 1 })).toMatchObject({
      status: 400,
      body: { message: { maximum_timeout: ["needs to be at least 10 minutes"] } },
    });
  });

  test("tags come as a list or as a text, and null empties them", async () => {
    const tags = async (tag_list: unknown): Promise<unknown> =>
      ((await ask(gitlab, "root", "PUT", "/runners/1", { tag_list })).body as { tag_list: unknown })
        .tag_list;
    expect(await tags(["a", "b"])).toEqual(["a", "b"]);
    expect(await tags("a, c ,c")).toEqual(["a", "c"]);
    expect(await tags(null)).toEqual([]);
  });

  test.each([
    [
      ['"a"', "'b'", "c"],
      ["a", "b", "c"],
    ],
    [['"a', 'b"'], ["a, b"]],
    [
      ['a"b"', "don't"],
      ['a"b"', "don't"],
    ],
    ['"a", b', ["a", "b"]],
  ])("quotes around tags are dropped: %j", async (tag_list, held) => {
    const { body } = await ask(gitlab, "root", "PUT", "/runners/1", { tag_list });
    expect(body).toMatchObject({ tag_list: held });
  });

  test.each([{ description: "a\0b" }, { description: "\ud800" }, { tag_list: ["a\0"] }])(
    "malformed texts are refused before all else: %j",
    async (attributes) => {
      const answer = await ask(gitlab, undefined, "PUT", "/runners/1", attributes);
      expect(answer).toMatchObject({ status: 400, body: "Bad Request" });
      expect(answer.headers.get("content-type")).toBe("text/plain");
    },
  );

  test("white space alone is no value for a new runner, and one for an update", async () => {
    const blank = { description: " \u00a0", maintenance_note: "" };
    const { body } = await ask(gitlab, "root", "POST", "/user/runners", { ...instance, ...blank });
    const path = `/runners/${String((body as { id: number }).id)}`;
    expect((await ask(gitlab, "root", "GET", path)).body).toMatchObject({ description: null });
    expect((await ask(gitlab, "root", "PUT", path, blank)).body).toMatchObject(blank);
    await ask(gitlab, "root", "DELETE", path);
  });

  test("JSON, a form and the query say the same, on DELETE too", async () => {
    const made: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { body } = await ask(gitlab, "root", "POST", "/user/runners", instance);
      made.push((body as { id: number }).id);
    }
    const token = async (id: number): Promise<string> =>
      (
        (await ask(gitlab, "root", "POST", `/runners/${id}/reset_authentication_token`)).body as {
          token: string;
        }
      ).token;
    const [first = 0, second = 0, third = 0] = made;
    const json = await ask(gitlab, undefined, "DELETE", "/runners", { token: await token(first) });
    const query = await ask(gitlab, undefined, "DELETE", `/runners?token=${await token(second)}`);
    const form = await fetch(`${gitlab.url}/api/v4/runners`, {
      method: "DELETE",
      body: new URLSearchParams({ token: await token(third) }),
    });
    expect([json.status, query.status, form.status]).toEqual([204, 204, 204]);
    const left = await ask(gitlab, "root", "GET", "/runners/all");
    expect(ids(left)).toEqual([1]);
  });

  test("a body that is no JSON is refused", async () => {
    const answer = await fetch(`${gitlab.url}/api/v4/runners/verify`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(answer.status).toBe(400);
  });
});

describe("status by the clock", () => {
  const runner = (
    contacted_at: string | null,
    created_at: string,
  ): NonNullable<Seed["runners"]>[0] => ({
    runner_type: "instance_type",
    contacted_at,
    created_at,
  });

  test.each<[string, NonNullable<Seed["runners"]>[0], string, boolean | null]>([
    ["never contacted", runner(null, ago(1)), "never_contacted", null],
    ["contacted an hour ago", runner(ago(1), ago(300)), "online", true],
    ["contacted three hours ago", runner(ago(3), ago(300)), "offline", false],
    ["contacted eight days ago", runner(ago(8 * 24), ago(300)), "stale", false],
    ["made eight days ago, never contacted", runner(null, ago(8 * 24)), "stale", null],
    ["paused and online", { ...runner(ago(1), ago(300)), paused: true }, "paused", true],
  ])("%s", async (_, seeded, status, online) => {
    const gitlab = await start({ runners: [seeded] });
    expect((await ask(gitlab, "root", "GET", "/runners/1")).body).toMatchObject({ status, online });
    await gitlab.close();
  });

  test("moving the clock makes a runner offline, then stale", async () => {
    const gitlab = await start({ runners: [runner(NOW.toISOString(), ago(300))] });
    const status = async (): Promise<unknown> =>
      ((await ask(gitlab, "root", "GET", "/runners/1")).body as { status: string }).status;
    const seen = [await status()];
    gitlab.clock.advance(2 * HOUR_MS);
    seen.push(await status());
    gitlab.clock.advance(7 * 24 * HOUR_MS);
    seen.push(await status());
    expect(seen).toEqual(["online", "offline", "stale"]);
    await gitlab.close();
  });

  test("a token dies at its expiry", async () => {
    const token = "glrt-expiring";
    const gitlab = await start({
      runners: [{ runner_type: "instance_type", token, token_expires_at: ahead(1) }],
    });
    const verify = async (): Promise<number> =>
      (await ask(gitlab, undefined, "POST", "/runners/verify", { token })).status;
    expect(await verify()).toBe(200);
    gitlab.clock.advance(HOUR_MS);
    expect(await verify()).toBe(403);
    await gitlab.close();
  });
});

describe("how many runners there may be", () => {
  test("a project's limit counts runners that were made or in contact within 7 days", async () => {
    const gitlab = await start({
      settings: { ci_registered_project_runners: 2 },
      runners: [
        { runner_type: "project_type", projects: ["acme/docs"], created_at: ago(24) },
        { runner_type: "project_type", projects: ["acme/docs"], created_at: ago(8 * 24) },
      ],
    });
    const create = (): Promise<Answer> =>
      ask(gitlab, "owner", "POST", "/user/runners", { runner_type: "project_type", project_id: 3 });
    expect((await create()).status).toBe(201);
    const full = await create();
    expect(full.status).toBe(400);
    expect((full.body as { message: string }).message).toContain(
      "Maximum number of ci registered project runners (2) exceeded",
    );
    gitlab.clock.advance(8 * 24 * HOUR_MS);
    expect((await create()).status).toBe(201);
    await gitlab.close();
  });
});

describe("pages", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start({
      runners: Array.from({ length: 45 }, () => ({ runner_type: "instance_type" as const })),
    });
    gitlab.seed({
      runners: [
        {
          id: 100,
          runner_type: "instance_type",
          jobs: Array.from({ length: 5 }, (_, index) => ({
            id: index + 1,
            status: "success" as const,
            project: "acme/docs",
          })),
        },
      ],
    });
  });
  afterAll(() => gitlab.close());

  const list = (query: string): Promise<Answer> =>
    ask(gitlab, "root", "GET", `/runners/all?${query}`);

  test("the headers and links of a page in the middle", async () => {
    const { headers, body } = await list("page=2&per_page=20&type=instance_type");
    expect(body).toHaveLength(20);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-page": "2",
      "x-per-page": "20",
      "x-next-page": "3",
      "x-prev-page": "1",
      "x-total": "46",
      "x-total-pages": "3",
    });
    const at = (page: number): string =>
      `<${gitlab.url}/api/v4/runners/all?page=${page}&per_page=20&type=instance_type>`;
    expect(headers.get("link")).toBe(
      `${at(1)}; rel="prev", ${at(3)}; rel="next", ${at(1)}; rel="first", ${at(3)}; rel="last"`,
    );
  });

  test("the ends have empty headers", async () => {
    expect((await list("")).headers.get("x-prev-page")).toBe("");
    expect((await list("page=3")).headers.get("x-next-page")).toBe("");
    const beyond = await list("page=9");
    expect(beyond.body).toEqual([]);
    expect(beyond.headers.get("x-next-page")).toBe("");
  });

  test("at most 100 a page, and no less than one", async () => {
    expect((await list("per_page=1000")).headers.get("x-per-page")).toBe("100");
    expect((await list("per_page=0")).body).toEqual({ error: "per_page has a value not allowed" });
    expect((await list("page=0")).body).toEqual({ error: "page does not have a valid value" });
    expect((await list("page=x")).body).toEqual({ error: "page is invalid" });
  });

  test("no link has the token that was in the query", async () => {
    const { headers } = await ask(
      gitlab,
      undefined,
      "GET",
      `/runners/all?private_token=${gitlab.tokens["root"] ?? ""}`,
    );
    expect(headers.get("link")).toContain("rel=");
    expect(headers.get("link")).not.toContain("token");
  });

  test("jobs by keyset, newest first, following the links to the end", async () => {
    const seen: number[] = [];
    let address: string | undefined = "/runners/100/jobs?pagination=keyset&per_page=2";
    while (address !== undefined) {
      const page: Answer = await ask(gitlab, "root", "GET", address);
      expect(page.headers.get("x-total")).toBeNull();
      seen.push(...ids(page));
      const next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      address = next?.slice(`${gitlab.url}/api/v4`.length);
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  test("lists of runners go by pages, whatever is asked for", async () => {
    const { status, headers } = await list("pagination=keyset");
    expect(status).toBe(200);
    expect(headers.get("x-total")).toBe("46");
  });
});

describe("conditional deletion", () => {
  test("is refused when the runner changed since, and a header that is no date is ignored", async () => {
    const gitlab = await start({ runners: [{ id: 1, runner_type: "instance_type" }] });
    const remove = (since: string): Promise<Answer> =>
      ask(gitlab, "root", "DELETE", "/runners/1", undefined, { "if-unmodified-since": since });
    expect(await remove(new Date(NOW.getTime() - HOUR_MS).toUTCString())).toMatchObject({
      status: 412,
      body: { message: "412 Precondition Failed" },
    });
    expect((await remove("yesterday")).status).toBe(204);
    await gitlab.close();
  });
});
