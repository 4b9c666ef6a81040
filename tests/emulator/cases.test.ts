import type { Emulator, Seed } from "../../emulator";
import { NOW, ago, ahead, ask, ids, start } from "./helpers";

/** Cases of GitLab's request specs, by the files of GitLab that have them. */
describe("GitLab's request specs", () => {
  let gitlab: Emulator;
  const use = async (...args: Parameters<typeof start>): Promise<void> => {
    gitlab = await start(...args);
  };
  afterEach(() => gitlab.close());
  const create = (as: string | undefined, body: object): ReturnType<typeof ask> =>
    ask(gitlab, as, "POST", "/user/runners", body);
  const count = async (): Promise<number> =>
    ids(await ask(gitlab, "root", "GET", "/runners/all?per_page=100")).length;

  const project = (more: object = {}): NonNullable<Seed["runners"]>[number] => ({
    runner_type: "project_type",
    projects: ["acme/team/app"],
    ...more,
  });
  const group = (more: object = {}): NonNullable<Seed["runners"]>[number] => ({
    runner_type: "group_type",
    group: "acme/team",
    ...more,
  });
  const instance = (more: object = {}): NonNullable<Seed["runners"]>[number] => ({
    runner_type: "instance_type",
    ...more,
  });

  describe("spec/requests/api/user_runners_spec.rb", () => {
    test("an administrator creates an instance runner", async () => {
      await use();
      const answer = await create("root", { runner_type: "instance_type" });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: 1,
        token: expect.stringMatching(/^glrt-/) as string,
        token_expires_at: null,
      });
      expect(await count()).toBe(1);
    });

    test("a group owner creates a group runner", async () => {
      await use();
      expect((await create("owner", { runner_type: "group_type", group_id: 2 })).status).toBe(201);
    });

    test("a group maintainer may not", async () => {
      await use();
      const answer = await create("maintainer", { runner_type: "group_type", group_id: 2 });
      expect(answer).toMatchObject({
        status: 403,
        body: { message: "403 Forbidden - Insufficient permissions" },
      });
      expect(await count()).toBe(0);
    });

    test("a group owner creates a project runner", async () => {
      await use();
      expect((await create("owner", { runner_type: "project_type", project_id: 1 })).status).toBe(
        201,
      );
    });

    test("a developer may not", async () => {
      await use();
      const answer = await create("developer", { runner_type: "project_type", project_id: 1 });
      expect(answer.status).toBe(403);
    });

    test("an administrator without Admin Mode creates no instance runner", async () => {
      await use();
      const answer = await create("root-without-admin-mode", { runner_type: "instance_type" });
      expect(answer.status).toBe(403);
    });

    test.each(["create_runner", "owner"])("the scope of %s suffices to create", async (token) => {
      await use();
      expect((await create(token, { runner_type: "group_type", group_id: 1 })).status).toBe(201);
    });

    test("read_api does not", async () => {
      await use();
      const answer = await create("read_api", { runner_type: "group_type", group_id: 1 });
      expect(answer).toMatchObject({ status: 403, body: { error: "insufficient_scope" } });
    });

    test.each<[object, string]>([
      [{}, "runner_type is missing, runner_type does not have a valid value"],
      [{ runner_type: "unknown" }, "runner_type does not have a valid value"],
      [{ runner_type: "group_type" }, "group_id is missing"],
      [{ runner_type: "project_type" }, "project_id is missing"],
    ])("%j: the wrong parameter is named", async (body, error) => {
      await use();
      expect(await create("root", body)).toMatchObject({ status: 400, body: { error } });
    });

    test("a runner that could take no job", async () => {
      await use();
      const body = { runner_type: "instance_type", run_untagged: false, tag_list: [] };
      expect(await create("root", body)).toMatchObject({
        status: 400,
        body: {
          message:
            "400 Bad request - Tags list can not be empty when runner is not allowed to pick untagged jobs",
        },
      });
    });

    test("nobody may not", async () => {
      await use();
      expect(await create(undefined, {})).toMatchObject({
        status: 401,
        body: { message: "401 Unauthorized" },
      });
    });
  });

  describe("ee/spec/requests/api/user_runners_spec.rb", () => {
    test("an explicit expiry (Premium)", async () => {
      await use({ settings: { plan: "premium" } });
      const token_expires_at = ahead(240);
      const body = { runner_type: "project_type", project_id: 1, token_expires_at };
      expect(await create("owner", body)).toMatchObject({
        status: 201,
        body: { token_expires_at },
      });
    });

    test.each([
      [4 / 60, "token_expires_at must be at least"],
      [22 * 24, "token_expires_at is too far in the future"],
    ])("an expiry %d hours ahead", async (hours, message) => {
      await use({ settings: { plan: "premium" } });
      const body = { runner_type: "group_type", group_id: 1, token_expires_at: ahead(hours) };
      expect(await create("owner", body)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining(message) as string },
      });
    });

    test("a rotation deadline without an expiry", async () => {
      await use({ settings: { plan: "premium" } });
      const body = { runner_type: "group_type", group_id: 1, token_rotation_deadline: ahead(1) };
      expect(await create("owner", body)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining("token_expires_at is required") as string },
      });
    });
  });

  describe("spec/requests/api/ci/runners_spec.rb", () => {
    test("a list of one's own runners holds none of the instance", async () => {
      await use({ runners: [instance(), group(), project()] });
      const answer = await ask(gitlab, "owner", "GET", "/runners");
      expect(ids(answer)).toEqual([2, 3]);
      expect(answer.headers.get("x-total")).toBe("2");
      expect(answer.headers.get("x-page")).toBe("1");
    });

    test.each(["scope=unknown", "type=bogus", "status=bogus"])("%s is refused", async (query) => {
      await use();
      expect((await ask(gitlab, "owner", "GET", `/runners?${query}`)).status).toBe(400);
    });

    test("tags must all be there", async () => {
      await use({
        runners: [project({ tag_list: ["tag1", "tag2"] }), project({ tag_list: ["tag2"] })],
      });
      expect(ids(await ask(gitlab, "owner", "GET", "/runners?tag_list=tag1,tag2"))).toEqual([1]);
    });

    test.each(["/runners", "/runners/all", "/projects/1/runners", "/groups/1/runners"])(
      "manage_runner may not list %s",
      async (path) => {
        await use();
        expect((await ask(gitlab, "manage_runner", "GET", path)).status).toBe(403);
      },
    );

    test.each<[string, number[] | number]>([
      ["15.0", [1]],
      ["16", [2]],
      ["25", []],
      ["V15", 400],
    ])("version_prefix=%s", async (prefix, expected) => {
      await use({
        runners: ["15.0.3", "16.0.1"].map((version) =>
          instance({ managers: [{ system_id: "s", version }] }),
        ),
      });
      const answer = await ask(gitlab, "root", "GET", `/runners/all?version_prefix=${prefix}`);
      if (typeof expected === "number") expect(answer.status).toBe(expected);
      else expect(ids(answer)).toEqual(expected);
    });

    test("only administrators list all", async () => {
      await use();
      expect((await ask(gitlab, "stranger", "GET", "/runners/all")).status).toBe(403);
      expect((await ask(gitlab, undefined, "GET", "/runners/all")).status).toBe(401);
      expect((await ask(gitlab, "auditor", "GET", "/runners/all")).status).toBe(200);
    });

    test("anyone reads an instance runner", async () => {
      await use({ runners: [instance()] });
      expect(await ask(gitlab, "root-without-admin-mode", "GET", "/runners/1")).toMatchObject({
        status: 200,
        body: { status: "never_contacted", active: true, paused: false, maximum_timeout: null },
      });
    });

    test("a stranger reads no project runner", async () => {
      await use({ runners: [project()] });
      expect(await ask(gitlab, "stranger", "GET", "/runners/1")).toMatchObject({
        status: 403,
        body: { message: "403 Forbidden - No access granted" },
      });
      expect(await ask(gitlab, "stranger", "GET", "/runners/99")).toMatchObject({
        status: 404,
        body: { message: "404 Runner Not Found" },
      });
    });

    test("scopes that read a runner", async () => {
      await use({ runners: [project()] });
      const statuses = await Promise.all(
        ["manage_runner", "read_api", "create_runner"].map(
          async (token) => (await ask(gitlab, token, "GET", "/runners/1")).status,
        ),
      );
      expect(statuses).toEqual([200, 200, 403]);
    });

    test("an update of nothing", async () => {
      await use({ runners: [instance()] });
      expect(await ask(gitlab, "root", "PUT", "/runners/1", {})).toMatchObject({
        status: 400,
        body: {
          error: expect.stringContaining("at least one parameter must be provided") as string,
        },
      });
    });

    test("a runner with too many tags can still be paused", async () => {
      const tag_list = Array.from({ length: 51 }, (_, index) => `tag${index}`);
      await use({ runners: [instance({ tag_list })] });
      expect((await ask(gitlab, "root", "PUT", "/runners/1", { active: false })).status).toBe(200);
    });

    test("a maintainer updates a project runner, not one of the instance", async () => {
      await use({ runners: [project(), instance()] });
      const body = { description: "new" };
      expect(await ask(gitlab, "maintainer", "PUT", "/runners/1", body)).toMatchObject({
        status: 200,
        body,
      });
      expect((await ask(gitlab, "maintainer", "PUT", "/runners/2", body)).status).toBe(403);
    });

    test("a runner of two projects is not deleted by their owner", async () => {
      await use({ runners: [project({ projects: ["acme/team/app", "acme/team/site"] })] });
      expect(await ask(gitlab, "owner", "DELETE", "/runners/1")).toMatchObject({
        status: 403,
        body: { message: "403 Forbidden - Runner associated with more than one project" },
      });
      expect(await count()).toBe(1);
    });

    test("only an owner deletes a group runner", async () => {
      await use({ runners: [group()] });
      for (const name of ["guest", "reporter", "developer", "maintainer"])
        expect((await ask(gitlab, name, "DELETE", "/runners/1")).status).toBe(403);
      expect((await ask(gitlab, "owner", "DELETE", "/runners/1")).status).toBe(204);
    });

    test("a reset gives a new token, with the expiry that the group sets", async () => {
      await use({ runners: [group({ token: "glrt-old" })] });
      const path = "/runners/1/reset_authentication_token";
      const answer = await ask(gitlab, "owner", "POST", path);
      expect(answer).toMatchObject({ status: 201, body: { token_expires_at: null } });
      expect((answer.body as { token: string }).token).not.toBe("glrt-old");
      gitlab.seed({ settings: { group_runner_token_expiration_interval: 5 * 86_400 } });
      expect(await ask(gitlab, "owner", "POST", path)).toMatchObject({
        body: { token_expires_at: ahead(120) },
      });
    });

    test("jobs of projects that the caller may read", async () => {
      const projects = ["acme/team/app", "acme/docs"];
      await use({
        runners: [
          project({ projects, jobs: projects.map((of) => ({ status: "success", project: of })) }),
        ],
      });
      gitlab.seed({
        users: [{ username: "one" }],
        tokens: [{ name: "one", user: "one" }],
        members: [{ user: "one", of: "acme/docs", role: "maintainer" }],
      });
      expect(ids(await ask(gitlab, "one", "GET", "/runners/1/jobs"))).toEqual([2]);
      expect(ids(await ask(gitlab, "owner", "GET", "/runners/1/jobs"))).toEqual([1, 2]);
    });

    test("jobs of one manager come without a total", async () => {
      const job = { status: "running", project: "acme/team/app" } as const;
      await use({ runners: [project({ jobs: [{ ...job, system_id: "id1" }, job] })] });
      const answer = await ask(gitlab, "owner", "GET", "/runners/1/jobs?system_id=id1");
      expect(ids(answer)).toEqual([1]);
      expect(answer.headers.has("x-total")).toBe(false);
      expect(answer.headers.has("x-total-pages")).toBe(false);
      expect(ids(await ask(gitlab, "owner", "GET", "/runners/1/jobs?system_id=none"))).toEqual([]);
    });

    test("the order of jobs", async () => {
      const job = { status: "success", project: "acme/team/app" } as const;
      await use({ runners: [project({ jobs: [job, job] })] });
      const jobs = "/runners/1/jobs";
      expect(ids(await ask(gitlab, "owner", "GET", `${jobs}?order_by=id`))).toEqual([2, 1]);
      expect(ids(await ask(gitlab, "owner", "GET", `${jobs}?order_by=id&sort=asc`))).toEqual([
        1, 2,
      ]);
      expect((await ask(gitlab, "owner", "GET", `${jobs}?status=non-existing`)).status).toBe(400);
    });

    test("what may be assigned", async () => {
      await use({
        runners: [project(), project({ locked: true }), instance(), group()],
      });
      const assign = async (runner_id?: number): Promise<number> =>
        (await ask(gitlab, "owner", "POST", "/projects/2/runners", { runner_id })).status;
      expect(await assign(1)).toBe(201);
      expect(await assign(1)).toBe(400);
      expect(await assign(2)).toBe(403);
      expect(await assign(3)).toBe(403);
      expect(await assign(4)).toBe(403);
      expect(await assign()).toBe(400);
    });

    test("what may be unassigned", async () => {
      await use({
        runners: [project({ projects: ["acme/team/app", "acme/team/site"] }), project()],
      });
      const unassign = async (path: string): Promise<number> =>
        (await ask(gitlab, "owner", "DELETE", path)).status;
      expect(await unassign("/projects/2/runners/1")).toBe(204);
      expect(await unassign("/projects/1/runners/1")).toBe(403);
      expect(await unassign("/projects/1/runners/2")).toBe(403);
      expect(await unassign("/projects/1/runners/99")).toBe(404);
    });
  });

  describe("spec/requests/api/ci/runner/runners_post_spec.rb", () => {
    test("registration by token", async () => {
      const settings = { allow_registration_token: true, runners_registration_token: "register" };
      await use({ settings });
      const register = (body: object): ReturnType<typeof ask> =>
        ask(gitlab, undefined, "POST", "/runners", body);
      expect(await register({ token: "bad" })).toMatchObject({
        status: 403,
        body: { message: "403 Forbidden - invalid token supplied" },
      });
      const tag_list = Array.from({ length: 51 }, (_, index) => `tag${index}`);
      expect(await register({ token: "register", tag_list })).toMatchObject({
        status: 400,
        body: {
          message: {
            tags_list: ["Too many tags specified. Please limit the number of tags to 50"],
          },
        },
      });
      // It has been in contact only when it asks for jobs, or for its own verification.
      const { id } = (await register({ token: "register" })).body as { id: number };
      expect(await ask(gitlab, "root", "GET", `/runners/${id}`)).toMatchObject({
        body: { status: "never_contacted", contacted_at: null },
      });
      gitlab.seed({ settings: { allow_registration_token: false } });
      expect(await register({ token: "register" })).toMatchObject({
        status: 410,
        body: { message: "410 Gone - runner registration disallowed" },
      });
    });
  });

  describe("spec/requests/api/ci/runner/runners_verify_post_spec.rb", () => {
    test("verification", async () => {
      await use(
        {
          runners: [
            instance({ token: "glrt-good", token_expires_at: ahead(1) }),
            instance({ token: "glrt-late", token_expires_at: ago(1) }),
          ],
        },
        { version: "18.2" },
      );
      const verify = (body: object): ReturnType<typeof ask> =>
        ask(gitlab, undefined, "POST", "/runners/verify", body);
      expect(await verify({ token: "glrt-good", system_id: "s_1" })).toMatchObject({
        status: 200,
        body: { id: 1, token: "glrt-good", token_expires_at: ahead(1) },
      });
      expect((await verify({ token: "glrt-late" })).status).toBe(403);
      expect((await verify({})).status).toBe(400);
      const managers = await ask(gitlab, "root", "GET", "/runners/1/managers");
      expect(managers.body).toMatchObject([{ system_id: "s_1", contacted_at: NOW.toISOString() }]);
      // In that era a contact of a created runner was its manager's alone.
      expect(await ask(gitlab, "root", "GET", "/runners/1")).toMatchObject({
        body: { contacted_at: null },
      });
    });
  });

  describe("spec/requests/api/ci/runner/runners_delete_spec.rb", () => {
    test("removal by token", async () => {
      await use({
        runners: ["glrt-one", "glrt-two"].map((token) =>
          instance({ token, managers: [{ system_id: "s_1" }], created_at: ago(1) }),
        ),
      });
      const remove = async (path: string, body: object, headers = {}): Promise<number> =>
        (await ask(gitlab, undefined, "DELETE", path, body, headers)).status;
      const past = { "if-unmodified-since": "Sun, 01 Feb 2026 00:00:00 GMT" };
      expect(await remove("/runners", { token: "glrt-one" }, past)).toBe(412);
      expect(await remove("/runners", { token: "glrt-one" })).toBe(204);
      expect((await ask(gitlab, "root", "GET", "/runners/1")).status).toBe(404);

      const managers = "/runners/managers";
      expect(await remove(managers, { token: "glrt-two" })).toBe(400);
      expect(await remove(managers, { token: "bad", system_id: "s_1" })).toBe(403);
      expect(
        await ask(gitlab, undefined, "DELETE", managers, { token: "glrt-two", system_id: "no" }),
      ).toMatchObject({
        status: 404,
        body: { message: "404 Runner manager not found Not Found" },
      });
      expect(await remove(managers, { token: "glrt-two", system_id: "s_1" })).toBe(204);
      expect((await ask(gitlab, "root", "GET", "/runners/2/managers")).body).toEqual([]);
    });
  });

  describe("spec/requests/api/ci/runner/runners_reset_spec.rb", () => {
    test("a runner resets its own token", async () => {
      await use({
        settings: { runner_token_expiration_interval: 3600 },
        runners: [
          instance({ token: "glrt-good" }),
          instance({ token: "glrt-late", token_expires_at: ago(1) }),
        ],
      });
      const reset = (token: string): ReturnType<typeof ask> =>
        ask(gitlab, undefined, "POST", "/runners/reset_authentication_token", { token });
      expect(await reset("glrt-good")).toMatchObject({
        status: 201,
        body: { token_expires_at: ahead(1) },
      });
      expect((await reset("glrt-good")).status).toBe(403);
      expect((await reset("glrt-late")).status).toBe(403);
      expect((await reset("garbage")).status).toBe(403);
    });
  });

  describe("ee/spec/requests/api/ci/runners_spec.rb", () => {
    test("a reset after the rotation deadline (Premium)", async () => {
      const more = { token_expires_at: ahead(48) };
      await use({
        settings: { plan: "premium" },
        runners: [
          instance({ ...more, token_rotation_deadline: ago(1) }),
          instance({ ...more, token_rotation_deadline: ahead(1) }),
        ],
      });
      const reset = (id: number): ReturnType<typeof ask> =>
        ask(gitlab, "root", "POST", `/runners/${id}/reset_authentication_token`);
      expect(await reset(1)).toMatchObject({
        status: 403,
        body: { error: "Token rotation deadline has passed" },
      });
      expect((await reset(2)).status).toBe(201);
      gitlab.clock.advance(2 * 3_600_000);
      expect((await reset(2)).status).toBe(201);
    });
  });
});
