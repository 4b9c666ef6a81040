import type { Emulator, Fault } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const ONE = `new ProjectRunnerAssignment("site", { projectId: 12, runnerId: 1 });`;
const LIST = `new RunnerAssignments("all", { runnerId: 1, projectIds: [12] });`;
const program = (text: string): string =>
  `const { ProjectRunnerAssignment, RunnerAssignments } = require("pulumi-gitlab-runners");\n${text}`;
const LOST: readonly (readonly [string, Fault])[] = [
  ["a connection cut", { kind: "reset", when: "after" }],
  ["502", { kind: "status", status: 502, when: "after" }],
  ["an answer after the time-out", { kind: "latency", milliseconds: 3_000, when: "after" }],
];

describe.each([
  ["an assignment", ONE],
  ["a list of assignments", LIST],
])("%s is done in spite of", (_, text) => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeEach(async () => {
    gitlab = await startGitLab();
    await ask(gitlab, "POST", "/user/runners", { runner_type: "project_type", project_id: 11 });
    stack = await Stack.create({ program: program(text), env: environmentOf(gitlab) });
    await stack.config("gitlab-runners:timeout", "1");
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const projects = async (): Promise<number[]> =>
    ((await runnerAt(gitlab, 1))?.["projects"] as { id: number }[]).map(({ id }) => id);
  const sent = (method: string): number =>
    gitlab.requests.all().filter((request) => request.method === method).length;

  test.each(LOST)("%s after it was made, and after it was taken away", async (_, fault) => {
    gitlab.requests.clear();
    gitlab.faults.add({ ...fault, method: "POST", path: "/projects/:id/runners" });
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projects()).toEqual([11, 12]);
    expect(sent("POST")).toBe(2);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);

    gitlab.faults.add({ ...fault, method: "DELETE", path: "/projects/:id/runners/:runner_id" });
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await projects()).toEqual([11]);
    expect(sent("DELETE")).toBe(2);
  });
});
