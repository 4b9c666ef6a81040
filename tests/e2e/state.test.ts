import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../emulator";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const FIXTURE = join(__dirname, "../fixtures/state-0.1.0.json");

const PROGRAM = `
const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");
const runner = new Runner("build", { runnerType: "project_type", projectId: 11, tagList: ["a"] });
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: runner.id });
`;

describe("the state", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeEach(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: PROGRAM, env: environmentOf(gitlab) });
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("names the implementation in at most 200 bytes, for ever the same", async () => {
    await stack.up();
    for (const [name, text] of [
      ["build", `exports.handler = () => require("pulumi-gitlab-runners/provider").runner;`],
      [
        "site",
        `exports.handler = () => require("pulumi-gitlab-runners/provider").projectRunnerAssignment;`,
      ],
    ] as const) {
      const resource = stack.resource(name);
      expect(resource?.inputs?.["__provider"]).toBe(text);
      expect(resource?.outputs?.["__provider"]).toBe(text);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200);
    }
  });

  test("of version 0.1.0 is refreshed and destroyed by this version", async () => {
    gitlab.seed({
      runners: [
        {
          id: 1,
          runner_type: "project_type",
          projects: ["acme/app", "acme/site"],
          tag_list: ["b"],
        },
      ],
    });
    const imported = join(stack.directory, "state.json");
    writeFileSync(imported, readFileSync(FIXTURE));
    const taken = await stack.pulumi("stack", "import", "--file", imported);
    expect(taken.exitCode).toBe(0);
    expect(stack.resource("build")?.id).toBe("1");

    const refresh = await stack.refresh("--diff");
    expect(refresh.exitCode).toBe(0);
    expect(refresh.output).toMatch(/"a" => "b"/);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
  });
});
