import { type Emulator, startEmulator } from "../../emulator";
import { ask, environmentOf, runnerAt } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

type Attributes = Record<string, unknown>;

const program = (args: string, more = ""): string => `
const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");
const runner = new Runner("build", { ${args} });
${more}
exports.token = runner.token;
`;
/** Runners by their names. */
const fleet = (runners: Record<string, string>, more = ""): string =>
  [
    `const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");`,
    ...Object.entries(runners).map(
      ([name, args]) => `const ${name} = new Runner("${name}", { ${args} });`,
    ),
    more,
  ].join("\n");
const OF_APP = `runnerType: "project_type", projectId: "acme/app"`;
const siteOf = (runner: string, name = "site", project = '"acme/site"'): string =>
  `new ProjectRunnerAssignment("${name}", { projectId: ${project}, runnerId: ${runner}.id });`;
const SITE = siteOf("runner");

describe("what GitLab holds and the stack doesn't know", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeEach(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "maintainer" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "maintainer", user: "maintainer" },
        ],
        groups: [
          { id: 1, full_path: "acme" },
          { id: 2, full_path: "acme/team" },
        ],
        projects: [
          { id: 11, path_with_namespace: "acme/app" },
          { id: 12, path_with_namespace: "acme/site" },
        ],
        members: [{ user: "maintainer", of: "acme", role: "maintainer" }],
      },
    });
    stack = await Stack.create({ program: "", env: environmentOf(gitlab) });
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const idOf = (name: string): string => stack.resource(name)?.id ?? "";
  const projectsOf = async (id: string): Promise<unknown[]> =>
    ((await runnerAt(gitlab, id))?.["projects"] as Attributes[]).map((project) => project["id"]);
  const unchanged = async (): Promise<void> => {
    const shown = await stack.preview("--expect-no-changes");
    expect(shown.output).not.toMatch(/error/);
    expect(shown.exitCode).toBe(0);
  };
  /** Applies a program and checks that nothing is left to do. */
  const apply = async (text: string): Promise<void> => {
    stack.program(text);
    const shown = await stack.up();
    expect(shown.output).not.toMatch(/error/);
    expect(shown.exitCode).toBe(0);
    await unchanged();
  };

  describe("is no change where nothing was changed", () => {
    test("values written otherwise; what gitlab-runner and jobs change: status, contact, version", async () => {
      const declared = `${OF_APP}, tagList: ["a", "b"]`;
      const token = "exports.token = contacted.token;";
      const names = ["byId", "byText", "byNull", "byDefault", "contacted"];
      const alike = Object.fromEntries(names.map((name) => [name, declared]));
      await apply(fleet(alike, siteOf("byId") + token));
      const { output } = await stack.pulumi("stack", "output", "token", "--show-secrets");
      await ask(gitlab, "POST", "/runners/verify", {
        token: output.trim(),
        system_id: "s_1",
        info: { version: "19.4.0", platform: "linux", architecture: "amd64" },
      });
      // Tags in another order, twice or with blanks; ids as text, paths for ids; null for nothing.
      const same = {
        byId: `runnerType: "project_type", projectId: 11, tagList: ["b", "a"]`,
        byText: `runnerType: "project_type", projectId: "11", tagList: ["a", "b", "a"]`,
        byNull: `${OF_APP}, tagList: [" b", "a"], description: null, maximumTimeout: null, locked: null`,
        byDefault: `${declared}, paused: false, accessLevel: "not_protected", description: ""`,
        contacted: declared,
      };
      stack.program(fleet(same, siteOf("byId", "site", '"12"') + token));
      await unchanged();
      expect((await stack.refresh()).exitCode).toBe(0);
      const contacted = stack.resource("contacted");
      expect(contacted?.outputs).toMatchObject({ online: true, version: "19.4.0" });
      await unchanged();
      const shown = await stack.pulumi("refresh", "--preview-only", "--expect-no-changes");
      expect(shown.exitCode).toBe(0);
    });

    test("what a weaker credential can't see", async () => {
      await apply(program(`runnerType: "group_type", groupId: "acme", maintenanceNote: "note"`));
      const weak = environmentOf(gitlab, "maintainer");
      const { GITLAB_TOKEN = "" } = weak;
      await stack.config("gitlab:token", GITLAB_TOKEN, "secret");
      expect((await stack.refresh()).exitCode).toBe(0);
      await unchanged();
    });

    test("a project or group that was renamed, whether the program names it by id or new path", async () => {
      await apply(program(`runnerType: "project_type", projectId: 11`, SITE));
      await ask(gitlab, "PUT", "/projects/12", { path: "website" });
      await ask(gitlab, "PUT", "/groups/1", { path: "acme-corp" });
      const site = SITE.replace("acme/site", "acme-corp/website");
      stack.program(program(`runnerType: "project_type", projectId: 11`, site));
      await unchanged();
      expect((await stack.refresh()).exitCode).toBe(0);
      stack.program(program(OF_APP.replace("acme/app", "acme-corp/app"), site));
      await unchanged();
    });
  });

  test("each change is one call: removed arguments, tags with runUntagged, the repair of drift", async () => {
    const names = ["removed", "untagged", "tagged", "drifted"];
    await apply(
      fleet({
        removed: `${OF_APP}, description: "d", maintenanceNote: "n", maximumTimeout: 3600,
          paused: true, locked: true, runUntagged: false, tagList: ["a"],
          accessLevel: "ref_protected"`,
        untagged: `${OF_APP}, tagList: ["a"], runUntagged: false`,
        tagged: `${OF_APP}, tagList: [], runUntagged: true`,
        drifted: OF_APP,
      }),
    );
    const before = await runnerAt(gitlab, idOf("drifted"));
    await ask(gitlab, "PUT", `/runners/${idOf("drifted")}`, {
      paused: true,
      access_level: "ref_protected",
      tag_list: ["theirs"],
      maximum_timeout: 600,
      locked: true,
      description: "theirs",
    });
    const { output } = await stack.refresh("--diff");
    for (const change of [
      /paused\s*: false => true/,
      /accessLevel\s*: "not_protected" => "ref_protected"/,
      /tagList\s*: \[\s*\+ \[0\]: "theirs"/,
      /maximumTimeout\s*: 600/,
      /locked\s*: false => true/,
      /description\s*: "theirs"/,
    ])
      expect(output).toMatch(change);

    gitlab.requests.clear();
    stack.program(
      fleet({
        removed: `${OF_APP}, paused: true`,
        untagged: OF_APP,
        tagged: OF_APP,
        drifted: OF_APP,
      }),
    );
    const { output: repair } = await stack.preview("--diff");
    // Nothing but what the program says otherwise: not the package's own arguments.
    expect(repair).toMatch(/paused\s*: true => false/);
    expect(repair).not.toContain("__");
    await apply(
      fleet({
        removed: OF_APP,
        untagged: `${OF_APP}, tagList: [], runUntagged: true`,
        tagged: `${OF_APP}, tagList: ["b"], runUntagged: false`,
        drifted: OF_APP,
      }),
    );
    const changed = gitlab.requests.all().filter(({ method }) => method === "PUT");
    expect(changed.map(({ path }) => path).sort()).toEqual(
      names.map((name) => `/api/v4/runners/${idOf(name)}`).sort(),
    );
    const removed = await runnerAt(gitlab, idOf("removed"));
    expect(removed).toMatchObject({
      maximum_timeout: null,
      paused: false,
      locked: false,
      run_untagged: true,
      tag_list: [],
      access_level: "not_protected",
    });
    const { description, maintenance_note: note } = removed ?? {};
    expect([description ?? "", note ?? ""]).toEqual(["", ""]);
    expect(await runnerAt(gitlab, idOf("untagged"))).toMatchObject({
      tag_list: [],
      run_untagged: true,
    });
    expect(await runnerAt(gitlab, idOf("tagged"))).toMatchObject({
      tag_list: ["b"],
      run_untagged: false,
    });
    // An empty text is how GitLab lets a description be cleared.
    expect(await runnerAt(gitlab, idOf("drifted"))).toEqual({ ...before, description: "" });
  });

  describe("gone is gone", () => {
    test("runners and assignments that were deleted come again; destroy needs no refresh", async () => {
      const two = fleet(
        { build: OF_APP, kept: OF_APP },
        siteOf("build") + siteOf("kept", "siteOfKept"),
      );
      await apply(two);
      const [id, kept] = [idOf("build"), idOf("kept")];
      // With a runner goes its assignment; from the other one only that is taken.
      await ask(gitlab, "DELETE", `/runners/${id}`);
      await ask(gitlab, "DELETE", `/projects/12/runners/${kept}`);
      expect((await stack.refresh()).output).toContain("- 3 deleted");
      await apply(two);
      expect(idOf("build")).not.toBe(id);
      expect(idOf("kept")).toBe(kept);
      expect(await projectsOf(idOf("build"))).toEqual([11, 12]);
      expect(await projectsOf(kept)).toEqual([11, 12]);

      // Projects that are made anew have other ids, and get new runners.
      await ask(gitlab, "DELETE", "/projects/11");
      await ask(gitlab, "DELETE", "/projects/12");
      gitlab.seed({
        projects: [
          { id: 21, path_with_namespace: "acme/app" },
          { id: 22, path_with_namespace: "acme/site" },
        ],
      });
      expect((await stack.refresh()).output).toContain("- 4 deleted");
      await apply(two);
      for (const name of ["build", "kept"]) expect(await projectsOf(idOf(name))).toEqual([21, 22]);

      await ask(gitlab, "DELETE", "/groups/1");
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(stack.resources()).toEqual([]);
    });

    test("a group that was deleted takes its runner along", async () => {
      await apply(program(`runnerType: "group_type", groupId: "acme/team"`));
      await ask(gitlab, "DELETE", "/groups/2");
      expect((await stack.refresh()).output).toContain("- 1 deleted");
      const missing = await stack.preview();
      expect(missing.output).toMatch(/GitLab has no group "acme\/team"/);
      gitlab.seed({ groups: [{ id: 3, full_path: "acme/team" }] });
      await apply(program(`runnerType: "group_type", groupId: "acme/team"`));
      expect(await runnerAt(gitlab, idOf("build"))).toMatchObject({ groups: [{ id: 3 }] });
    });
  });

  test("a runner of several projects is deleted by no administrator, as the links are ours", async () => {
    const { GITLAB_TOKEN = "" } = environmentOf(gitlab, "maintainer");
    await stack.config("gitlab:token", GITLAB_TOKEN, "secret");
    await apply(program(OF_APP, SITE));
    const id = idOf("build");
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, id)).toBeUndefined();
  });

  test("a link that isn't ours is named when it keeps the runner from being deleted", async () => {
    const { GITLAB_TOKEN = "" } = environmentOf(gitlab, "maintainer");
    await stack.config("gitlab:token", GITLAB_TOKEN, "secret");
    await apply(program(OF_APP));
    await ask(gitlab, "POST", "/projects/12/runners", { runner_id: Number(idOf("build")) });
    const shown = await stack.destroy();
    expect(shown.exitCode).not.toBe(0);
    expect(shown.output).toMatch(/is assigned to several projects.*ProjectRunnerAssignment/s);
    expect(stack.resource("build")).toBeDefined();
  });

  test("deleteBeforeReplace: false makes the new runner first", async () => {
    const text = (project: string): string => `
      const { Runner } = require("pulumi-gitlab-runners");
      new Runner("build", { runnerType: "project_type", projectId: ${project} }, { deleteBeforeReplace: false });
    `;
    await apply(text("11"));
    const old = idOf("build");
    gitlab.requests.clear();
    await apply(text("12"));
    const order = gitlab.requests.all().map(({ method }) => method);
    expect(order.indexOf("POST")).toBeLessThan(order.indexOf("DELETE"));
    expect(await runnerAt(gitlab, old)).toBeUndefined();
    expect(await projectsOf(idOf("build"))).toEqual([12]);
  });
});
