import type { Fault } from "../../emulator";
import { changesBehind, makeChange } from "../campaign/events";
import { Author } from "../campaign/program";
import { ask } from "../helpers/gitlab";
import type { Declared } from "../helpers/host/declared";
import { AS_ROOT, BothAdapters, type Step, build, linked } from "./adapterLives";

const both = new BothAdapters();
afterAll(() => {
  both.kill();
});

describe("both adapters send the same requests and leave GitLab the same", () => {
  test.each([4, 11])("in the life of the campaign's stack %i", async (seed) => {
    const steps = await both.expectSame(seed, async (life, random) => {
      const { deployment, world } = life;
      const author = new Author(random, world);
      let program = author.write(8);
      await life.apply(program);
      for (let round = 0; round < 2; round += 1) {
        for (const change of changesBehind(random, program, deployment.ids()))
          await makeChange(world, change);
        await life.refresh();
        await life.apply(program);
        program = author.revise(program);
        await life.apply(program);
      }
      await life.destroy();
    });
    expect(steps.filter(({ succeeded }) => !succeeded).map(({ what }) => what)).not.toContain("up");
  });

  test.each<[string, readonly Fault[], readonly Declared[]]>([
    [
      "a lost reply",
      [{ kind: "reset", when: "after", method: "POST", path: "/user/runners" }],
      [build()],
    ],
    [
      "a runner whose token is lost",
      [
        { kind: "reset", when: "after", method: "POST", path: "/user/runners" },
        { kind: "status", status: 403, path: "/runners/:id/reset_authentication_token" },
      ],
      [build({ maintenanceNote: "ours" })],
    ],
    [
      "assignments of which one is refused",
      [{ kind: "status", status: 403, method: "POST", path: "/projects/13/runners" }],
      [build(), linked(12, 13)],
    ],
  ])("after %s", async (_, faults, program) => {
    await both.expectSame(AS_ROOT, async (life) => {
      const { deployment, world } = life;
      for (const fault of faults) world.addFault(fault);
      await life.step("up with faults", () => deployment.up(program));
      await life.apply(program);
      await life.refresh();
      await life.step("nothing to do", () => deployment.expectNoChanges(program));
      await life.destroy();
    });
  });

  test("where an update fails, and an update of assignments is half done", async () => {
    await both.expectSame(AS_ROOT, async (life) => {
      const { deployment, world } = life;
      await life.step("up", () => deployment.up([build(), linked(12)]));
      world.addFault({ kind: "status", status: 403, method: "PUT", path: "/runners/:id" });
      world.addFault({ kind: "status", status: 403, method: "POST", path: "/projects/14/runners" });
      const changed = [build({ description: "other", tagList: ["a"] }), linked(13, 14)];
      await life.step("up with faults", () => deployment.up(changed));
      await life.step("up", () => deployment.up(changed));
      await life.step("up", () => deployment.up(changed));
      await life.step("nothing to do", () => deployment.expectNoChanges(changed));
      await life.destroy();
    });
  });

  test("where everything is gone at GitLab", async () => {
    await both.expectSame(AS_ROOT, async (life) => {
      const { deployment, world } = life;
      const program = [build(), linked(12)];
      await life.step("up", () => deployment.up(program));
      await ask(world.gitlab, "DELETE", `/runners/${deployment.ids().get("build") ?? ""}`);
      await life.refresh();
      await life.step("up", () => deployment.up(program));
      await life.step("nothing to do", () => deployment.expectNoChanges(program));
      await life.destroy();
    });
  });

  test("where a mistake is refused", async () => {
    const steps = await both.expectSame(AS_ROOT, async (life) => {
      for (const args of [
        { projectId: 99 },
        { groupId: 1 },
        { tagList: "a" },
        { descripton: "build" },
        { runUntagged: false },
        { description: "x".repeat(2000) },
      ])
        await life.preview([build(args)]);
    });
    expect(steps.map(({ succeeded }) => succeeded)).not.toContain(true);
  });

  /**
   * What is to be replaced without a change, the engine shows to no provider. A dynamic one reads the
   * state; the plugin, which cannot, takes the runner for one of an interrupted apply while no machine
   * has used it: the resource has the same runner with a new token, and nothing is left over.
   */
  test("but for a runner that is replaced without a change before a machine has used it", async () => {
    const { dynamic, plugin } = await both.lives(AS_ROOT, async (life) => {
      const { deployment } = life;
      await life.step("up", () => deployment.up([build()]));
      await life.step("replace", () => deployment.up([build()], ["build"]));
      await life.step("nothing to do", () => deployment.expectNoChanges([build()]));
      await life.destroy();
    });
    const changes = (steps: readonly Step[]): string[] =>
      (steps[1]?.requests ?? []).filter((line) => !line.startsWith("GET "));
    expect(changes(dynamic)).toEqual([
      "DELETE /api/v4/runners/:id 204",
      "POST /api/v4/user/runners 201",
      "PUT /api/v4/runners/:id 200",
    ]);
    expect(changes(plugin)).toEqual([
      "POST /api/v4/runners/:id/reset_authentication_token 201",
      "PUT /api/v4/runners/:id 200",
    ]);
    const rest = (steps: readonly Step[]): unknown[] =>
      steps.map(({ succeeded, runners }) => ({ succeeded, runners }));
    expect(rest(plugin)).toEqual(rest(dynamic));
  });
});
