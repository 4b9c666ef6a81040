import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, runnersAt, startGitLab } from "../helpers/gitlab";
import { done } from "../helpers/pluginStack";
import { descendantsOf, killNow } from "../helpers/processes";
import { Stack } from "../helpers/stack";
import { WorkingFleet, shortJob, tokensIn } from "../helpers/workingFleet";

const NAMES = ["one", "two", "three"];
/** Each runner's token comes into the file from which its machine polls. */
const PROGRAM = `
const { readFileSync, writeFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { Runner, RunnerReady } = require("pulumi-gitlab-runners");
const { tagList, images, isStuck } = JSON.parse(readFileSync("fleet.json", "utf8"));
for (const [name, image] of Object.entries(images)) {
  const runner = new Runner(name, {
    runnerType: "instance_type",
    description: name,
    tagList,
    runUntagged: false,
    rotation: { everyDays: 30, keepers: { image } },
    drain: { timeout: 12 },
  }, { replaceOnChanges: ["tagList"] });
  runner.token.apply((token) => {
    if (!pulumi.runtime.isDryRun() && !isStuck) writeFileSync("machines/" + name, token);
  });
  new RunnerReady(name, { runnerId: runner.id, token: runner.token, timeout: isStuck ? 2 : 60 });
}
`;

describe("runners that are replaced while machines work", () => {
  let gitlab: Emulator;
  let stack: Stack;
  let fleet: WorkingFleet;
  /** @param isStuck - whether new tokens do not come to the machines. */
  const declare = (tagList: string[], images: Record<string, string>, isStuck = false): void => {
    const settings = JSON.stringify({ tagList, images, isStuck });
    writeFileSync(join(stack.directory, "fleet.json"), settings);
  };
  const images = (one: string, others = "1"): Record<string, string> =>
    Object.fromEntries(NAMES.map((name) => [name, name === "one" ? one : others]));
  const ids = (): Record<string, string | undefined> =>
    Object.fromEntries(NAMES.map((name) => [name, stack.resource(name)?.id]));
  const until = async (condition: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await condition())) await sleep(20);
  };

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: PROGRAM, env: environmentOf(gitlab) });
    const machines = join(stack.directory, "machines");
    mkdirSync(machines);
    fleet = new WorkingFleet(gitlab, () => tokensIn(machines));
    declare(["docker"], images("1"));
    done(await stack.up());
    fleet.open(() => shortJob("docker"));
    fleet.watch(["docker"]);
  });
  afterAll(async () => {
    await fleet.stop();
    await stack.dispose();
    await gitlab.close();
  });

  test("one of them, by a keeper, when its machine has the new token, and while it runs a long job", async () => {
    const before = ids();
    declare(["docker"], images("2"), true);
    const stuck = await stack.up();
    expect(stuck.output).toMatch(/runner \d+ is not ready after \d+ s/);
    expect(stuck.exitCode).not.toBe(0);
    expect(await runnerAt(gitlab, before["one"] ?? "")).toMatchObject({ paused: false });
    await fleet.occupy(Number(before["one"]), { ...shortJob("docker"), milliseconds: 8000 });
    declare(["docker"], images("2"));
    done(await stack.up());
    const after = ids();
    expect(after["one"]).not.toBe(before["one"]);
    expect({ ...after, one: "" }).toEqual({ ...before, one: "" });
  });

  test("all of them, as their time has come, by an apply that is killed while they drain", async () => {
    const before = ids();
    stack.daysAhead = 31;
    const preview = await stack.preview();
    done(preview);
    expect(preview.output.match(/30 days after the stack got its token/g)).toHaveLength(6);
    const applied = stack.up();
    await until(async () => {
      const { body } = await ask(gitlab, "GET", "/runners/all?paused=true");
      return (body as unknown[]).length > 0;
    });
    const started = descendantsOf(process.pid);
    await stack.killEngine();
    for (const { pid } of started) killNow(pid);
    expect((await applied).exitCode).not.toBe(0);
    done(await stack.pulumi("cancel", "--yes"));
    done(await stack.up());
    const after = ids();
    for (const name of NAMES) expect(after[name]).not.toBe(before[name]);
  });

  test("all of them, by a change of their tags, while replies of GitLab get lost", async () => {
    const before = ids();
    declare(["docker", "gpu"], images("2"));
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    gitlab.faults.add({ kind: "reset", when: "after", method: "DELETE", path: "/runners/:id" });
    done(await stack.up());
    const after = ids();
    for (const name of NAMES) expect(after[name]).not.toBe(before[name]);
  });

  test("no job is lost or run twice, somebody serves at every moment, and nothing is left over", async () => {
    done(await stack.preview("--expect-no-changes"));
    expect(await fleet.close()).toEqual([]);
    expect(fleet.cutOff).toEqual([]);
    expect(fleet.jobs).toBeGreaterThan(50);
    expect(fleet.looks).toBeGreaterThan(50);
    expect(fleet.gaps).toEqual([]);
    const present = (await runnersAt(gitlab)).map(({ id }) => String(id)).sort();
    expect(present).toEqual(Object.values(ids()).sort());
    // Those of four lives of the first runner and three of each other, of which the last ones live.
    expect(fleet.runnerOf.size).toBe(10);
    const alive = await Promise.all(
      [...fleet.runnerOf.keys()].map(
        async (token) => (await ask(gitlab, "POST", "/runners/verify", { token })).status === 200,
      ),
    );
    expect(alive.filter(Boolean)).toHaveLength(NAMES.length);
    done(await stack.destroy());
    expect(await runnersAt(gitlab)).toEqual([]);
  });
});
