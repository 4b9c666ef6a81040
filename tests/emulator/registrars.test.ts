import type { Emulator, Seed } from "../../emulator";
import { type Answer, ahead, ask, start } from "./helpers";

const GROUPS: Seed = {
  groups: [
    { id: 8, full_path: "closed", runner_registration_enabled: false, runners_token: "closed" },
    { id: 9, full_path: "closed/below", runners_token: "below" },
  ],
  projects: [
    { id: 8, path_with_namespace: "closed/app", runners_token: "app" },
    {
      id: 9,
      path_with_namespace: "acme/shut",
      runner_registration_enabled: false,
      runners_token: "shut",
    },
  ],
  members: [{ user: "owner", of: "closed", role: "owner" }],
};

const SETTINGS = {
  allow_registration_token: true,
  runners_registration_token: "instance",
} as const;

const inGroup = (group_id: number): object => ({ runner_type: "group_type", group_id });
const inProject = (project_id: number): object => ({ runner_type: "project_type", project_id });

describe("where runners may be made", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({ settings: SETTINGS });
    gitlab.seed(GROUPS);
  });
  afterEach(() => gitlab.close());

  const create = async (as: string, body: object): Promise<number> =>
    (await ask(gitlab, as, "POST", "/user/runners", body)).status;
  const register = (token: string): Promise<Answer> =>
    ask(gitlab, undefined, "POST", "/runners", { token });
  const allow = (...registrars: ("group" | "project")[]): Promise<Answer> =>
    ask(gitlab, "root", "PUT", "/application/settings", { valid_runner_registrars: registrars });

  test.each([
    ["a group that allows it", inGroup(1), 201],
    ["one that does not", inGroup(8), 403],
    ["a group below one that does not", inGroup(9), 403],
    ["a project of a group that does not", inProject(8), 201],
    ["a project that does not", inProject(9), 403],
  ])("%s", async (_, body, status) => {
    expect(await create("owner", body)).toBe(status);
    expect(await create("root", body)).toBe(201);
  });

  test("a refusal says what any lack of rights does", async () => {
    expect(await ask(gitlab, "owner", "POST", "/user/runners", inGroup(9))).toMatchObject({
      status: 403,
      body: { message: "403 Forbidden - Insufficient permissions" },
    });
  });

  test.each([
    [[], 403, 403],
    [["project"] as const, 403, 201],
    [["group"] as const, 201, 403],
    [["group", "project"] as const, 201, 201],
  ])("registrars %j", async (registrars, group, project) => {
    await allow(...registrars);
    expect(await create("owner", inGroup(1))).toBe(group);
    expect(await create("owner", inProject(1))).toBe(project);
    expect(await create("root", inGroup(1))).toBe(201);
    expect(await create("root", inProject(1))).toBe(201);
  });

  test("an assignment needs the right to make runners in the project", async () => {
    gitlab.seed({ runners: [{ id: 5, runner_type: "project_type", projects: ["acme/docs"] }] });
    const assign = (as: string, project: number): Promise<Answer> =>
      ask(gitlab, as, "POST", `/projects/${project}/runners`, { runner_id: 5 });
    expect(await assign("maintainer", 9)).toMatchObject({
      status: 403,
      body: { message: "403 Forbidden" },
    });
    expect((await assign("maintainer", 1)).status).toBe(201);
    expect((await assign("root", 9)).status).toBe(201);
  });

  test("a registration token of a group or project counts whatever that has set", async () => {
    for (const token of ["closed", "below", "app", "shut", "instance"])
      expect((await register(token)).status).toBe(201);
  });

  test("a registration token is unknown where its kind is no registrar", async () => {
    await allow("group");
    expect(await register("app")).toMatchObject({
      status: 403,
      body: { message: "403 Forbidden - invalid token supplied" },
    });
    expect((await register("below")).status).toBe(201);
    await allow("project");
    expect((await register("below")).status).toBe(403);
    expect((await register("instance")).status).toBe(201);
    gitlab.seed({ settings: { allow_registration_token: false } });
    expect((await register("below")).status).toBe(410);
  });
});

describe("the settings of the instance", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({ settings: { ...SETTINGS, valid_runner_registrars: ["group"] } });
  });
  afterEach(() => gitlab.close());

  const put = (body: object): Promise<Answer> =>
    ask(gitlab, "root", "PUT", "/application/settings", body);

  test("are an administrator's to read and to change", async () => {
    const read = await ask(gitlab, "root", "GET", "/application/settings");
    expect(read).toMatchObject({
      status: 200,
      body: { id: 1, valid_runner_registrars: ["group"], allow_runner_registration_token: true },
    });
    expect(JSON.stringify(read.body)).not.toContain('"instance"');
    for (const as of ["owner", "root-without-admin-mode", "auditor"])
      for (const method of ["GET", "PUT"])
        expect((await ask(gitlab, as, method, "/application/settings")).status).toBe(403);
  });

  test("have expiration intervals, which GitLab's API takes without bounds", async () => {
    const interval = { runner_token_expiration_interval: 60 };
    expect(await put(interval)).toMatchObject({ status: 200, body: interval });
    const { body } = await ask(gitlab, "owner", "POST", "/user/runners", {
      runner_type: "group_type",
      group_id: 1,
    });
    expect(body).toMatchObject({ token_expires_at: null });
    const none = { runner_token_expiration_interval: null };
    expect(await put(none)).toMatchObject({ status: 200, body: none });
    expect((await put({ project_runner_token_expiration_interval: "long" })).status).toBe(400);
  });

  test("decide when the token of a new runner expires", async () => {
    gitlab.seed({ settings: { plan: "premium" } });
    const expiry = async (): Promise<unknown> => {
      const runner = { runner_type: "group_type", group_id: 1 };
      const { body } = await ask(gitlab, "owner", "POST", "/user/runners", runner);
      return (body as { token_expires_at: unknown }).token_expires_at;
    };
    await put({ runner_token_expiration_interval: 7200 });
    expect(await expiry()).toBeNull();
    await put({ group_runner_token_expiration_interval: 7200 });
    expect(await expiry()).toBe(ahead(2));
    await put({ group_runner_token_expiration_interval: null });
    expect(await expiry()).toBeNull();
  });

  test("change by JSON and by form", async () => {
    expect(await put({ valid_runner_registrars: [] })).toMatchObject({
      status: 200,
      body: { valid_runner_registrars: [] },
    });
    const form = await fetch(`${gitlab.url}/api/v4/application/settings`, {
      method: "PUT",
      headers: { "private-token": gitlab.tokens["root"] ?? "" },
      body: new URLSearchParams([
        ["valid_runner_registrars[]", "project"],
        ["allow_runner_registration_token", "false"],
      ]),
    });
    expect(await form.json()).toMatchObject({
      valid_runner_registrars: ["project"],
      allow_runner_registration_token: false,
    });
  });

  test.each([
    [{ valid_runner_registrars: "group" }, 400, { error: "valid_runner_registrars is invalid" }],
    [
      { valid_runner_registrars: ["nobody"] },
      400,
      { message: { valid_runner_registrars: ['["nobody"] is not included in the list'] } },
    ],
    [
      { valid_runner_registrars: ["group", "group"] },
      400,
      { message: { valid_runner_registrars: ['["group", "group"] is not included in the list'] } },
    ],
    [{ max_pages_size: 1 }, 501, { message: expect.stringContaining("max_pages_size") as string }],
  ])("refuse %j", async (body, status, expected) => {
    expect(await put(body)).toMatchObject({ status, body: expected });
  });
});
