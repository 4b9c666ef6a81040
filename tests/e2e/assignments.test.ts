import { type Emulator, startEmulator } from "../../emulator";
import { ask, environmentOf, runnerAt } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const program = (projectIds: string, more = ""): string => `
const { Runner, RunnerAssignments } = require("pulumi-gitlab-runners");
const runner = new Runner("shared", { runnerType: "project_type", projectId: "acme/p0" });
new RunnerAssignments("projects", { runnerId: runner.id, projectIds: ${projectIds}, ${more} });
`;

describe("the projects of a runner as one resource", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "ada" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "ada", user: "ada" },
        ],
        groups: [
          { id: 1, full_path: "acme" },
          { id: 2, full_path: "closed" },
        ],
        projects: [
          ...Array.from({ length: 40 }, (_, index) => ({
            id: index + 1,
            path_with_namespace: `acme/p${index}`,
          })),
          { id: 99, path_with_namespace: "closed/app" },
        ],
        members: [{ user: "ada", of: "acme", role: "maintainer" }],
      },
    });
    stack = await Stack.create({ program: "", env: environmentOf(gitlab, "ada") });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const projects = async (): Promise<number[]> =>
    ((await runnerAt(gitlab, 1))?.["projects"] as { id: number }[]).map(({ id }) => id);
  const apply = async (text: string): Promise<void> => {
    stack.program(text);
    const { output, exitCode } = await stack.up();
    expect(output).not.toMatch(/error/);
    expect(exitCode).toBe(0);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  };

  test("are assigned by id and path, beside those that others assigned", async () => {
    await apply(program(`[2, "acme/p2"]`));
    expect(await projects()).toEqual([1, 2, 3]);
    await ask(gitlab, "POST", "/projects/4/runners", { runner_id: 1 });
    expect((await stack.refresh()).exitCode).toBe(0);
    await apply(program(`["acme/p2", "2"]`));
    await apply(program(`[3]`));
    expect(await projects()).toEqual([1, 3, 4]);
  });

  test("are assigned again when somebody took one away", async () => {
    await ask(gitlab, "DELETE", "/projects/3/runners/1");
    expect((await stack.refresh()).output).toContain("~ 1 updated");
    await apply(program(`[3]`));
    expect(await projects()).toEqual([1, 3, 4]);
  });

  test("authoritative, are all but the owner that may use it", async () => {
    await apply(program(`[3, 5]`, "authoritative: true"));
    expect(await projects()).toEqual([1, 3, 5]);
    await ask(gitlab, "POST", "/projects/6/runners", { runner_id: 1 });
    expect((await stack.refresh("--diff")).output).toMatch(/projectIds/);
    await apply(program(`[3, 5]`, "authoritative: true"));
    expect(await projects()).toEqual([1, 3, 5]);
    await apply(program(`[1, 3, 5]`, "authoritative: true"));
    expect(await projects()).toEqual([1, 3, 5]);
  });

  test("one that GitLab refuses is named, the others are done and kept in the state", async () => {
    gitlab.faults.add({ kind: "status", status: 403, method: "POST", path: "/projects/7/runners" });
    stack.program(program(`[5, 7, 8]`));
    const { output, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(
      /the assignments of runner \d+ are not complete: project acme\/p6 \(7\):/,
    );
    expect(await projects()).toEqual([1, 5, 8]);
    expect(stack.resource("projects")?.outputs).toMatchObject({ projectIds: [5, 8] });
    await apply(program(`[5, 7, 8]`));
    expect(await projects()).toEqual([1, 5, 7, 8]);
  });

  test("many are written at once, with one read", async () => {
    gitlab.requests.clear();
    await apply(program(`Array.from({ length: 35 }, (_, index) => index + 2)`));
    expect(await projects()).toHaveLength(36);
    const asked = gitlab.requests.all().map(({ method, path }) => `${method} ${path}`);
    const writes = asked.filter((line) => line.startsWith("POST /api/v4/projects/"));
    expect(writes).toHaveLength(32);
    expect(new Set(writes).size).toBe(32);
  });

  test("a project where the role is missing is refused at preview", async () => {
    stack.program(program(`[2, 99]`));
    const { output, exitCode } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/property projectIds .*no project 99/s);
  });

  test("are read where another stack manages them", async () => {
    const reading = await Stack.create({
      program: `
        const { RunnerAssignments } = require("pulumi-gitlab-runners");
        exports.count = RunnerAssignments.get("read", "1").projectIds.apply((ids) => ids.length);
      `,
      env: environmentOf(gitlab, "ada"),
    });
    expect((await reading.up()).exitCode).toBe(0);
    expect((await reading.pulumi("stack", "output", "count", "--stack", "dev")).output).toBe(
      "36\n",
    );
    await reading.dispose();
  });

  test("are taken away by destroy, so that the runner can go", async () => {
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
  });
});
