import type { Emulator } from "../../emulator";
import { dataOf, query, runnerId } from "./graphqlHelpers";
import { ahead, ask, start } from "./helpers";

const NOT_AVAILABLE =
  "The resource that you are attempting to access does not exist or you don't have permission to perform this action";
const ROLES = [
  "root",
  "auditor",
  "owner",
  "maintainer",
  "developer",
  "reporter",
  "guest",
  "stranger",
] as const;

let gitlab: Emulator;

beforeAll(async () => {
  const common = {
    maintenance_note: "Ask Ada",
    token_expires_at: ahead(24),
    created_by: "maintainer",
  };
  gitlab = await start({
    runners: [
      { id: 1, runner_type: "instance_type", ...common },
      { id: 2, runner_type: "group_type", group: "acme", ...common },
      { id: 3, runner_type: "project_type", projects: ["acme/team/app", "acme/docs"], ...common },
    ],
  });
  gitlab.seed({
    groups: [{ full_path: "open", visibility: "public" }],
    projects: [
      { id: 9, path_with_namespace: "open/site", visibility: "public" },
      { id: 10, path_with_namespace: "open/secret", visibility: "private" },
    ],
    members: [{ user: "maintainer", of: "open/site", role: "maintainer" }],
    runners: [{ id: 4, runner_type: "project_type", projects: ["open/site", "open/secret"] }],
  });
});
afterAll(() => gitlab.close());

describe.each(ROLES)("as %s", (role) => {
  test.each([1, 2, 3])("runner %i can be read exactly where REST lets it be read", async (id) => {
    const { status } = await ask(gitlab, role, "GET", `/runners/${id}`);
    const data = await dataOf(gitlab, role, `{ runner(id: "${runnerId(id)}") { id } }`);
    expect(data).toEqual({ runner: status === 200 ? { id: runnerId(id) } : null });
  });

  test.each([1, 2, 3])("the note of runner %i is shown where REST shows it", async (id) => {
    const { status, body } = await ask(gitlab, role, "GET", `/runners/${id}`);
    const data = await dataOf(
      gitlab,
      role,
      `{ runner(id: "${runnerId(id)}") { maintenanceNote createdBy { username } } }`,
    );
    expect(data).toEqual({
      runner:
        status === 200
          ? {
              maintenanceNote: (body as { maintenance_note: string | null }).maintenance_note,
              // REST shows it to those only who may change the runner.
              createdBy: { username: "maintainer" },
            }
          : null,
    });
  });

  test.each([
    ["/runners/all", "{ runners { nodes { id } } }", "runners"],
    ["/groups/1/runners", '{ group(fullPath: "acme") { runners { nodes { id } } } }', "group"],
    [
      "/projects/1/runners",
      '{ project(fullPath: "acme/team/app") { runners { nodes { id } } } }',
      "project",
    ],
  ])("%s and %s are there for the same people", async (path, text, root) => {
    const { status } = await ask(gitlab, role, "GET", path);
    const { data, errors } = await query(gitlab, role, text);
    if (status === 200) expect(errors).toBeUndefined();
    else if (status === 404) expect([data, errors]).toEqual([{ [root]: null }, undefined]);
    else
      expect(errors).toEqual([
        expect.objectContaining({
          message: NOT_AVAILABLE,
          path: root === "runners" ? ["runners"] : [root, "runners"],
        }),
      ]);
    expect([200, 403, 404]).toContain(status);
  });
});

test("when a token expires is shown of an instance runner to administrators only", async () => {
  const text = `{
    instance: runner(id: "${runnerId(1)}") { tokenExpiresAt }
    project: runner(id: "${runnerId(3)}") { tokenExpiresAt }
  }`;
  const shown = { tokenExpiresAt: "2026-03-02T12:00:00Z" };
  expect(await dataOf(gitlab, "root", text)).toEqual({ instance: shown, project: shown });
  expect(await dataOf(gitlab, "maintainer", text)).toEqual({
    instance: { tokenExpiresAt: null },
    project: shown,
  });
});

test("an address in the admin area is shown to those who may go there", async () => {
  const text = `{ runner(id: "${runnerId(1)}") { adminUrl editAdminUrl } }`;
  const adminUrl = `${gitlab.url}/admin/runners/1`;
  expect(await dataOf(gitlab, "root", text)).toEqual({
    runner: { adminUrl, editAdminUrl: `${adminUrl}/edit` },
  });
  expect(await dataOf(gitlab, "auditor", text)).toEqual({
    runner: { adminUrl, editAdminUrl: null },
  });
  expect(await dataOf(gitlab, "owner", text)).toEqual({
    runner: { adminUrl: null, editAdminUrl: null },
  });
});

test("projects of a runner are those that the caller may see, not only those of a member", async () => {
  const text = `{ runner(id: "${runnerId(4)}") { projectCount ownerProject { fullPath } projects { nodes { fullPath } } } }`;
  expect(await dataOf(gitlab, "maintainer", text)).toEqual({
    runner: {
      projectCount: 2,
      ownerProject: { fullPath: "open/site" },
      projects: { nodes: [{ fullPath: "open/site" }] },
    },
  });
  expect(await dataOf(gitlab, "root", text)).toEqual({
    runner: {
      projectCount: 2,
      ownerProject: { fullPath: "open/site" },
      projects: { nodes: [{ fullPath: "open/secret" }, { fullPath: "open/site" }] },
    },
  });
});

test("somebody without a token sees what is public, and no runner", async () => {
  const data = await dataOf(
    gitlab,
    undefined,
    `{
      currentUser { id }
      metadata { version }
      open: group(fullPath: "open") { fullPath }
      private: group(fullPath: "acme") { fullPath }
      site: project(fullPath: "open/site") { fullPath }
      secret: project(fullPath: "open/secret") { fullPath }
      runner(id: "${runnerId(1)}") { id }
    }`,
  );
  expect(data).toEqual({
    currentUser: null,
    metadata: null,
    open: { fullPath: "open" },
    private: null,
    site: { fullPath: "open/site" },
    secret: null,
    runner: null,
  });
  const { data: lists, errors } = await query(
    gitlab,
    undefined,
    `{
      runners { count }
      group(fullPath: "open") { runners { count } }
      project(fullPath: "open/site") { runners { count } }
    }`,
  );
  expect(lists).toEqual({ runners: null, group: { runners: null }, project: { runners: null } });
  expect(errors?.map(({ message }) => message)).toEqual(Array(3).fill(NOT_AVAILABLE));
});

test("a token of an administrator is in Admin Mode without the scope", async () => {
  expect((await ask(gitlab, "root-without-admin-mode", "GET", "/runners/all")).status).toBe(403);
  const data = await dataOf(gitlab, "root-without-admin-mode", "{ runners { count } }");
  expect(data).toEqual({ runners: { count: 4 } });
});

test("what there is not is null without an error", async () => {
  const data = await dataOf(
    gitlab,
    "root",
    `{
      runner(id: "${runnerId(99)}") { id }
      group(fullPath: "acme/nobody") { id }
      project(fullPath: "acme/nothing") { id }
      byId: project(fullPath: "1") { id }
    }`,
  );
  expect(data).toEqual({ runner: null, group: null, project: null, byId: null });
});

describe("the token of a new runner", () => {
  const text = (id: number): string =>
    `{ runner(id: "${runnerId(id)}") { ephemeralAuthenticationToken } }`;
  const shown = async (as: string, id: number): Promise<unknown> =>
    (await dataOf(gitlab, as, text(id)))["runner"];
  let created: { id: number; token: string };

  beforeEach(async () => {
    const answer = await ask(gitlab, "maintainer", "POST", "/user/runners", {
      runner_type: "project_type",
      project_id: 1,
    });
    created = answer.body as typeof created;
  });

  test("is shown to the creator for an hour", async () => {
    expect(await shown("maintainer", created.id)).toEqual({
      ephemeralAuthenticationToken: created.token,
    });
    gitlab.clock.advance(60 * 60 * 1000 - 1);
    expect(await shown("maintainer", created.id)).toEqual({
      ephemeralAuthenticationToken: created.token,
    });
    gitlab.clock.advance(1);
    expect(await shown("maintainer", created.id)).toEqual({ ephemeralAuthenticationToken: null });
  });

  test.each(["root", "owner"])("is not shown to %s", async (as) => {
    expect(await shown(as, created.id)).toEqual({ ephemeralAuthenticationToken: null });
  });

  test("is shown until the runner asks for jobs", async () => {
    const { token } = created;
    await ask(gitlab, undefined, "POST", "/runners/verify", { token, system_id: "s_1" });
    expect(await shown("maintainer", created.id)).toEqual({ ephemeralAuthenticationToken: token });
    await ask(gitlab, undefined, "POST", "/jobs/request", { token, system_id: "s_1" });
    expect(await shown("maintainer", created.id)).toEqual({ ephemeralAuthenticationToken: null });
  });
});
