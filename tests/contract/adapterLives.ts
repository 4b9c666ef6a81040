import { configurationIn, hostDeploymentIn } from "../campaign/hostDeploymentIn";
import { Random } from "../campaign/random";
import { type RunnerDetails, World } from "../campaign/world";
import { ADAPTERS, type Adapter } from "../helpers/host/adapters";
import type { Declared, Program } from "../helpers/host/declared";
import type { Ended } from "../helpers/host/deployment";
import type { HostDeployment, Previewed } from "../helpers/host/hostDeployment";
import { HostLane } from "../helpers/host/hostLane";

/** What one adapter makes of a step of a stack's life. */
export interface Step {
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
export class Life {
  readonly steps: Step[] = [];

  constructor(
    readonly world: World,
    readonly deployment: HostDeployment,
    /** The stack's, which an operation reads when it starts. */
    readonly config: Record<string, string>,
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

  preview(program: Program): Promise<void> {
    return this.step("preview", () => this.deployment.preview(program));
  }

  /** Previews a program, applies it, and finds nothing more to do. */
  async apply(program: Program): Promise<void> {
    await this.preview(program);
    await this.step("up", () => this.deployment.up(program));
    await this.step("nothing to do", () => this.deployment.expectNoChanges(program));
  }

  refresh(): Promise<void> {
    return this.step("refresh", () => this.deployment.refresh());
  }

  /** By the clocks of GitLab and of the machine that runs Pulumi. */
  letDaysPass(days: number): void {
    this.world.advance(days);
    this.deployment.daysAhead += days;
  }

  destroy(): Promise<void> {
    return this.step("destroy", () => this.deployment.destroy());
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
  return (
    output
      .replaceAll(gitlab.url, "GITLAB")
      .replace(/http:\/\/127\.0\.0\.1:\d+/g, "ANOTHER GITLAB")
      .replace(MARK, "Created by us")
      .replace(/\bgitlab:(?=[a-z])/g, "gitlab-runners:")
      .replace(/\brunner \d+/g, "runner N")
      .replace(/\d+\.\d s\b/g, "T s")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "THEN")
      .split("\n")
      // The SDK's host prints the error of a read or a deletion, besides replying it.
      .filter((line) => line !== "" && !line.includes(", waiting T s") && !/^\w*Error: /.test(line))
      .map((line) => line.replace(/^warning: /, ""))
      .sort()
  );
}

/** A process of either adapter, for one stack after the other. */
export class BothAdapters {
  readonly #lanes: Readonly<Record<Adapter, HostLane>> = {
    dynamic: new HostLane("dynamic"),
    plugin: new HostLane("plugin"),
  };

  /** Has a stack live the same life by both. @returns the steps of either. */
  async lives(
    seed: number,
    live: (life: Life, random: Random) => Promise<void>,
  ): Promise<Record<Adapter, readonly Step[]>> {
    const lived = ADAPTERS.map(async (adapter) => {
      const random = new Random(seed);
      const world = await World.start(random, `parity-${adapter}-${seed}`);
      const config = configurationIn(world);
      const deployment = hostDeploymentIn(world, this.#lanes[adapter], config);
      try {
        const life = new Life(world, deployment, config);
        await live(life, random);
        return life.steps;
      } finally {
        await deployment.dispose();
        await world.close();
      }
    });
    const [dynamic = [], plugin = []] = await Promise.all(lived);
    return { dynamic, plugin };
  }

  /** @returns the steps, which are the same by both. */
  async expectSame(
    seed: number,
    live: (life: Life, random: Random) => Promise<void>,
  ): Promise<readonly Step[]> {
    const { dynamic, plugin } = await this.lives(seed, live);
    expect(plugin).toEqual(dynamic);
    return dynamic;
  }

  kill(): void {
    for (const lane of Object.values(this.#lanes)) lane.kill();
  }
}

/** A seed whose stack is an administrator's. */
export const AS_ROOT = 1;
export const build = (args: Declared["args"] = {}): Declared => ({
  name: "build",
  type: "Runner",
  args: { runnerType: "project_type", projectId: 11, description: "build", ...args },
});
export const linked = (...projectIds: number[]): Declared => ({
  name: "linked",
  type: "RunnerAssignments",
  args: { runnerId: { idOf: "build" }, projectIds, authoritative: true },
});
