import type { Emulator, Fault } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

/** The assignment is of runner 1, and the list of runner 2, each to a project of its own. */
const PROGRAM = `
const { ProjectRunnerAssignment, RunnerAssignments } = require("pulumi-gitlab-runners");
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: 1 });
new RunnerAssignments("all", { runnerId: 2, projectIds: [13] });
`;
const LOST: readonly (readonly [string, Fault])[] = [
  ["a connection cut", { kind: "reset", when: "after" }],
  ["502", { kind: "status", status: 502, when: "after" }],
  ["an answer after the time-out", { kind: "latency", milliseconds: 3_000, when: "after" }],
];

describe("an assignment and a list of assignments are done in spite of", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ projects: [{ id: 13, path_with_namespace: "acme/docs" }] });
    const runner = { runner_type: "project_type", project_id: 11 };
    await ask(gitlab, "POST", "/user/runners", runner);
    await ask(gitlab, "POST", "/user/runners", runner);
    stack = await Stack.create({ program: PROGRAM, env: environmentOf(gitlab) });
    await stack.config("gitlab-runners:timeout", "1");
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const projectsOf = async (id: number): Promise<number[]> =>
    ((await runnerAt(gitlab, id))?.["projects"] as { id: number }[]).map((project) => project.id);
  const sent = (method: string, path: string): number =>
    gitlab.requests.all().filter((each) => each.method === method && each.path === path).length;

  test.each(LOST)("%s after it was made, and after it was taken away", async (_, fault) => {
    gitlab.requests.clear();
    for (const project of [12, 13])
      gitlab.faults.add({ ...fault, method: "POST", path: `/projects/${project}/runners` });
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projectsOf(1)).toEqual([11, 12]);
    expect(await projectsOf(2)).toEqual([11, 13]);
    for (const project of [12, 13])
      expect(sent("POST", `/api/v4/projects/${project}/runners`)).toBe(2);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);

    const links = ["12/runners/1", "13/runners/2"];
    for (const link of links)
      gitlab.faults.add({ ...fault, method: "DELETE", path: `/projects/${link}` });
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await projectsOf(1)).toEqual([11]);
    expect(await projectsOf(2)).toEqual([11]);
    for (const link of links) expect(sent("DELETE", `/api/v4/projects/${link}`)).toBe(2);
  });
});
