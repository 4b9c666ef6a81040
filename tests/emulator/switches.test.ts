import type { Emulator, Seed } from "../../emulator";
import { type Answer, ask, ids, start } from "./helpers";

const RUNNERS: Seed["runners"] = [
  { id: 1, runner_type: "instance_type" },
  { id: 2, runner_type: "group_type", group: "acme" },
  { id: 3, runner_type: "project_type", projects: ["acme/team/app"] },
];

describe("the switches that give a project or a group its runners", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({ runners: RUNNERS });
  });
  afterEach(() => gitlab.close());

  const put = (path: string, body: object, as = "owner"): Promise<Answer> =>
    ask(gitlab, as, "PUT", path, body);
  const read = async (path: string, as = "owner"): Promise<Record<string, unknown>> =>
    (await ask(gitlab, as, "GET", path)).body as Record<string, unknown>;
  const offered = async (path: string): Promise<number[]> =>
    ids(await ask(gitlab, "root", "GET", `${path}/runners`));

  test.each([
    [{ shared_runners_enabled: false }, [2, 3]],
    [{ group_runners_enabled: false }, [1, 3]],
    [{ shared_runners_enabled: false, group_runners_enabled: false }, [3]],
    [{ shared_runners_enabled: "0" }, [2, 3]],
  ])("a project's, by %j", async (body, runners) => {
    expect((await put("/projects/1", body, "maintainer")).status).toBe(200);
    expect(await offered("/projects/1")).toEqual(runners);
    for (const [name, value] of Object.entries(body))
      expect((await read("/projects/1"))[name]).toBe(value === "0" ? false : value);
  });

  test("what of them others than maintainers see", async () => {
    const project = await read("/projects/1", "developer");
    expect(project).toMatchObject({ shared_runners_enabled: true, jobs_enabled: true });
    for (const name of ["group_runners_enabled", "runner_token_expiration_interval"]) {
      expect(project).not.toHaveProperty(name);
      expect(await read("/projects/1", "maintainer")).toHaveProperty(name);
    }
    expect((await put("/projects/1", { shared_runners_enabled: false }, "developer")).status).toBe(
      403,
    );
  });

  test("a group's, for all that is below it", async () => {
    const set = (group: number, shared_runners_setting: string): Promise<Answer> =>
      put(`/groups/${group}`, { shared_runners_setting });
    const settings = async (): Promise<unknown[]> => [
      (await read("/groups/1"))["shared_runners_setting"],
      (await read("/groups/2"))["shared_runners_setting"],
      (await read("/projects/1"))["shared_runners_enabled"],
    ];
    expect(await settings()).toEqual(["enabled", "enabled", true]);

    expect(await set(1, "disabled_and_overridable")).toMatchObject({
      status: 200,
      body: { shared_runners_setting: "disabled_and_overridable" },
    });
    expect(await settings()).toEqual([
      "disabled_and_overridable",
      "disabled_and_unoverridable",
      false,
    ]);
    expect(await offered("/groups/1")).toEqual([2]);
    expect(await offered("/projects/1")).toEqual([2, 3]);

    expect((await set(2, "enabled")).status).toBe(200);
    expect((await put("/projects/1", { shared_runners_enabled: true })).status).toBe(200);
    expect(await settings()).toEqual(["disabled_and_overridable", "enabled", true]);

    await set(1, "disabled_and_unoverridable");
    expect(await settings()).toEqual([
      "disabled_and_unoverridable",
      "disabled_and_unoverridable",
      false,
    ]);
    expect(await set(2, "enabled")).toMatchObject({
      status: 400,
      body: {
        message: {
          update_shared_runners: [
            "Validation failed: Shared runners enabled cannot be enabled because parent group has shared Runners disabled",
          ],
        },
      },
    });
    expect(await put("/projects/1", { shared_runners_enabled: true })).toMatchObject({
      status: 400,
      body: {
        message: {
          shared_runners_enabled: ["cannot be enabled because parent group does not allow it"],
        },
      },
    });
    expect(await set(1, "perhaps")).toMatchObject({
      status: 400,
      body: { error: "shared_runners_setting does not have a valid value" },
    });
    await set(1, "enabled");
    expect(await settings()).toEqual(["enabled", "enabled", true]);
  });

  test("what GitLab would change and this server not is refused, never swallowed", async () => {
    const refused = async (path: string, body: object): Promise<unknown> => {
      const { status, body: answer } = await put(path, body);
      return [status, (answer as { message?: unknown }).message];
    };
    const unknown = "The embedded GitLab does not know build_timeout, ci_config_path here";
    const more = { name: "new", build_timeout: 600, ci_config_path: "x" };
    expect(await refused("/projects/1", more)).toEqual([501, unknown]);
    expect(await refused("/groups/1", more)).toEqual([501, unknown]);
    expect((await read("/projects/1"))["name"]).toBe("app");
    expect((await put("/projects/1?private_token=x", { name: "new" })).status).toBe(200);
  });

  test("an update of a project without any parameter is refused", async () => {
    const { status, body } = await put("/projects/1", {});
    expect(status).toBe(400);
    expect(body).toEqual({
      error: expect.stringMatching(
        / are missing, at least one parameter must be provided$/,
      ) as string,
    });
  });

  test("a seed takes them over from above and refuses what GitLab would", async () => {
    const off = { full_path: "off", shared_runners_enabled: false };
    gitlab.seed({
      groups: [off, { id: 8, full_path: "off/below" }],
      projects: [{ id: 8, path_with_namespace: "off/below/app" }],
    });
    expect((await read("/projects/8", "root"))["shared_runners_enabled"]).toBe(false);
    const wrong: [Seed, string][] = [
      [
        { projects: [{ path_with_namespace: "off/app", shared_runners_enabled: true }] },
        "projects.0.shared_runners_enabled: cannot be enabled because parent group does not allow it",
      ],
      [
        { groups: [{ full_path: "off/on", shared_runners_enabled: true }] },
        "groups.0: Shared runners enabled cannot be enabled because parent group has shared Runners disabled",
      ],
      [
        {
          groups: [
            { full_path: "off/over", allow_descendants_override_disabled_shared_runners: true },
          ],
        },
        "groups.0: Allow descendants override disabled shared runners cannot be enabled because parent group does not allow it",
      ],
    ];
    for (const [seed, reason] of wrong)
      expect(() => {
        gitlab.seed(seed);
      }).toThrow(`The seed is not valid:\n  ${reason}`);
  });
});
