import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../emulator";
import { ask, environmentOf, posts, runnerAt, runnersAt, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

const PROGRAM = `
const { Runner } = require("pulumi-gitlab-runners");
const runner = new Runner("build", {
  runnerType: "project_type", projectId: "acme/app",
  description: "build", tagList: ["a"], maintenanceNote: "ours",
});
exports.token = runner.token;
`;
const CREATE = { method: "POST", path: "/user/runners" };

/** What the engine makes of it; tests/contract/lostReplies.test.ts has each way to lose one. */
describe("a lost reply", () => {
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

  /** @param timeout - the seconds after which a reply is lost, now and later. */
  const firstUp = (timeout = 1): Promise<Shown> =>
    stack.up("--config", `gitlab-runners:timeout=${timeout}`);
  const tokenOf = async (): Promise<string> =>
    (await stack.pulumi("stack", "output", "token", "--show-secrets")).output.trim();
  const verified = async (): Promise<unknown> =>
    (await ask(gitlab, "POST", "/runners/verify", { token: await tokenOf() })).body;
  /** One runner at GitLab, the same in the state with its token, and nothing left to do. */
  const expectOneRunner = async (): Promise<number> => {
    const [only, ...others] = await runnersAt(gitlab);
    expect(others).toEqual([]);
    expect(stack.resource("build")?.id).toBe(String(only?.id));
    expect((await stack.preview("--expect-no-changes", "--diff")).output).toContain("2 unchanged");
    expect(await verified()).toMatchObject({ id: only?.id });
    return only?.id ?? 0;
  };

  test("ends in one runner with its token, and leaves nothing to do", async () => {
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    const { output, exitCode } = await firstUp();
    expect(output).toContain("+ 2 created");
    expect(exitCode).toBe(0);
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(1);
    const id = await expectOneRunner();
    expect(stack.resource("build")?.outputs).toMatchObject({ maintenanceNote: "ours" });
    expect(await runnerAt(gitlab, id)).toMatchObject({
      tag_list: ["a"],
      maintenance_note: expect.stringMatching(
        /^ours\nCreated by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)$/,
      ) as string,
    });
    expect((await stack.refresh()).exitCode).toBe(0);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnersAt(gitlab)).toEqual([]);
  });

  test("a runner that comes late, after its request was repeated, is deleted", async () => {
    gitlab.faults.add({ ...CREATE, kind: "reset" });
    gitlab.faults.add({ ...CREATE, kind: "latency", milliseconds: 3_000, when: "after" });
    // The request is repeated after as long, and its reply is not lost.
    const applied = firstUp(6);
    let made: Record<string, unknown> | undefined;
    while (!(made = await runnerAt(gitlab, 1))) await sleep(50);
    // The repeated request has made its runner and is not answered yet; now the first one is served.
    const { description, maintenance_note } = made;
    const late = { runner_type: "project_type", project_id: 11, description, maintenance_note };
    expect((await ask(gitlab, "POST", "/user/runners", late)).body).toMatchObject({ id: 2 });
    const { output, exitCode } = await applied;
    expect(exitCode).toBe(0);
    expect(output).toMatch(/warning: .*runner 2 is deleted.*created runner 1/);
    await expectOneRunner();
  });

  /** Lists as of a replica of the database that is behind. */
  const lag = (milliseconds: number): void => {
    for (const path of ["/runners/all", "/projects/:id/runners"])
      gitlab.faults.add({ kind: "stale", milliseconds, method: "GET", path, times: 1_000 });
  };

  test("with a replica that is 7 seconds behind is found by the same apply", async () => {
    lag(7_000);
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    expect((await firstUp(60)).exitCode).toBe(0);
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(1);
    gitlab.faults.clear();
    await expectOneRunner();
  });

  test("that is not found in time is found by a later up, whichever that is", async () => {
    lag(3_600_000);
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    expect((await firstUp()).exitCode).toBe(0);
    expect(stack.resource("build")?.id).toBe("2");
    const behind = await stack.up("--expect-no-changes");
    expect(behind.exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeDefined();
    gitlab.faults.clear();
    const preview = await stack.preview();
    expect(preview.output).toMatch(/warning: .*runner 1 is a twin of runner 2.*up deletes it/);
    expect(await runnerAt(gitlab, 1)).toBeDefined();
    const { output, exitCode } = await stack.up();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/warning: .*runner 1 is deleted.*created runner 2/);
    await expectOneRunner();
  });

  test("when no new token can be got, the runner is in the state and the next up gets it", async () => {
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    gitlab.faults.add({
      kind: "status",
      status: 403,
      path: "/runners/:id/reset_authentication_token",
    });
    const { output, exitCode } = await firstUp();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/cannot reset the token of runner 1/);
    expect(stack.resource("build")).toMatchObject({ id: "1" });
    const preview = await stack.preview();
    expect(preview.output).toMatch(/warning: .*token of runner 1 is not known.*lost/);
    expect(preview.output).toContain("~ 1 to update");
    expect((await stack.up()).exitCode).toBe(0);
    await expectOneRunner();
  });
});
