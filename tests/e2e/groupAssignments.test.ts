import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../emulator";
import { ask, environmentOf, runnerAt } from "../helpers/gitlab";
import { killNow, providersOf } from "../helpers/processes";
import { Stack } from "../helpers/stack";

const COUNT = 30;
const program = (more = ""): string => `
const { Runner, RunnerAssignments } = require("pulumi-gitlab-runners");
const runner = new Runner("shared", { runnerType: "project_type", projectId: "other/owner" });
new RunnerAssignments("acme", { runnerId: runner.id, groupIds: ["acme"], ${more} });
`;

describe("a runner of every project of a group", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [
          { id: 1, full_path: "acme" },
          { id: 2, full_path: "acme/web" },
          { id: 3, full_path: "other" },
        ],
        projects: [
          { id: 1, path_with_namespace: "other/owner" },
          ...Array.from({ length: COUNT }, (_, index) => ({
            id: index + 11,
            path_with_namespace: `acme/${index % 2 === 0 ? "" : "web/"}p${index}`,
          })),
        ],
      },
    });
    stack = await Stack.create({ program: program(), env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const projects = async (): Promise<number[]> =>
    ((await runnerAt(gitlab, 1))?.["projects"] as { id: number }[]).map(({ id }) => id);
  const assignments = (): number =>
    gitlab.requests
      .all()
      .filter(
        ({ method, path, status }) =>
          method === "POST" && /projects\/\d+\/runners/.test(path) && status === 201,
      ).length;

  test("goes on with an apply whose provider was killed", async () => {
    gitlab.faults.add({
      kind: "status",
      status: 429,
      headers: { "retry-after": "60" },
      times: 999,
      method: "POST",
      path: "/projects/:id/runners",
      skip: COUNT / 2,
    });
    const applied = stack.up();
    while (assignments() < COUNT / 2) await sleep(50);
    for (const { pid } of providersOf(process.pid)) killNow(pid);
    expect((await applied).exitCode).not.toBe(0);
    gitlab.faults.clear();
    const done = (await projects()).length;
    expect(done).toBe(COUNT / 2 + 1);
    gitlab.requests.clear();
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projects()).toHaveLength(COUNT + 1);
    expect(assignments()).toBe(COUNT + 1 - done);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("shows projects that appear, move and are archived by path, and an apply follows", async () => {
    gitlab.seed({ projects: [{ id: 90, path_with_namespace: "acme/web/new" }] });
    await ask(gitlab, "PUT", "/projects/11/transfer", { namespace: "other" });
    await ask(gitlab, "POST", "/projects/12/archive");
    const { output, exitCode } = await stack.preview("--diff");
    expect(exitCode).toBe(0);
    expect(output).toContain("1 project gains runner 1: acme/web/new (90)");
    expect(output).toContain("2 projects lose runner 1: acme/web/p1 (12), other/p0 (11)");
    expect(output).toMatch(/projectIds/);
    expect(output).toMatch(/~ 1 to update/);
    expect((await stack.preview()).output).not.toContain("__paths");
    expect((await stack.up()).exitCode).toBe(0);
    const after = await projects();
    expect(after).toHaveLength(COUNT);
    expect(after).toContain(90);
    expect(after).not.toContain(11);
    expect(after).not.toContain(12);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    expect((await stack.refresh("--expect-no-changes")).exitCode).toBe(0);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("is kept from changing too much: the preview fails with the way out", async () => {
    for (const id of [13, 15, 17]) await ask(gitlab, "POST", `/projects/${id}/archive`);
    stack.program(program("maxChanges: 2"));
    const { output, exitCode } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(
      /maxChanges.* one apply may change 2 of the projects of a runner, and this one would change 3; 3 would lose it: acme\/p2 \(13\), acme\/p4 \(15\), acme\/p6 \(17\)\. If that is right, set maxChanges to 3 or more/s,
    );
    stack.program(program("maxChanges: 3"));
    expect((await stack.up()).exitCode).toBe(0);
    expect(await projects()).toHaveLength(COUNT - 3);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
  });
});
