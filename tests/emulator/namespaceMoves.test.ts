import type { Emulator } from "../../emulator";
import { type Answer, ask, ids, start } from "./helpers";

describe("projects and groups that move", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({
      runners: [
        { id: 1, runner_type: "instance_type" },
        { id: 2, runner_type: "group_type", group: "acme/team" },
      ],
    });
    gitlab.seed({
      groups: [
        { id: 5, full_path: "other", visibility: "public" },
        { id: 6, full_path: "other/team", visibility: "public" },
        { id: 7, full_path: "locked", shared_runners_enabled: false },
        {
          id: 8,
          full_path: "soft",
          shared_runners_enabled: false,
          allow_descendants_override_disabled_shared_runners: true,
        },
        { id: 9, full_path: "foreign" },
      ],
      projects: [
        { id: 5, path_with_namespace: "other/app", name: "Another" },
        { id: 6, path_with_namespace: "other/team/site", visibility: "public" },
      ],
      members: ["other", "locked", "soft"].map((of) => ({ user: "owner", of, role: "owner" })),
    });
  });
  afterEach(() => gitlab.close());

  const move = (project: number, namespace: string | number, as = "owner"): Promise<Answer> =>
    ask(gitlab, as, "PUT", `/projects/${project}/transfer`, { namespace });
  const moveGroup = (group: number, to: number | undefined, as = "owner"): Promise<Answer> =>
    ask(gitlab, as, "POST", `/groups/${group}/transfer`, to === undefined ? {} : { group_id: to });
  const project = async (id: number | string): Promise<Record<string, unknown>> =>
    (await ask(gitlab, "root", "GET", `/projects/${encodeURIComponent(id)}`)).body as Record<
      string,
      unknown
    >;
  const group = async (id: number): Promise<Record<string, unknown>> =>
    (await ask(gitlab, "root", "GET", `/groups/${id}`)).body as Record<string, unknown>;
  const offered = async (id: number): Promise<number[]> =>
    ids(await ask(gitlab, "root", "GET", `/projects/${id}/runners`));

  test("a project goes to another group, with the runners of that group", async () => {
    expect(await offered(1)).toEqual([1, 2]);
    expect(await move(1, 7)).toMatchObject({
      status: 200,
      body: { id: 1, path_with_namespace: "locked/app", namespace: { id: 7 } },
    });
    expect(await offered(1)).toEqual([]);
    expect(await project("locked/app")).toMatchObject({ id: 1, shared_runners_enabled: false });
    await move(1, "acme/team");
    expect(await offered(1)).toEqual([2]);
  });

  test.each([
    ["enabled", 5, true],
    ["disabled_and_overridable", 8, true],
    ["disabled_and_unoverridable", 7, false],
  ])("instance runners of a project in a group with %s", async (_, to, enabled) => {
    await move(2, to);
    expect((await project(2))["shared_runners_enabled"]).toBe(enabled);
  });

  test("a project is at most as visible as its group", async () => {
    await move(6, 7);
    expect((await project(6))["visibility"]).toBe("private");
  });

  test.each([
    [1, 2, "owner", 400, "Project is already in this namespace."],
    [1, 5, "owner", 400, "Project with same name or path in target namespace already exists"],
    [1, 9, "root", 200, undefined],
    [1, 5, "maintainer", 403, undefined],
    [1, 9, "owner", 404, undefined],
    [1, "nowhere", "owner", 404, undefined],
  ])("project %j to %j as %s: %i", async (id, to, as, status, reason) => {
    const answer = await move(id, to, as);
    expect(answer.status).toBe(status);
    if (reason !== undefined)
      expect(answer.body).toEqual({
        message: `Failed to transfer project {:new_namespace=>["${reason}"]}`,
      });
  });

  test("who may not put projects into the group is refused", async () => {
    gitlab.seed({ members: [{ user: "owner", of: "foreign", role: "developer" }] });
    expect(await move(1, 9)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("transfer projects into that namespace") as string },
    });
  });

  test("a group takes with it what is in it", async () => {
    expect(await moveGroup(2, 5)).toMatchObject({
      status: 400,
      body: {
        message:
          "Transfer failed: The parent group already has a subgroup or a project with the same path.",
      },
    });
    expect(await moveGroup(2, 7)).toMatchObject({
      status: 201,
      body: {
        full_path: "locked/team",
        parent_id: 7,
        shared_runners_setting: "disabled_and_unoverridable",
      },
    });
    expect(await project("locked/team/app")).toMatchObject({
      id: 1,
      shared_runners_enabled: false,
    });
    expect(await offered(1)).toEqual([2]);
    expect((await moveGroup(6, 8)).status).toBe(201);
    expect(await group(6)).toMatchObject({
      shared_runners_setting: "disabled_and_overridable",
      visibility: "private",
    });
    expect(await project(6)).toMatchObject({
      path_with_namespace: "soft/team/site",
      shared_runners_enabled: false,
      visibility: "private",
    });
  });

  test("a group becomes a top-level group, and its mover the owner", async () => {
    expect((await moveGroup(2, undefined)).status).toBe(201);
    expect(await group(2)).toMatchObject({ full_path: "team", parent_id: null });
    expect((await ask(gitlab, "owner", "GET", "/projects/team%2Fapp")).status).toBe(200);
    expect((await ask(gitlab, "maintainer", "GET", "/groups/2")).status).toBe(404);
  });

  test.each([
    [1, undefined, 400, "Group is already a root group."],
    [2, 1, 400, "Group is already associated to the parent group."],
    [1, 2, 400, "Cannot transfer group to one of its subgroup."],
    [1, 9, 404, undefined],
  ])("group %j to %j: %i", async (id, to, status, reason) => {
    const answer = await moveGroup(id, to);
    expect(answer.status).toBe(status);
    if (reason !== undefined)
      expect(answer.body).toEqual({ message: `Transfer failed: ${reason}` });
    expect((await moveGroup(id, to, "maintainer")).status).toBe(403);
  });
});

describe("an archived project", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({
      runners: [{ id: 1, runner_type: "instance_type", token: "glrt-archived" }],
      jobs: [{ id: 7, status: "pending", project: "acme/docs" }],
    });
  });
  afterEach(() => gitlab.close());

  const post = (verb: string, as = "owner"): Promise<Answer> =>
    ask(gitlab, as, "POST", `/projects/3/${verb}`);

  test("only its owner puts it into the archive and takes it out", async () => {
    expect((await post("archive", "maintainer")).status).toBe(403);
    expect(await post("archive")).toMatchObject({ status: 201, body: { id: 3, archived: true } });
    expect(await post("archive")).toMatchObject({ status: 201, body: { archived: true } });
    expect(await post("unarchive")).toMatchObject({ status: 201, body: { archived: false } });
  });

  test("takes runners, but no pipelines and no other place", async () => {
    await post("archive");
    const runner = { runner_type: "project_type", project_id: 3 };
    expect((await ask(gitlab, "owner", "POST", "/user/runners", runner)).status).toBe(201);
    expect(
      (await ask(gitlab, "owner", "PUT", "/projects/3/transfer", { namespace: 2 })).status,
    ).toBe(403);
    const dryRun = { content: "job: { script: make }", dry_run: true };
    expect((await ask(gitlab, "owner", "POST", "/projects/3/ci/lint", dryRun)).status).toBe(403);
  });

  test("its jobs that waited before still go to a runner, as GitLab's queue has it", async () => {
    await post("archive");
    const polled = await fetch(`${gitlab.url}/api/v4/jobs/request`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: "glrt-archived" }),
    });
    expect([polled.status, ((await polled.json()) as { id: number }).id]).toEqual([201, 7]);
  });
});
