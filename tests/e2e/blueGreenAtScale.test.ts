import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../emulator";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { until } from "../helpers/machine";
import { done } from "../helpers/pluginStack";
import { Stack } from "../helpers/stack";
import { WorkingFleet, shortJob, tokensIn } from "../helpers/workingFleet";

const TAGS = ["docker", "gpu", "linux", "macos", "windows"];
const RUNNERS = 50;
/** What the engine does at once, so that fifty drains take the time of a few. */
const PARALLEL = ["--parallel", String(RUNNERS)];
const PROGRAM = `
const { writeFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { Runner, RunnerReady } = require("pulumi-gitlab-runners/plugin");
const tags = ${JSON.stringify(TAGS)};
for (let index = 0; index < ${RUNNERS}; index += 1) {
  const name = "runner-" + index;
  const runner = new Runner(name, {
    runnerType: "instance_type",
    tagList: [tags[index % tags.length]],
    runUntagged: false,
    rotation: { everyDays: 30 },
    drain: { timeout: 8 },
  });
  runner.token.apply((token) => {
    if (!pulumi.runtime.isDryRun()) writeFileSync("machines/" + name, token);
  });
  new RunnerReady(name, { runnerId: runner.id, token: runner.token, timeout: 60 });
}
`;

describe("fifty runners of the plugin whose tokens are rotated while machines work", () => {
  let gitlab: Emulator;
  let stack: Stack;
  let fleet: WorkingFleet;
  /** The runners whose tokens are rotated. */
  let before: readonly string[];
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: PROGRAM, plugin: true, env: environmentOf(gitlab) });
    const machines = join(stack.directory, "machines");
    mkdirSync(machines);
    fleet = new WorkingFleet(gitlab, () => tokensIn(machines));
    done(await stack.up(...PARALLEL));
    let next = 0;
    fleet.open(() => shortJob(TAGS[(next += 1) % TAGS.length] ?? ""));
    fleet.watch(TAGS);
  });
  afterAll(async () => {
    await fleet.stop();
    await stack.dispose();
    await gitlab.close();
  });

  test("by an apply that loses replies and is killed while it drains", async () => {
    before = ids();
    expect(before).toHaveLength(RUNNERS);
    stack.daysAhead = 31;
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    const busy = { kind: "status", status: 502, skip: 30, times: 3 } as const;
    gitlab.faults.add({ ...busy, method: "GET", path: "/runners/:id" });
    const applied = stack.up(...PARALLEL);
    await until(async () => (await paused()) > 0);
    await stack.killEngine();
    expect((await applied).exitCode).not.toBe(0);
    done(await stack.pulumi("cancel", "--yes"));
  });

  test("to the end, by the next apply, which loses replies, too", async () => {
    gitlab.faults.add({ kind: "reset", when: "after", method: "DELETE", path: "/runners/:id" });
    done(await stack.up(...PARALLEL));
    expect(ids().filter((id) => before.includes(id))).toEqual([]);
    expect(await paused()).toBe(0);
  });

  test("loses no job, runs none twice, serves each tag at every moment, and leaves nothing over", async () => {
    done(await stack.preview("--expect-no-changes"));
    expect(await fleet.close()).toEqual([]);
    expect(fleet.cutOff).toEqual([]);
    expect(fleet.jobs).toBeGreaterThan(50);
    expect(fleet.looks).toBeGreaterThan(50 * TAGS.length);
    expect(fleet.gaps).toEqual([]);
    const present = (await runners()).map(({ id }) => String(id));
    expect(present.sort()).toEqual(ids().sort());
    expect(fleet.runnerOf.size).toBeGreaterThan(RUNNERS);
    for (const [token, runner] of fleet.runnerOf) {
      const { status } = await ask(gitlab, "POST", "/runners/verify", { token });
      expect({ runner, status }).toEqual({
        runner,
        status: present.includes(String(runner)) ? 200 : 403,
      });
    }
  });

  async function runners(filter = ""): Promise<{ id: number }[]> {
    const { body } = await ask(gitlab, "GET", `/runners/all?per_page=100${filter}`);
    return body as { id: number }[];
  }
  async function paused(): Promise<number> {
    return (await runners("&paused=true")).length;
  }
  function ids(): string[] {
    return stack
      .resources()
      .flatMap(({ id, type }) => (type.endsWith(":Runner") && id !== undefined ? [id] : []));
  }
});
