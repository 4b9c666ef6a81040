import { type Emulator, type Fault, startEmulator } from "../../emulator";
import {
  type GitLabClient,
  UnknownOutcomeError,
  createGitLabClient,
  withMarker,
} from "../../gitlab";

describe("the client against the embedded GitLab", () => {
  let gitlab: Emulator;
  const waits: string[] = [];

  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "ada" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "creator", user: "root", scopes: ["create_runner"] },
          { name: "ada", user: "ada" },
        ],
        groups: [{ id: 7, full_path: "acme" }],
        projects: [
          { id: 11, path_with_namespace: "acme/app" },
          { id: 12, path_with_namespace: "acme/site" },
        ],
        settings: { allow_registration_token: true, runners_registration_token: "register-me" },
      },
    });
  });
  beforeEach(() => {
    gitlab.reset();
    waits.length = 0;
  });
  afterAll(() => gitlab.close());

  const client = (token = "root", more: { retries?: number } = {}): GitLabClient =>
    createGitLabClient({
      apiUrl: `${gitlab.url}/api/v4`,
      baseUrlSource: "gitlab:baseUrl",
      token: gitlab.tokens[token] ?? token,
      tokenSource: "gitlab:token",
      headers: {},
      retries: 3,
      concurrency: 4,
      waitBudgetMs: 5_000,
      timeoutMs: { connect: 2_000, reply: 2_000 },
      tls: { insecure: false, authorities: [] },
      log: (line) => waits.push(line),
      ...more,
    });
  const create = (): Promise<{ id: number; token: string }> =>
    client().createRunner({ runner_type: "instance_type", description: "one" });
  const sent = (): string[] => gitlab.requests.all().map(({ method, path }) => `${method} ${path}`);

  test("creates, reads, updates, resets and deletes a runner", async () => {
    const { id, token } = await create();
    expect(token).toMatch(/^glrt-/);
    expect(await client().getRunner(id)).toMatchObject({
      id,
      description: "one",
      runner_type: "instance_type",
      tag_list: [],
      run_untagged: true,
      maximum_timeout: null,
    });
    const changes = { tag_list: ["a", "b"], maximum_timeout: 600, paused: true };
    expect(await client().updateRunner(id, changes)).toMatchObject({ tag_list: ["a", "b"] });
    expect(await client().getRunner(id)).toMatchObject({ paused: true, maximum_timeout: 600 });
    const reset = await client().resetRunnerToken(id);
    expect(reset.token).not.toBe(token);
    await client().deleteRunner(id);
    await expect(client().getRunner(id)).rejects.toThrow(/404 Runner Not Found/);
  });

  test("registers a runner by a registration token", async () => {
    const { id } = await client().registerRunner("register-me", { tag_list: ["a"] });
    expect(await client().getRunner(id)).toMatchObject({ tag_list: ["a"] });
  });

  test("assigns and unassigns a project runner", async () => {
    const { id } = await client().createRunner({ runner_type: "project_type", project_id: 11 });
    await client().assignRunner(12, id);
    const ids = async (): Promise<unknown> =>
      (await client().getRunner(id)).projects?.map((project) => project.id);
    expect(await ids()).toEqual([11, 12]);
    await client().unassignRunner(12, id);
    expect(await ids()).toEqual([11]);
    await expect(client().unassignRunner(11, id)).rejects.toThrow(/owner project/);
  });

  test("finds groups and projects by path and reports whose token it is", async () => {
    expect(await client().getProject("acme/app")).toMatchObject({ id: 11 });
    expect(await client().getGroup("acme")).toMatchObject({ id: 7 });
    expect(await client("creator").getOwnAccessToken()).toMatchObject({
      scopes: ["create_runner"],
    });
  });

  test("verifies tokens with and without a trace", async () => {
    const { id, token } = await create();
    expect(await client().discoverRouter(token)).toBe("valid");
    expect(await client().discoverRouter("glrt-wrong")).toBe("invalid");
    expect(await client().getRunner(id)).toMatchObject({ contacted_at: null });
    expect(await client().verifyRunner(token)).toMatchObject({ id });
    expect(await client().verifyRunner("glrt-wrong")).toBeUndefined();
  });

  test.each(["15", "16", "17", "18.2"] as const)(
    "knows that GitLab %s has no router discovery",
    async (version) => {
      const older = await startEmulator({ version });
      const settings = { apiUrl: `${older.url}/api/v4` };
      const { discoverRouter } = createGitLabClient({
        ...settings,
        baseUrlSource: "gitlab:baseUrl",
        token: "any",
        tokenSource: "gitlab:token",
        headers: {},
        retries: 0,
        concurrency: 1,
        waitBudgetMs: 0,
        timeoutMs: { connect: 2_000, reply: 2_000 },
        tls: { insecure: false, authorities: [] },
        log: () => undefined,
      });
      expect(await discoverRouter("glrt-any")).toBe("unsupported");
      await older.close();
    },
  );

  test.each([
    ["a wrong token", "wrong", /401 Unauthorized.*gitlab:token/],
    ["a scope that lacks", "creator", /insufficient_scope.*lacks a scope/s],
    ["a role that lacks", "ada", /No access granted/],
  ])("explains %s", async (_, token, message) => {
    const { id } = await create();
    await expect(client(token).updateRunner(id, { paused: true })).rejects.toThrow(message);
  });

  test("explains GitLab's own reasons, a text and an object alike", async () => {
    await expect(
      client().createRunner({ runner_type: "instance_type", run_untagged: false }),
    ).rejects.toThrow(/Tags list can not be empty/);
    const { id } = await create();
    await expect(client().updateRunner(id, { maximum_timeout: 5 })).rejects.toThrow(
      /maximum_timeout needs to be at least 10 minutes/,
    );
  });

  test("a read is repeated until GitLab is well again", async () => {
    const { id } = await create();
    gitlab.faults.add({ kind: "status", status: 503, times: 2 });
    expect(await client().getRunner(id)).toMatchObject({ id });
    expect(waits).toHaveLength(2);
  });

  test("a throttled create waits as long as GitLab says and makes one runner", async () => {
    const headers = { "retry-after": "1" };
    gitlab.faults.add({ kind: "status", status: 429, headers, path: "/user/runners" });
    const start = performance.now();
    await create();
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    expect(sent()).toEqual(["POST /api/v4/user/runners", "POST /api/v4/user/runners"]);
  });

  test.each<[string, Fault]>([
    ["500 after the effect", { kind: "status", status: 500, when: "after" }],
    ["a connection cut after the effect", { kind: "reset", when: "after" }],
    ["a connection cut before the effect", { kind: "reset" }],
    ["a truncated answer", { kind: "truncated", when: "after" }],
    ["a malformed answer", { kind: "malformed", when: "after" }],
    ["an answer without a token", { kind: "status", status: 201, body: { id: 1 }, when: "after" }],
    ["a proxy's page", { kind: "proxyPage", status: 502, when: "after" }],
  ])("a create with %s is not repeated, and its outcome is unknown", async (_, fault) => {
    gitlab.faults.add({ ...fault, method: "POST", path: "/user/runners" });
    const error: unknown = await create().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(String(error)).toMatch(/create a runner/);
    expect(sent()).toEqual(["POST /api/v4/user/runners"]);
  });

  test("a reset of a token whose answer was lost is repeated: the last token is good", async () => {
    const { id } = await create();
    gitlab.faults.add({
      kind: "reset",
      when: "after",
      path: "/runners/:id/reset_authentication_token",
    });
    const { token } = await client().resetRunnerToken(id);
    expect(await client().discoverRouter(token)).toBe("valid");
  });

  test("the marker of a creation is read apart from the note, whatever is read", async () => {
    const marker = { resource: "0123456789abcdef", attempt: "01234567" };
    const { id } = await client().createRunner({
      runner_type: "instance_type",
      maintenance_note: withMarker("ours", marker),
    });
    const unmarked = { maintenance_note: "ours" };
    expect(await client().getMarkedRunner(id)).toMatchObject({ runner: unmarked, marker });
    expect(await client().getRunner(id)).toMatchObject(unmarked);
    expect(await client().updateRunner(id, { paused: true })).toMatchObject(unmarked);
    await client().updateRunner(id, { maintenance_note: withMarker("", marker) });
    expect(await client().getRunner(id)).toMatchObject({ maintenance_note: "" });
  });

  test("a delete whose answer was lost is repeated, and gone is gone", async () => {
    const { id } = await create();
    gitlab.faults.add({ kind: "reset", when: "after", method: "DELETE" });
    await expect(client().deleteRunner(id)).rejects.toThrow(/404/);
  });

  test("an answer of an unexpected shape is explained by what was asked", async () => {
    const { id } = await create();
    gitlab.faults.add({ kind: "status", status: 200, body: { id: "x" }, times: 9 });
    await expect(client().getRunner(id)).rejects.toThrow(new RegExp(`read runner ${id}`));
  });

  test("no error holds a token", async () => {
    const { token } = await create();
    const wrong = "glpat-abcdefghijklmnopqrst";
    const errors = await Promise.allSettled([
      client(wrong).getRunner(1),
      client().registerRunner(token, {}),
    ]);
    const text = errors.map((error) => String((error as PromiseRejectedResult).reason)).join();
    expect(text).toMatch(/401.*403/s);
    expect(text).not.toContain(wrong);
    expect(text).not.toContain(token);
  });
});
