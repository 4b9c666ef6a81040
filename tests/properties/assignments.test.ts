import { runtime } from "@pulumi/pulumi";
import fc from "fast-check";

import { dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import { projectRunnerAssignmentHandler } from "../../provider/handlers/projectRunnerAssignment";
import type { Properties, ResourceHandler } from "../../provider/values/operation";
import { runnerAssignmentsHandler } from "../../provider/handlers/runnerAssignments";
import { fromWire } from "../../provider/engine/wire";
import { isUnknown } from "../../provider/values/unknown";
import { expectClearFailures, expectExplained } from "./helpers/clear";
import { spoiled } from "./helpers/hostile";
import { holds } from "./helpers/property";
import { World } from "./helpers/world";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => {
  world.gitlab.reset();
});
afterAll(() => world.gitlab.close());

const project = fc.constantFrom<unknown>(
  11,
  12,
  "13",
  "acme/site",
  "acme/docs",
  99,
  "acme/no",
  "a".repeat(1000),
);
const runnerId = fc.constantFrom<unknown>(2, "2", 1, 3, 99);

/** The projects that may use the runner 2. */
async function assigned(): Promise<number[]> {
  const { projects } = await world.runner(2);
  return (projects as { id: number }[]).map(({ id }) => id);
}

type Handler = Parameters<typeof runnerAssignmentsHandler>[0];

/** Checks, and where nothing is refused creates; whatever fails leaves GitLab as it was. */
async function apply(
  handlerOf: (context: Handler) => ResourceHandler,
  names: readonly string[],
  [news, previewChecks]: readonly [Properties, boolean],
  expectHeld: (inputs: Properties, before: readonly number[]) => Promise<void>,
): Promise<void> {
  world.gitlab.reset();
  const context = world.context({ previewChecks });
  const handler = dynamicOperations(handlerOf(() => context));
  const { inputs, failures } = await handler.check({}, news);
  expect(world.changes()).toEqual([]);
  expectClearFailures(failures, news, { names });
  // A preview goes no further with what only the apply knows.
  if (failures.length > 0 || isUnknown(fromWire(inputs))) return;
  const before = await assigned();
  try {
    const { id, outs } = await handler.create(inputs);
    await expectHeld(inputs, before);
    expect(await handler.diff(id, outs, inputs)).toEqual({ changes: false });
    const { props = {} } = await handler.read(id, outs);
    expect(await handler.diff(id, props, inputs)).toEqual({ changes: false });
  } catch (error) {
    if (isPartial(error)) return;
    expectExplained(error);
    expect(await assigned()).toEqual(before);
  }
}

/** Some are done and kept in the state, as the engine is given. */
function isPartial(error: unknown): boolean {
  return error instanceof Error && "id" in error && "properties" in error && "reasons" in error;
}

test("an assignment is refused by the names of its arguments, or GitLab holds it", async () => {
  const names = ["projectId", "runnerId"];
  const good = fc.record<Properties>({ projectId: project, runnerId });
  await holds(
    fc.tuple(spoiled(good, names), fc.boolean()),
    (given) =>
      apply(projectRunnerAssignmentHandler, names, given, async (inputs) => {
        expect(inputs["runnerId"]).toBe(2);
        if (typeof inputs["projectId"] === "number")
          expect(await assigned()).toContain(inputs["projectId"]);
      }),
    { runs: 100 },
  );
});

test("a list of assignments is refused by the names of its arguments, or GitLab holds it", async () => {
  const names = ["runnerId", "projectIds", "authoritative"];
  const good = fc.record<Properties>({
    runnerId,
    projectIds: fc.array(project, { maxLength: 4 }),
    authoritative: fc.boolean(),
  });
  await holds(
    fc.tuple(spoiled(good, names), fc.boolean()),
    (given) =>
      apply(runnerAssignmentsHandler, names, given, async (inputs) => {
        const ids = (inputs["projectIds"] as unknown[]).filter((id) => typeof id === "number");
        expect(await assigned()).toEqual(expect.arrayContaining(ids));
      }),
    { runs: 100 },
  );
});

test("projects of a runner that is not there yet are checked, and nothing is lost", async () => {
  const context = world.context({ previewChecks: true });
  const news = { runnerId: runtime.unknownValue, projectIds: [11, "acme/site"] };
  const { inputs, failures } = await dynamicOperations(
    runnerAssignmentsHandler(() => context),
  ).check({}, news);
  expect(failures).toEqual([]);
  expect(inputs).toEqual({
    ...news,
    projectIds: [11, 12],
    authoritative: false,
    __paths: { 11: "acme/app", 12: "acme/site" },
  });
});
