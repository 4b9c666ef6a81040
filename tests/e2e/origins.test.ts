import { type Emulator, startEmulator } from "../../emulator";
import { ask, environmentOf, runnerAt } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const REGISTRATION_TOKEN = "GR1348941kE4yV2uQ9wXz7sTb";
const TOKEN = "glrt-tokenofrunnerseven";
const OTHER_TOKEN = "glrt-tokenofrunnereight";

const program = (args: string): string => `
const pulumi = require("@pulumi/pulumi");
const { Runner } = require("pulumi-gitlab-runners");
const config = new pulumi.Config();
const secret = (name) => config.requireSecret(name);
const runner = new Runner("build", { ${args} });
exports.id = runner.id;
exports.hasToken = runner.token.apply((token) => token !== undefined);
exports.token = runner.token;
`;

describe("the ways in which a runner comes into being", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeEach(async () => {
    gitlab = await startEmulator({
      seed: {
        settings: { allow_registration_token: true },
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ id: 1, full_path: "acme" }],
        projects: [
          { id: 11, path_with_namespace: "acme/app", runners_token: REGISTRATION_TOKEN },
          { id: 12, path_with_namespace: "acme/site" },
        ],
        runners: [
          {
            id: 7,
            runner_type: "project_type",
            projects: ["acme/app"],
            token: TOKEN,
            description: "theirs",
            tag_list: ["linux"],
            maximum_timeout: 3600,
            locked: true,
            maintenance_note: "note",
          },
          { id: 8, runner_type: "instance_type", token: OTHER_TOKEN },
        ],
      },
    });
    stack = await Stack.create({ program: "", env: environmentOf(gitlab) });
    const secrets = { registration: REGISTRATION_TOKEN, authentication: TOKEN, other: OTHER_TOKEN };
    const set = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    expect((await stack.pulumi("config", "set-all", ...set)).exitCode).toBe(0);
  });
  afterEach(async () => {
    const written = stack.written();
    for (const token of [REGISTRATION_TOKEN, TOKEN, OTHER_TOKEN])
      expect(written).not.toContain(token);
    await stack.dispose();
    await gitlab.close();
  });

  const output = async (name: string): Promise<string> =>
    (await stack.pulumi("stack", "output", name, "--show-secrets")).output.trim();

  describe("registered", () => {
    test("by a registration token, updated, refreshed and deleted", async () => {
      stack.program(program(`registrationToken: secret("registration"), tagList: ["a"]`));
      expect((await stack.up()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 9)).toMatchObject({
        tag_list: ["a"],
        projects: [{ path_with_namespace: "acme/app" }],
      });
      expect(await output("token")).toMatch(/^glrtr-/);
      expect((await stack.refresh()).exitCode).toBe(0);
      expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
      stack.program(program(`registrationToken: secret("registration"), tagList: ["b"]`));
      expect((await stack.up()).output).toContain("~ 1 updated");
      expect(await runnerAt(gitlab, 9)).toMatchObject({ tag_list: ["b"] });
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 9)).toBeUndefined();
    });

    test("another registration token is for later runners and changes nothing", async () => {
      stack.program(program(`registrationToken: secret("registration")`));
      await stack.up();
      await stack.config("registration", "GR1348941another", "secret");
      expect((await stack.up()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 9)).toBeDefined();
      expect(await runnerAt(gitlab, 10)).toBeUndefined();
    });

    test("where GitLab has it turned off, the failure names the way out", async () => {
      gitlab.seed({ settings: { allow_registration_token: false } });
      stack.program(program(`registrationToken: secret("registration")`));
      const preview = await stack.preview();
      expect(preview.exitCode).not.toBe(0);
      expect(preview.output).toMatch(
        /registrationToken: registration tokens are turned off in GitLab/,
      );
      // Who is no administrator can't read the setting.
      gitlab.faults.add({ kind: "status", status: 403, path: "/application/settings", times: 2 });
      const shown = await stack.up();
      expect(shown.exitCode).not.toBe(0);
      expect(shown.output).toMatch(/410 Gone - runner registration disallowed.*runnerType/s);
    });

    test("with the wrong kind of token, it is named at preview", async () => {
      stack.program(program(`registrationToken: secret("authentication")`));
      const one = await stack.preview();
      expect(one.exitCode).not.toBe(0);
      expect(one.output).toMatch(/registrationToken: is a runner authentication token/);
      stack.program(program(`authenticationToken: secret("registration")`));
      const other = await stack.preview();
      expect(other.exitCode).not.toBe(0);
      expect(other.output).toMatch(/authenticationToken: is a registration token/);
      expect(one.output + other.output).not.toMatch(/glrt-t|GR1348941r/);
    });
  });

  describe("adopted", () => {
    test("with what it is declared as, nothing is written", async () => {
      stack.program(program(`runnerId: 7, description: "theirs", tagList: ["linux"]`));
      const preview = await stack.preview();
      expect(preview.output).toContain("+ 2 to create");
      expect(preview.output).toContain("adopting runner 7 changes none of its settings");
      gitlab.requests.clear();
      const shown = await stack.up();
      expect(shown.exitCode).toBe(0);
      expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
      expect(shown.output).toMatch(/adopted without its token/);
      expect(await output("hasToken")).toBe("false");
      expect((await stack.refresh()).exitCode).toBe(0);
      expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    });

    test("with other attributes, those change and no others", async () => {
      stack.program(program(`runnerId: "7", description: "ours", tagList: ["linux"]`));
      expect((await stack.preview()).output).toContain(
        'adopting runner 7 changes description "theirs" => "ours"\n',
      );
      stack.program(program(`runnerId: "7", description: "ours"`));
      expect((await stack.up()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 7)).toMatchObject({
        description: "ours",
        tag_list: ["linux"],
        maximum_timeout: 3600,
        locked: true,
        maintenance_note: "note",
      });
      await ask(gitlab, "PUT", "/runners/7", { tag_list: ["theirs"], description: "drift" });
      const refresh = await stack.pulumi("refresh", "--preview-only", "--diff");
      expect(refresh.output).toMatch(/description\s*: "ours" => "drift"/);
      await stack.refresh();
      await stack.up();
      expect(await runnerAt(gitlab, 7)).toMatchObject({
        description: "ours",
        tag_list: ["theirs"],
      });
    });

    test("one that isn't there fails the preview", async () => {
      stack.program(program(`runnerId: 99`));
      const shown = await stack.preview();
      expect(shown.output).toMatch(/property runnerId value .*GitLab has no runner 99/s);
      expect(shown.exitCode).not.toBe(0);
    });

    test("by its token, which becomes the output", async () => {
      stack.program(program(`authenticationToken: secret("authentication")`));
      expect((await stack.up()).exitCode).toBe(0);
      expect(await output("id")).toBe("7");
      expect(await output("token")).toBe(TOKEN);
      expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    });

    test("by id and token, which must belong together", async () => {
      stack.program(program(`runnerId: 7, authenticationToken: secret("authentication")`));
      expect((await stack.up()).exitCode).toBe(0);
      expect(await output("token")).toBe(TOKEN);
      stack.program(program(`runnerId: 7, authenticationToken: secret("other")`));
      const shown = await stack.preview();
      expect(shown.exitCode).not.toBe(0);
      expect(shown.output).toMatch(/authenticationToken: belongs to runner 8, not to runner 7/);
    });

    test("by id, with a new token if that is asked for", async () => {
      stack.program(program(`runnerId: 7, resetTokenOnAdopt: true`));
      expect((await stack.up()).exitCode).toBe(0);
      const token = await output("token");
      expect(token).toMatch(/^glrt-/);
      expect(token).not.toBe(TOKEN);
      expect((await ask(gitlab, "POST", "/runners/verify", { token })).status).toBe(200);
      expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    });

    test("is released by destroy, and deleted only where that is declared", async () => {
      stack.program(program(`runnerId: 7`));
      await stack.up();
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 7)).toBeDefined();
      stack.program(program(`runnerId: 7, deleteOnDestroy: true`));
      await stack.up();
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 7)).toBeUndefined();
    });

    test("and later declared as created, it stays the same runner", async () => {
      stack.program(program(`runnerId: 7`));
      await stack.up();
      stack.program(
        program(`runnerType: "project_type", projectId: "acme/app", description: "theirs",
          tagList: ["linux"], maximumTimeout: 3600, locked: true, maintenanceNote: "note"`),
      );
      const shown = await stack.up("--diff");
      expect(shown.output).toContain("~ 1 updated");
      expect(await output("id")).toBe("7");
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(await runnerAt(gitlab, 7)).toBeUndefined();
    });
  });

  describe("read only", () => {
    test("by its token, which stays a secret", async () => {
      stack.program(`
        const pulumi = require("@pulumi/pulumi");
        const { Runner } = require("pulumi-gitlab-runners");
        const token = new pulumi.Config().requireSecret("authentication");
        const runner = Runner.getByToken("read", token);
        exports.id = runner.id;
        exports.description = runner.description;
        exports.token = runner.token;
      `);
      const preview = await stack.preview();
      expect(preview.output).toMatch(/id\s*: "7"/);
      expect(preview.output).toMatch(/description\s*: "theirs"/);
      expect((await stack.up()).exitCode).toBe(0);
      expect(await output("token")).toBe(TOKEN);
      expect((await ask(gitlab, "GET", "/runners/7/managers")).body).toEqual([]);
    });

    test("a runner that isn't there fails the preview", async () => {
      stack.program(`
        const { Runner } = require("pulumi-gitlab-runners");
        Runner.get("read", "99");
      `);
      const shown = await stack.preview();
      expect(shown.exitCode).not.toBe(0);
      expect(shown.output).toMatch(/cannot read runner 99.*404 Runner Not Found/s);
    });
  });
});
