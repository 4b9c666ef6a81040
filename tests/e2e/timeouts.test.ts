import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES } from "../helpers/host/adapters";
import { Stack } from "../helpers/stack";

describe.each(ADAPTERS)("(%s) customTimeouts of a resource", (adapter) => {
  let gitlab: Emulator;
  let stack: Stack;
  const declare = (args: string, timeouts: string): void => {
    stack.program(`
      const { Runner, ProjectRunnerAssignment } = require("${MODULES[adapter]}");
      const runner = new Runner("build", { runnerType: "project_type", projectId: 11, ${args} },
        { customTimeouts: ${timeouts} });
      new ProjectRunnerAssignment("site", { projectId: 12, runnerId: runner.id },
        { customTimeouts: { delete: "3s" } });
    `);
  };
  const slow = (method: string, path: string, when: "before" | "after"): void => {
    gitlab.faults.add({ kind: "latency", milliseconds: 8_000, method, path, when });
  };

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: "",
      plugin: adapter === "plugin",
      env: environmentOf(gitlab),
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("end a create that takes longer, and the next apply makes one runner", async () => {
    slow("POST", "/user/runners", "after");
    declare('description: "one"', '{ create: "1s" }');
    const up = await stack.up();
    expect(up.output).toMatch(/customTimeouts allow 1 ?s to create it/);
    expect(up.exitCode).not.toBe(0);

    const again = await stack.up();
    expect(again.exitCode).toBe(0);
    const { body } = await ask(gitlab, "GET", "/runners/all");
    expect(body).toHaveLength(1);
    expect(await runnerAt(gitlab, stack.resource("build")?.id ?? "")).toBeDefined();
  });

  test("of another value make no difference to a preview", async () => {
    declare('description: "one"', '{ create: "1s", update: "1s" }');
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("end an update", async () => {
    slow("PUT", "/runners/:id", "before");
    declare('description: "two"', '{ update: "1s" }');
    const up = await stack.up();
    expect(up.output).toMatch(/cannot update runner \d+: aborted while sending/);
    expect(up.output).toMatch(/customTimeouts allow 1 ?s to update it/);
    expect((await stack.up()).exitCode).toBe(0);
    const runner = await runnerAt(gitlab, stack.resource("build")?.id ?? "");
    expect(runner?.["description"]).toBe("two");
  });

  test("end a delete, also when the program is not run", async () => {
    slow("DELETE", "/projects/:id/runners/:runner_id", "before");
    const destroy = await stack.destroy();
    expect(destroy.output).toMatch(/customTimeouts allow 3 ?s to delete it/);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect((await ask(gitlab, "GET", "/runners/all")).body).toEqual([]);
  });
});
