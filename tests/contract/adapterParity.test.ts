import type { Fault } from "../../emulator";
import { changesBehind, makeChange } from "../campaign/events";
import { hostDeploymentIn } from "../campaign/hostDeploymentIn";
import { Author } from "../campaign/program";
import { Random } from "../campaign/random";
import { type RunnerDetails, World } from "../campaign/world";
import { ask } from "../helpers/gitlab";
import { ADAPTERS, type Adapter } from "../helpers/host/adapters";
import type { Declared, Program } from "../helpers/host/declared";
import type { Ended } from "../helpers/host/deployment";
import type { HostDeployment, Previewed } from "../helpers/host/hostDeployment";
import { HostLane } from "../helpers/host/hostLane";

/** What one adapter makes of a step of a stack's life. */
interface Step {
  readonly what: string;
  readonly succeeded: boolean;
  /** What a preview shows for each resource. */
  readonly steps: Previewed["steps"] | undefined;
  /** What the user saw, line by line. */
  readonly output: readonly string[];
  readonly requests: readonly string[];
  /** The runners that GitLab has after it. */
  readonly runners: readonly string[];
}

/** A stack of one adapter in a GitLab of its own, whose every step is written down. */
class Life {
  readonly steps: Step[] = [];

  constructor(
    readonly world: World,
    readonly deployment: HostDeployment,
  ) {}

  async step(what: string, operation: () => Promise<Ended & Partial<Previewed>>): Promise<void> {
    this.world.gitlab.requests.clear();
    const { succeeded, output, steps } = await operation();
    // Those at once come in any order.
    const requests = this.world.gitlab.requests
      .all()
      .map(({ method, path, status }) => `${method} ${nameless(path)} ${String(status)}`)
      .sort();
    this.world.calm();
    const runners = [...(await this.world.runners()).values()].map(lasting).sort();
    this.steps.push({
      what,
      succeeded,
      output: lines(output, this.world),
      steps,
      requests,
      runners,
    });
  }
}

/** A path without the ids of runners, which depend on which of several came first. */
function nameless(path: string): string {
  return path.replace(/\/runners\/\d+/, "/runners/:id");
}

const MARK = /Created by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)/g;

/** What GitLab holds of a runner, whichever id it has, and whenever and wherever it was made. */
function lasting({ projects, groups, ...runner }: RunnerDetails): string {
  const namespaces = [projects, groups].map((of) => of.map(({ id }) => id).sort());
  const kept = Object.entries(runner).filter(([name]) => !/^id$|^created_by$|_at$/.test(name));
  return JSON.stringify([Object.fromEntries(kept), ...namespaces]).replace(MARK, "Created by us");
}

/** In what the messages of the two differ: how they call the configuration, and when they were. */
function lines(output: string, { gitlab }: World): string[] {
  return output
    .replaceAll(gitlab.url, "GITLAB")
    .replace(MARK, "Created by us")
    .replace(/\bgitlab:(?=[a-z])/g, "gitlab-runners:")
    .replace(/\brunner \d+/g, "runner N")
    .replace(/\d+\.\d s\b/g, "T s")
    .split("\n")
    .filter((line) => line !== "" && !line.includes(", waiting T s"))
    .map((line) => line.replace(/^warning: /, ""))
    .sort();
}

const lanes: Readonly<Record<Adapter, HostLane>> = {
  dynamic: new HostLane("dynamic"),
  plugin: new HostLane("plugin"),
};
afterAll(() => {
  for (const lane of Object.values(lanes)) lane.kill();
});

/** Has a stack live the same life by both. @returns the steps of either. */
async function lives(
  seed: number,
  live: (life: Life, random: Random) => Promise<void>,
): Promise<Record<Adapter, readonly Step[]>> {
  const both = ADAPTERS.map(async (adapter) => {
    const random = new Random(seed);
    const world = await World.start(random, `parity-${adapter}-${seed}`);
    const deployment = hostDeploymentIn(world, lanes[adapter]);
    try {
      const life = new Life(world, deployment);
      await live(life, random);
      return life.steps;
    } finally {
      await deployment.dispose();
      await world.close();
    }
  });
  const [dynamic = [], plugin = []] = await Promise.all(both);
  return { dynamic, plugin };
}

/** @returns the steps, which are the same by both. */
async function expectSame(
  seed: number,
  live: (life: Life, random: Random) => Promise<void>,
): Promise<readonly Step[]> {
  const { dynamic, plugin } = await lives(seed, live);
  expect(plugin).toEqual(dynamic);
  return dynamic;
}

/** A seed whose stack is an administrator's. */
const AS_ROOT = 1;
const build = (args: Declared["args"] = {}): Declared => ({
  name: "build",
  type: "Runner",
  args: { runnerType: "project_type", projectId: 11, description: "build", ...args },
});
const linked = (...projectIds: number[]): Declared => ({
  name: "linked",
  type: "RunnerAssignments",
  args: { runnerId: { idOf: "build" }, projectIds, authoritative: true },
});

describe("both adapters send the same requests and leave GitLab the same", () => {
  test.each([4, 11])("in the life of the campaign's stack %i", async (seed) => {
    const steps = await expectSame(seed, async (life, random) => {
      const { deployment, world } = life;
      const author = new Author(random, world);
      const all = async (program: Program): Promise<void> => {
        await life.step("preview", () => deployment.preview(program));
        await life.step("up", () => deployment.up(program));
        await life.step("nothing to do", () => deployment.expectNoChanges(program));
      };
      let program = author.write(8);
      await all(program);
      for (let round = 0; round < 2; round += 1) {
        for (const change of changesBehind(random, program, deployment.ids()))
          await makeChange(world, change);
        await life.step("refresh", () => deployment.refresh());
        await all(program);
        program = author.revise(program);
        await all(program);
      }
      await life.step("destroy", () => deployment.destroy());
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
    await expectSame(AS_ROOT, async (life) => {
      const { deployment, world } = life;
      for (const fault of faults) world.addFault(fault);
      await life.step("up with faults", () => deployment.up(program));
      await life.step("preview", () => deployment.preview(program));
      await life.step("up", () => deployment.up(program));
      await life.step("nothing to do", () => deployment.expectNoChanges(program));
      await life.step("refresh", () => deployment.refresh());
      await life.step("nothing to do", () => deployment.expectNoChanges(program));
      await life.step("destroy", () => deployment.destroy());
    });
  });

  test("where an update fails, and an update of assignments is half done", async () => {
    await expectSame(AS_ROOT, async (life) => {
      const { deployment, world } = life;
      await life.step("up", () => deployment.up([build(), linked(12)]));
      world.addFault({ kind: "status", status: 403, method: "PUT", path: "/runners/:id" });
      world.addFault({ kind: "status", status: 403, method: "POST", path: "/projects/14/runners" });
      const changed = [build({ description: "other", tagList: ["a"] }), linked(13, 14)];
      await life.step("up with faults", () => deployment.up(changed));
      await life.step("up", () => deployment.up(changed));
      await life.step("up", () => deployment.up(changed));
      await life.step("nothing to do", () => deployment.expectNoChanges(changed));
      await life.step("destroy", () => deployment.destroy());
    });
  });

  test("where everything is gone at GitLab", async () => {
    await expectSame(AS_ROOT, async (life) => {
      const { deployment, world } = life;
      const program = [build(), linked(12)];
      await life.step("up", () => deployment.up(program));
      await ask(world.gitlab, "DELETE", `/runners/${deployment.ids().get("build") ?? ""}`);
      await life.step("refresh", () => deployment.refresh());
      await life.step("up", () => deployment.up(program));
      await life.step("nothing to do", () => deployment.expectNoChanges(program));
      await life.step("destroy", () => deployment.destroy());
    });
  });

  test("where a mistake is refused", async () => {
    const steps = await expectSame(AS_ROOT, async (life) => {
      const { deployment } = life;
      for (const args of [
        { projectId: 99 },
        { groupId: 1 },
        { tagList: "a" },
        { descripton: "build" },
        { runUntagged: false },
        { description: "x".repeat(2000) },
      ])
        await life.step("preview", () => deployment.preview([build(args)]));
    });
    expect(steps.map(({ succeeded }) => succeeded)).not.toContain(true);
  });

  /**
   * What is to be replaced without a change, the engine shows to no provider. A dynamic one reads the
   * state; the plugin, which cannot, takes the runner for one of an interrupted apply while no machine
   * has used it: the resource has the same runner with a new token, and nothing is left over.
   */
  test("but for a runner that is replaced without a change before a machine has used it", async () => {
    const { dynamic, plugin } = await lives(AS_ROOT, async (life) => {
      const { deployment } = life;
      await life.step("up", () => deployment.up([build()]));
      await life.step("replace", () => deployment.up([build()], ["build"]));
      await life.step("nothing to do", () => deployment.expectNoChanges([build()]));
      await life.step("destroy", () => deployment.destroy());
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
