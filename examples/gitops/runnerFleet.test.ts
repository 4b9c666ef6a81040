import assert from "node:assert/strict";
import { before, test } from "node:test";

import * as pulumi from "@pulumi/pulumi";

import { RunnerFleet, type RunnerFleetArgs } from "./runnerFleet";

type Inputs = Record<string, unknown>;

/** What the program declares, by type and name: Pulumi's mocks take the engine's place. */
const declared = new Map<string, Inputs>();

const kind = { count: 1, tags: ["docker"], timeoutMinutes: 60, protected: false, projects: [] };
const ARGS: RunnerFleetArgs = {
  owner: "acme/platform",
  contact: "Ask Ada.",
  runners: {
    build: { ...kind, count: 2, projects: ["acme/app", "acme/site"] },
    deploy: { ...kind, tags: ["deploy"], timeoutMinutes: 30, protected: true },
  },
  adopted: ["mac"],
  tokens: pulumi.secret({ mac: "glrt-mac" }),
};

/** The value of an output, which is a secret. */
async function secretOf<T>(output: pulumi.Output<T>): Promise<T> {
  assert.equal(await pulumi.isSecret(output), true);
  return new Promise((resolve) => output.apply(resolve));
}

let fleet: RunnerFleet;
before(async () => {
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
    const given = inputs as Inputs;
    declared.set(`${type.split(":").at(-1) ?? ""} ${name}`, given);
    return { id: `id of ${name}`, state: { ...given, token: `token of ${name}` } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "ci-runners", "dev");
  fleet = new RunnerFleet("dev", ARGS);
  await pulumi.runtime.disconnect();
});

test("one description makes each runner and each assignment", () => {
  assert.deepEqual([...declared.keys()].sort(), [
    "ProjectRunnerAssignment dev-build-1-acme-app",
    "ProjectRunnerAssignment dev-build-1-acme-site",
    "ProjectRunnerAssignment dev-build-2-acme-app",
    "ProjectRunnerAssignment dev-build-2-acme-site",
    "Runner dev-build-1",
    "Runner dev-build-2",
    "Runner dev-deploy-1",
    "Runner dev-mac",
    "RunnerFleet dev",
  ]);
  const { projectId, runnerId } =
    declared.get("ProjectRunnerAssignment dev-build-2-acme-site") ?? {};
  assert.deepEqual([projectId, runnerId], ["acme/site", "id of dev-build-2"]);
});

test("a runner for deployments is protected and locked, one for several projects is not locked", () => {
  const { accessLevel, locked, maximumTimeout, tagList } =
    declared.get("Runner dev-deploy-1") ?? {};
  assert.deepEqual(
    { accessLevel, locked, maximumTimeout, tagList },
    { accessLevel: "ref_protected", locked: true, maximumTimeout: 1800, tagList: ["deploy"] },
  );
  assert.equal(declared.get("Runner dev-build-1")?.["locked"], false);
});

test("a runner that is taken over has its token as a secret, and nothing of it is changed", () => {
  const { authenticationToken, description, tagList } = declared.get("Runner dev-mac") ?? {};
  // As the SDK sends a secret to the engine.
  assert.equal((authenticationToken as { value: string }).value, "glrt-mac");
  assert.deepEqual([description, tagList], [undefined, undefined]);
});

test("the tokens are exported by name, as a secret", async () => {
  assert.deepEqual(await secretOf(fleet.tokens), {
    "dev-build-1": "token of dev-build-1",
    "dev-build-2": "token of dev-build-2",
    "dev-deploy-1": "token of dev-deploy-1",
    "dev-mac": "token of dev-mac",
  });
});
