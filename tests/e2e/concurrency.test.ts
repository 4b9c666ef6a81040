import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const adopting = (args: string): string => `
  const { Runner } = require("pulumi-gitlab-runners");
  new Runner("shared", { runnerId: 7, ${args} });
`;

describe("more than one who manages a runner", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeEach(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ runners: [{ id: 7, runner_type: "instance_type", tag_list: ["docker"] }] });
    stack = await Stack.create({
      program: adopting('description: "first"'),
      env: environmentOf(gitlab),
    });
    expect((await stack.up()).exitCode).toBe(0);
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("two applies at once: the second is refused by the engine's lock and changes nothing", async () => {
    gitlab.faults.add({
      kind: "latency",
      milliseconds: 6_000,
      method: "PUT",
      path: "/runners/:id",
    });
    stack.program(adopting('description: "second"'));
    gitlab.requests.clear();
    const first = stack.up();
    while (!gitlab.requests.all().some(({ method }) => method === "PUT"))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await stack.up();
    expect(second.output).toContain("the stack is currently locked");
    expect(second.exitCode).not.toBe(0);
    expect((await first).exitCode).toBe(0);
    expect(gitlab.requests.all().filter(({ method }) => method === "PUT")).toHaveLength(1);
    expect((await runnerAt(gitlab, 7))?.["description"]).toBe("second");
  });

  test("two stacks: each leaves alone what it does not manage, and a refresh shows what the other did", async () => {
    const other = await Stack.create({
      program: adopting("tagList: ['docker', 'arm64']"),
      env: environmentOf(gitlab),
    });
    expect((await other.up()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 7)).toMatchObject({
      description: "first",
      tag_list: ["docker", "arm64"],
    });
    other.program(adopting("tagList: ['docker', 'arm64'], description: 'other'"));
    const up = await other.up();
    expect(up.exitCode).toBe(0);
    const refresh = await stack.refresh("--diff");
    expect(refresh.output).toMatch(/description\s*: "first" => "other"/);
    await other.dispose();
  });

  test("a runner that changes between preview and apply: what is not declared anew stays, and both are named", async () => {
    stack.program(adopting('description: "second", maximumTimeout: 3600'));
    expect((await stack.preview()).output).toContain("~ 1 to update");
    await ask(gitlab, "PUT", "/runners/7", { description: "by hand", tag_list: ["podman"] });
    const up = await stack.up();
    expect(up.output).toContain(
      'runner 7: somebody else changed description from "first" to "by hand"; it is now "second"',
    );
    expect(up.output).toContain(
      'runner 7: somebody else changed tagList from ["docker"] to ["podman"]; a refresh shows it',
    );
    expect(await runnerAt(gitlab, 7)).toMatchObject({
      description: "second",
      tag_list: ["podman"],
      maximum_timeout: 3600,
    });
  });

  test("an apply that finds what it wanted says nothing", async () => {
    stack.program(adopting('description: "second"'));
    await ask(gitlab, "PUT", "/runners/7", { description: "second" });
    const up = await stack.up();
    expect(up.output).not.toContain("somebody else");
    expect(up.exitCode).toBe(0);
  });
});
