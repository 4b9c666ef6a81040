import { runnerAt } from "../helpers/gitlab";
import { ADAPTERS } from "../helpers/host/adapters";
import type { Declared } from "../helpers/host/declared";
import { runJob, until } from "../helpers/machine";
import { AS_ROOT, BothAdapters, build } from "./adapterLives";

const both = new BothAdapters();
afterAll(() => {
  both.kill();
});

const DRAIN = { timeout: 1 } as const;
const site = (args: Declared["args"] = {}): Declared => ({
  name: "site",
  type: "ProjectRunnerAssignment",
  args: { projectId: 12, runnerId: { idOf: "build" }, ...args },
});
const linked = (projectId: number): Declared => ({
  name: "linked",
  type: "RunnerAssignments",
  args: { projectIds: [projectId], runnerId: { idOf: "build" }, drain: DRAIN },
});

test("both adapters keep a drain, change it alone, and go by it in the same way", async () => {
  const steps = await both.expectSame(AS_ROOT, async (life) => {
    await life.apply([build(), site()]);
    await life.apply([build({ drain: DRAIN }), site({ drain: DRAIN })]);
    await life.refresh();
    await life.apply([build({ drain: { ...DRAIN, onTimeout: "force" } }), site({ drain: DRAIN })]);
    await life.apply([build(), site()]);
    await life.apply([build({ drain: DRAIN }), site({ drain: DRAIN })]);
    await life.apply([build({ drain: DRAIN }), linked(13)]);
    await life.apply([build({ drain: DRAIN }), linked(12)]);
    await life.apply([build({ projectId: 13, drain: DRAIN }), linked(12)]);
    await life.destroy();
  });
  expect(steps.filter(({ succeeded }) => !succeeded)).toEqual([]);
  const changes = steps
    .filter(({ what }) => what === "up" || what === "destroy")
    .map(({ requests }) => requests.filter((line) => /^(PUT|DELETE) /.test(line)));
  const paused = "PUT /api/v4/runners/:id 200";
  const deleted = "DELETE /api/v4/runners/:id 204";
  expect(changes).toEqual([
    [],
    [],
    [],
    [],
    [],
    [expect.stringMatching(/^DELETE .*projects\/12\/runners/)],
    [expect.stringMatching(/^DELETE .*projects\/13\/runners/)],
    [expect.stringMatching(/^DELETE .*projects\/12\/runners/), deleted, paused],
    [expect.stringMatching(/^DELETE .*projects\/12\/runners/), deleted, paused],
  ]);
  const updates = steps.flatMap((step) => (step.what === "preview" ? [step.steps] : []));
  expect(updates[1]).toEqual({ build: "update", site: "update" });
  expect(updates[2]).toEqual({ build: "update", site: "same" });
  const previews = steps.filter(({ what }) => what === "preview").flatMap(({ output }) => output);
  expect(previews).toContain(
    "runner N is replaced and runs no job now; its deletion waits for at most 1 s until none runs",
  );
});

test("both adapters fail a deletion while a job runs, and show it", async () => {
  const lived = await both.lives(AS_ROOT, async (life) => {
    await life.apply([build({ drain: DRAIN })]);
    const [built] = await life.deployment.deployed();
    const token = built?.outputs["token"] as string;
    await runJob(life.world.gitlab, token, { id: 70, project: "acme/app" });
    await life.destroy();
    await life.apply([build({ drain: { timeout: 1, onTimeout: "force" } })]);
    await life.destroy();
  });
  for (const adapter of ADAPTERS) {
    const [failed, forced] = lived[adapter].filter(({ what }) => what === "destroy");
    expect(failed?.succeeded).toBe(false);
    expect(failed?.output).toEqual([
      expect.stringMatching(
        /^build: runner N is not deleted: after \d+ s, it still runs job 70 of acme\/app \(GITLAB\/.*\. The runner takes jobs again$/,
      ),
      expect.stringMatching(
        /^runner N is paused: it runs 1 job \(acme\/app\), \d s of at most 1 s$/,
      ),
    ]);
    expect(failed?.runners.filter((runner) => runner.includes('"build"'))).toEqual([
      expect.stringContaining('"paused":false'),
    ]);
    expect(forced?.succeeded).toBe(true);
    expect(forced?.output).toContainEqual(
      expect.stringMatching(/^runner N is not drained: .*It is deleted all the same$/),
    );
    expect(forced?.runners.filter((runner) => runner.includes('"build"'))).toEqual([]);
  }
});

test("both adapters go on with a drain whose provider was killed", async () => {
  const lived = await both.lives(AS_ROOT, async (life) => {
    const { deployment, world } = life;
    await life.apply([build({ drain: { timeout: 8 } })]);
    const [built] = await deployment.deployed();
    const isPaused = async (): Promise<unknown> =>
      (await runnerAt(world.gitlab, built?.id ?? ""))?.["paused"];
    const token = built?.outputs["token"] as string;
    const end = await runJob(world.gitlab, token, { id: 70, project: "acme/app" });
    await life.step("killed", async () => {
      const ended = deployment.destroy();
      await until(isPaused);
      deployment.kill("provider");
      return ended;
    });
    expect(await isPaused()).toBe(true);
    await end();
    await life.destroy();
  });
  for (const adapter of ADAPTERS) {
    const [killed, last] = lived[adapter].slice(-2);
    expect(killed?.succeeded).toBe(false);
    expect(killed?.runners.filter((runner) => runner.includes('"build"'))).toHaveLength(1);
    expect(last).toMatchObject({ what: "destroy", succeeded: true });
    expect(last?.runners.filter((runner) => runner.includes('"build"'))).toEqual([]);
  }
});
