import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { environmentOf, runnerAt } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const EXAMPLE = join(__dirname, "../../examples/migrating");
const PROGRAM = readFileSync(join(EXAMPLE, "index.ts"), "utf8");
const TOKENS = { build: "glrt-tokenofrunnerseven", deploy: "glrt-tokenofrunnereight" };
const TYPE = "gitlab:index/userRunner:UserRunner";
const urn = (name: string): string => `urn:pulumi:dev::stack::${TYPE}::${name}`;

describe("a fleet of another tool", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeEach(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ full_path: "acme" }],
        projects: [{ id: 11, path_with_namespace: "acme/app" }],
        runners: [
          {
            id: 7,
            runner_type: "project_type",
            projects: ["acme/app"],
            token: TOKENS.build,
            description: "Builds",
            tag_list: ["docker"],
            maximum_timeout: 3600,
          },
          { id: 8, runner_type: "group_type", group: "acme", token: TOKENS.deploy, locked: true },
        ],
      },
    });
    stack = await Stack.create({ program: "", typescript: true, env: environmentOf(gitlab) });
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const file = (name: string): string => join(stack.directory, name);
  /** Settings of the two runners, without what a contact changes. */
  const settings = async (): Promise<unknown[]> =>
    Promise.all(
      [7, 8].map(async (id) => {
        const { description, paused, locked, tag_list, run_untagged, access_level } =
          (await runnerAt(gitlab, id)) ?? {};
        return { description, paused, locked, tag_list, run_untagged, access_level };
      }),
    );

  /**
   * Steps 2 and 4 of the guide; the old state is out of the way.
   *
   * @param created - how many resources the first of them makes: those of a new stack are one more.
   */
  async function adoptAndDeclare(created: number): Promise<void> {
    const before = await settings();
    stack.program(PROGRAM);
    const preview = await stack.preview();
    expect(preview.output).toContain(`+ ${created} to create`);
    const up = await stack.up();
    expect(up.exitCode).toBe(0);
    expect(await settings()).toEqual(before);
    expect(stack.resource("build")?.id).toBe("7");
    expect(stack.resource("deploy")?.id).toBe("8");
    const written = gitlab.requests
      .all()
      .filter(({ method, path }) => method !== "GET" && !/\/runners\/(verify|managers)/.test(path));
    expect(written).toEqual([]);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);

    stack.program(`
      import { Runner } from "pulumi-gitlab-runners";
      export const token = new Runner("build", {
        runnerType: "project_type", projectId: "acme/app", description: "Builds",
        tagList: ["docker"], maximumTimeout: 3600,
      }).token;
      new Runner("deploy", { runnerType: "group_type", groupId: "acme", locked: true });
    `);
    expect((await stack.up()).output).toContain("~ 2 updated");
    expect(stack.resource("build")?.id).toBe("7");
    expect(await settings()).toEqual(
      before.map((each) => expect.objectContaining(each as object) as unknown),
    );
    const { output } = await stack.pulumi("stack", "output", "token", "--show-secrets");
    expect(output.trim()).toBe(TOKENS.build);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    for (const token of Object.values(TOKENS)) expect(stack.written()).not.toContain(token);
  }

  test("is taken over from @pulumi/gitlab without creating a runner", async () => {
    await stack.up();
    await stack.pulumi("stack", "export", "--file", "empty.json");
    const exported = JSON.parse(readFileSync(file("empty.json"), "utf8")) as {
      deployment: { resources: object[] };
    };
    const old = Object.entries(TOKENS).map(([name, token], index) => ({
      urn: urn(name),
      custom: true,
      id: String(index + 7),
      type: TYPE,
      inputs: {},
      outputs: {
        token: {
          "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
          plaintext: JSON.stringify(token),
        },
      },
    }));
    exported.deployment.resources.push(...old);
    writeFileSync(file("old.json"), JSON.stringify(exported));
    expect((await stack.pulumi("stack", "import", "--file", "old.json")).output).toContain(
      "Import",
    );

    await stack.pulumi("stack", "export", "--show-secrets", "--file", "fleet.json");
    const collected = await stack.node(join(EXAMPLE, "collect.js"), "fleet.json");
    expect(collected.output).toBe("build: runner 7\ndeploy: runner 8\n");
    for (const name of Object.keys(TOKENS))
      expect((await stack.pulumi("state", "delete", "--yes", urn(name))).exitCode).toBe(0);
    await adoptAndDeclare(2);
  });

  test("is taken over from Terraform without creating a runner", async () => {
    stack.program(PROGRAM);
    const early = await stack.preview();
    expect(early.output).toContain(
      "error: The stack has no runners yet. Set them by: node collect.js",
    );
    expect(early.exitCode).not.toBe(0);
    const instance = (id: number, token: string): object => ({
      attributes: { id: `${id}`, token },
    });
    const resource = (name: string, ...instances: object[]): object => ({
      type: "gitlab_user_runner",
      name,
      instances,
    });
    const resources = [
      resource("build", instance(7, TOKENS.build)),
      resource("deploy", instance(8, TOKENS.deploy)),
      { type: "gitlab_project", name: "app", instances: [] },
    ];
    writeFileSync(file("fleet.json"), JSON.stringify({ version: 4, resources }));
    const collected = await stack.node(join(EXAMPLE, "collect.js"), "fleet.json");
    expect(collected.output).toBe("build: runner 7\ndeploy: runner 8\n");
    await adoptAndDeclare(3);
  });
});
