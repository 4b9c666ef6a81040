import { forecast } from "../../bench/fleetForecast";
import { FLEET_OPERATIONS, type FleetOperation } from "../../bench/fleetOrders";
import type { Emulator } from "../../emulator";
import { type Simulation, startSimulation } from "../../bench/fleetSimulation";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const FLEET = { stacks: 3, runnersPerStack: 25 };
const RUNNERS = FLEET.stacks * FLEET.runnersPerStack;
const LIMITS = { user: 40, address: 40, periodS: 2 };

describe("three stacks at once that share a token, at GitLab's limits", () => {
  let fleet: Simulation;
  let refusedInAll = 0;
  beforeAll(async () => {
    fleet = await startSimulation(FLEET, LIMITS);
  });
  afterAll(() => fleet.close());

  const atGitLab = async (path: string): Promise<Record<string, unknown>[]> =>
    (await ask(fleet.gitlab, "GET", path)).body as Record<string, unknown>[];
  const sorted = (values: unknown[]): string[] => values.map(String).sort();

  const LOOK: Partial<Record<FleetOperation, () => Promise<void>>> = {
    async create() {
      const states = fleet.stacks.flat();
      const runners = await atGitLab("/runners/all?per_page=100");
      expect(sorted(runners.map(({ id }) => id))).toEqual(sorted(states.map(({ id }) => id)));
      const descriptions = states.map(({ declared }) => declared["description"]);
      expect(sorted(runners.map(({ description }) => description))).toEqual(sorted(descriptions));
      expect(new Set(states.map(({ outputs }) => outputs["token"])).size).toBe(RUNNERS);
    },
    async update() {
      const [{ id } = { id: 0 }] = await atGitLab("/runners/all?per_page=1");
      const { body } = await ask(fleet.gitlab, "GET", `/runners/${String(id)}`);
      expect(body).toMatchObject({ maximum_timeout: 3600 });
    },
    async destroy() {
      expect(await atGitLab("/runners/all")).toEqual([]);
    },
  };

  // One after the other: a fleet's life.
  test.each(FLEET_OPERATIONS)(
    "%s takes the requests and the windows that are computed, and nothing is lost or done twice",
    async (operation) => {
      const { failures, served, refused, windows } = await fleet.run(operation);
      const computed = forecast(operation, FLEET, LIMITS);
      expect(failures).toEqual([]);
      expect(served).toEqual(computed.requests);
      refusedInAll += refused;
      expect(fleet.stacks.flat()).toHaveLength(RUNNERS);
      // The first window may have begun before, and a busy machine may miss the end of one.
      expect(windows).toBeLessThanOrEqual(computed.windows + 2);
      await LOOK[operation]?.();
    },
  );

  test("GitLab has refused requests meanwhile", () => {
    expect(refusedInAll).toBeGreaterThan(0);
  });
});

describe("two stacks of a project", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: `
        const { Config } = require("@pulumi/pulumi");
        const { Runner } = require("pulumi-gitlab-runners");
        for (const name of new Config().requireObject("runners"))
          new Runner(name, { runnerType: "group_type", groupId: 7, description: name });
      `,
      env: environmentOf(gitlab),
    });
    await stack.pulumi("stack", "init", "other");
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const declare = (name: string, runners: readonly string[]): Promise<unknown> =>
    stack.pulumi("config", "set", "--stack", name, "runners", JSON.stringify(runners));

  test("pulumi state move takes a runner from one to the other as it is", async () => {
    await declare("dev", ["stays", "moves"]);
    expect((await stack.up()).exitCode).toBe(0);
    const { urn = "" } = stack.resource("moves") ?? {};
    gitlab.requests.clear();
    await stack.pulumi("state", "move", "--yes", "--source", "dev", "--dest", "other", urn);
    await declare("dev", ["stays"]);
    await declare("other", ["moves"]);
    for (const name of ["dev", "other"])
      expect((await stack.preview("--stack", name)).output).toContain("2 unchanged");
    expect((await stack.destroy("--stack", "other")).output).toContain("2 deleted");
    const changes = gitlab.requests.all().filter(({ method }) => method !== "GET");
    expect(changes).toEqual([expect.objectContaining({ method: "DELETE", status: 204 })]);
  });
});
