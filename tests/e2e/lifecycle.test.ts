import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES, TYPE_PREFIXES } from "../helpers/host/adapters";
import { runJob, tokenOf, until } from "../helpers/machine";
import { Stack } from "../helpers/stack";

const programOf = (module: string, args: string): string => `
const { Runner } = require("${module}");
const runner = new Runner("build", ${args});
exports.id = runner.id;
exports.token = runner.token;
`;
const CREATED = `{
  runnerType: "project_type", projectId: "acme/app", description: "build", tagList: ["linux", "x64"],
}`;
const DRAINED = CREATED.replace("}", "drain: { timeout: 8 } }");
const CHANGED = `{
  runnerType: "project_type", projectId: "acme/app", description: "build", tagList: ["x64", "linux"],
  maximumTimeout: 3600, paused: true,
}`;

describe.each(ADAPTERS)("(%s) the life of a runner", (adapter) => {
  const program = (args: string): string => programOf(MODULES[adapter], args);
  let gitlab: Emulator;
  let stack: Stack;

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: program(CREATED),
      plugin: adapter === "plugin",
      env: environmentOf(gitlab),
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("preview shows the runner with GitLab's defaults and makes nothing", async () => {
    const shown = await stack.preview("--diff");
    expect(shown.output).toContain("+ 2 to create");
    expect(shown.output).toMatch(/runUntagged\s*: true/);
    expect(shown.output).toMatch(/accessLevel\s*: "not_protected"/);
    expect(shown.exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
  });

  test("up creates it", async () => {
    const shown = await stack.up();
    expect(shown.output).toContain("+ 2 created");
    expect(shown.exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toMatchObject({
      runner_type: "project_type",
      description: "build",
      tag_list: ["linux", "x64"],
      projects: [{ path_with_namespace: "acme/app" }],
    });
    expect(stack.resource("build")).toMatchObject({
      type: `${TYPE_PREFIXES[adapter]}Runner`,
      id: "1",
    });
  });

  test("a second preview shows no change, also not in what it reads of the new runner", async () => {
    const shown = await stack.preview("--expect-no-changes", "--refresh", "--diff");
    expect(shown.output).toContain("2 unchanged");
    expect(shown.output).not.toMatch(/^ *[-+] /m);
    expect(shown.output).not.toContain("Runner: (refresh)");
    expect(shown.exitCode).toBe(0);
  });

  test("a changed property is shown as a diff, and tags in another order are none", async () => {
    stack.program(program(CHANGED));
    const shown = await stack.preview("--diff");
    expect(shown.output).toContain("~ 1 to update");
    expect(shown.output).toMatch(/\+ maximumTimeout: 3600/);
    expect(shown.output).toMatch(/~ paused\s*: false => true/);
    expect(await runnerAt(gitlab, 1)).toMatchObject({ paused: false, maximum_timeout: null });
  });

  test("up changes it in place", async () => {
    const shown = await stack.up();
    expect(shown.output).toContain("~ 1 updated");
    expect(await runnerAt(gitlab, 1)).toMatchObject({ paused: true, maximum_timeout: 3600 });
    expect(stack.resource("build")?.id).toBe("1");
  });

  test("a refresh reports what somebody changed behind our back", async () => {
    await ask(gitlab, "PUT", "/runners/1", { description: "mine now", locked: true });
    const shown = await stack.pulumi("refresh", "--preview-only", "--diff", "--expect-no-changes");
    expect(shown.output).toMatch(/description\s*: "build" => "mine now"/);
    expect(shown.exitCode).not.toBe(0);
    expect((await stack.refresh()).output).toContain("~ 1 updated");
  });

  test("the next up repairs it", async () => {
    const preview = await stack.preview("--diff");
    expect(preview.output).toMatch(/description\s*: "mine now" => "build"/);
    expect(preview.output).toMatch(/locked\s*: true => false/);
    const shown = await stack.up();
    expect(shown.exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toMatchObject({ description: "build", locked: false });
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("a dropped argument goes back to GitLab's default", async () => {
    stack.program(program(DRAINED));
    expect((await stack.up()).output).toContain("~ 1 updated");
    expect(await runnerAt(gitlab, 1)).toMatchObject({ paused: false, maximum_timeout: null });
  });

  test("another owner project replaces the runner, whose job ends before it is deleted", async () => {
    const job = { id: 70, project: "acme/app" };
    const end = await runJob(gitlab, await tokenOf(gitlab, 1), job);
    stack.program(program(DRAINED.replace("acme/app", "acme/site")));
    const preview = await stack.preview("--diff");
    expect(preview.output).toMatch(/projectId\s*: 11 => 12/);
    expect(preview.output).toContain("+-1 to replace");
    expect(preview.output).toContain("runner 1 is replaced and runs 1 job (acme/app) now");
    let shown = "";
    stack.onOutput = (text) => (shown += text);
    const replacement = stack.up();
    await until(() => shown.includes("runner 1 is paused: it runs 1 job (acme/app)"));
    expect(await runnerAt(gitlab, 1)).toMatchObject({ paused: true });
    expect(await runnerAt(gitlab, 2)).toMatchObject({ paused: false });
    await end();
    expect((await replacement).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
    expect(await runnerAt(gitlab, 2)).toMatchObject({
      projects: [{ path_with_namespace: "acme/site" }],
    });
  });

  test("a runner that somebody deleted is made again", async () => {
    await ask(gitlab, "DELETE", "/runners/2");
    const refresh = await stack.refresh();
    expect(refresh.output).toContain("- 1 deleted");
    expect((await stack.up()).output).toContain("+ 1 created");
    expect(await runnerAt(gitlab, 3)).toBeDefined();
  });

  test("destroy removes it, and once more what is gone already", async () => {
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 3)).toBeUndefined();
    await stack.up();
    await ask(gitlab, "DELETE", "/runners/4");
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(stack.resources()).toEqual([]);
  });
});
