import { dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import { newContext } from "../../provider/context/context";
import { projectRunnerAssignmentHandler } from "../../provider/handlers/projectRunnerAssignment";
import type { Properties } from "../../provider/values/operation";
import { runnerHandler } from "../../provider/handlers/runner";
import { runnerAssignmentsHandler } from "../../provider/handlers/runnerAssignments";
import { runnerReadyHandler } from "../../provider/handlers/runnerReady";
import { runnerTokenLifetimesHandler } from "../../provider/handlers/runnerTokenLifetimes";
import { staleRunnerCleanupHandler } from "../../provider/handlers/staleRunnerCleanup";
import { World } from "../properties/helpers/world";

const RUNNER = {
  runnerType: "instance_type",
  paused: false,
  locked: false,
  runUntagged: true,
  tagList: [],
  accessLevel: "not_protected",
};

/** Requests of a preview that finds everything as the state has it. */
describe("the preview of a resource of the state", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.gitlab.close());

  const RESOURCES = {
    Runner: [
      runnerHandler,
      "1",
      RUNNER,
      { ...RUNNER, token: "glrt-a", __origin: { way: "create" } },
    ],
    ProjectRunnerAssignment: [
      projectRunnerAssignmentHandler,
      "11:1",
      { projectId: 11, runnerId: 1 },
      { projectId: 11, runnerId: 1 },
    ],
    RunnerAssignments: [
      runnerAssignmentsHandler,
      "1",
      { runnerId: 1, projectIds: [11], authoritative: false },
      { runnerId: 1, projectIds: [11], authoritative: false },
    ],
    RunnerReady: [
      runnerReadyHandler,
      "1",
      { runnerId: 1, minManagers: 1, timeout: 600 },
      { runnerId: 1, minManagers: 1, timeout: 600, readySystemIds: ["s_a"] },
    ],
    RunnerTokenLifetimes: [
      runnerTokenLifetimesHandler,
      "instance",
      { runnerTokenExpirationInterval: 86_400 },
      { runnerTokenExpirationInterval: 86_400 },
    ],
    StaleRunnerCleanup: [
      staleRunnerCleanupHandler,
      "instance",
      { olderThanDays: 30, maxDeletions: 10, keepRunnerIds: [] },
      { olderThanDays: 30, maxDeletions: 10, keepRunnerIds: [], staleRunners: [] },
    ],
  } as const;

  /** What a preview requests, as in a process that has just started. */
  async function requestsOf(
    name: keyof typeof RESOURCES,
    config: { previewChecks: boolean; address?: string },
  ): Promise<string[]> {
    const [handlerOf, id, inputs, outputs] = RESOURCES[name];
    const { gitlab, settings } = world.context(config);
    const warnings: string[] = [];
    const context = newContext({ gitlab, settings, warn: (text) => void warnings.push(text) });
    context.program.isRunning = true;
    const handler = dynamicOperations(handlerOf(() => context));
    const keys = ["0".repeat(64)];
    const __instance = { address: config.address ?? world.gitlab.url, keys };
    const olds: Properties = { ...outputs, __instance };
    world.gitlab.requests.clear();
    const { failures } = await handler.check(inputs, inputs);
    expect(failures).toEqual([]);
    await handler.diff(id, olds, { ...inputs });
    return world.gitlab.requests.all().map(({ method, path }) => `${method} ${path}`);
  }

  test.each(Object.keys(RESOURCES) as (keyof typeof RESOURCES)[])(
    "asks which GitLab a %s belongs to, and without checks only where the address is another one",
    async (name) => {
      const KEYS = "GET /oauth/discovery/keys";
      expect(await requestsOf(name, { previewChecks: true })).toContain(KEYS);
      expect(await requestsOf(name, { previewChecks: false })).toEqual([]);
      const address = "https://gitlab.example.com";
      expect(await requestsOf(name, { previewChecks: false, address })).toContain(KEYS);
    },
  );
});
