import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const program = (projectId: string): string => `
const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");
const runner = new Runner("shared", { runnerType: "project_type", projectId: "11" });
new ProjectRunnerAssignment("site", { projectId: ${projectId}, runnerId: runner.id });
`;

describe("a project that may use a runner", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ projects: [{ id: 13, path_with_namespace: "acme/docs" }] });
    stack = await Stack.create({ program: program(`"acme/site"`), env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const projects = async (): Promise<unknown> =>
    ((await runnerAt(gitlab, 1))?.["projects"] as { id: number }[]).map(({ id }) => id);

  test("is assigned by its path, before the runner exists", async () => {
    expect((await stack.preview()).exitCode).toBe(0);
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projects()).toEqual([11, 12]);
    expect(stack.resource("site")?.id).toBe("12:1");
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("is replaced by another project", async () => {
    stack.program(program("13"));
    expect((await stack.preview()).output).toContain("1 to replace");
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projects()).toEqual([11, 13]);
  });

  test("is assigned again after somebody took it away", async () => {
    await ask(gitlab, "DELETE", "/projects/13/runners/1");
    expect((await stack.refresh()).output).toContain("- 1 deleted");
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projects()).toEqual([11, 13]);
  });

  test("is taken away by destroy, the runner last", async () => {
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
  });

  test("is refused for a group runner that the same apply makes", async () => {
    stack.program(`
const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");
const runner = new Runner("group", { runnerType: "group_type", groupId: "acme" });
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: runner.id });
`);
    const { output, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/runner \d+ is a group runner/);
    expect(stack.resource("site")).toBeUndefined();
    expect((await stack.destroy()).exitCode).toBe(0);
  });
});
