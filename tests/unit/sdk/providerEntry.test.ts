import { dynamic, runtime } from "@pulumi/pulumi";

import {
  ProjectRunnerAssignment,
  Runner,
  RunnerAssignments,
  RunnerReady,
  RunnerTokenLifetimes,
} from "../../../sdk";

interface Registered {
  type: string;
  inputs: Record<string, unknown>;
}

const registered = new Map<string, Registered>();

beforeAll(async () => {
  await runtime.setMocks({
    newResource: ({ name, type, inputs }) => {
      registered.set(name, { type, inputs: inputs as Record<string, unknown> });
      return { id: "1", state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

async function register(
  name: string,
  make: () => { urn: { apply: unknown } },
): Promise<Registered> {
  make();
  await runtime.disconnect();
  const found = registered.get(name);
  if (!found) throw new Error(`${name} was not registered`);
  return found;
}

test("our resources register as the SDK's own dynamic resources do", async () => {
  class Own extends dynamic.Resource {
    constructor(name: string) {
      const provider = {
        create: () => Promise.resolve({ id: "1" }),
      };
      super(provider, name, { runnerType: "instance_type" }, {}, "gitlab-runners", "Runner");
    }
  }
  const theirs = await register("own", () => new Own("own"));
  const ours = await register("ours", () => new Runner("ours", { runnerType: "instance_type" }));
  expect(ours.type).toBe(theirs.type);
  expect(Object.keys(ours.inputs).sort()).toEqual(
    [...Object.keys(theirs.inputs), "__mark", "__urn"].sort(),
  );
  expect(theirs.inputs["__provider"]).toMatch(/^exports\.handler = /);
});

test("what a state stores of the provider is constant", async () => {
  const runner = await register("r", () => new Runner("r", { runnerType: "instance_type" }));
  const assignment = await register(
    "a",
    () => new ProjectRunnerAssignment("a", { projectId: 1, runnerId: 2 }),
  );
  expect(runner.inputs["__provider"]).toBe(
    `exports.handler = () => require("pulumi-gitlab-runners/provider").runner;`,
  );
  expect(assignment.type).toBe("pulumi-nodejs:dynamic/gitlab-runners:ProjectRunnerAssignment");
  expect(assignment.inputs["__provider"]).toBe(
    `exports.handler = () => require("pulumi-gitlab-runners/provider").projectRunnerAssignment;`,
  );
  const assignments = await register(
    "s",
    () => new RunnerAssignments("s", { runnerId: 2, projectIds: [1] }),
  );
  expect(assignments.type).toBe("pulumi-nodejs:dynamic/gitlab-runners:RunnerAssignments");
  expect(assignments.inputs["__provider"]).toBe(
    `exports.handler = () => require("pulumi-gitlab-runners/provider").runnerAssignments;`,
  );
  const ready = await register("w", () => new RunnerReady("w", { runnerId: 2 }));
  expect(ready.type).toBe("pulumi-nodejs:dynamic/gitlab-runners:RunnerReady");
  expect(ready.inputs["__provider"]).toBe(
    `exports.handler = () => require("pulumi-gitlab-runners/provider").runnerReady;`,
  );
  const lifetimes = await register("l", () => new RunnerTokenLifetimes("l", {}));
  expect(lifetimes.type).toBe("pulumi-nodejs:dynamic/gitlab-runners:RunnerTokenLifetimes");
  expect(lifetimes.inputs["__provider"]).toBe(
    `exports.handler = () => require("pulumi-gitlab-runners/provider").runnerTokenLifetimes;`,
  );
});
