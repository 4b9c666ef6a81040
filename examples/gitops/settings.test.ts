import assert from "node:assert/strict";
import { before, test } from "node:test";

import * as pulumi from "@pulumi/pulumi";

import { readSettings } from "./settings";

/** The configuration of a stack, as `Pulumi.dev.yaml` has it. */
function configOf(settings: Record<string, unknown>): pulumi.Config {
  const entries = Object.entries(settings).map(([key, value]) => [
    `ci-runners:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries) as Record<string, string>);
  return new pulumi.Config("ci-runners");
}

const GOOD = {
  owner: "acme/platform",
  contact: "Ask Ada.",
  runners: { build: { tags: ["docker"], timeoutMinutes: 60 } },
};

function refusalOf(settings: Record<string, unknown>): string[] {
  let lines: string[] = [];
  assert.throws(
    () => readSettings(configOf(settings)),
    (error: Error) => {
      lines = error.message.split("\n");
      return pulumi.RunError.isInstance(error);
    },
  );
  return lines;
}

before(async () => {
  const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "ci-runners", "dev");
});

test("what is left out has its default", () => {
  const { runners, adopted } = readSettings(configOf(GOOD));
  assert.deepEqual(runners["build"], {
    count: 1,
    tags: ["docker"],
    timeoutMinutes: 60,
    protected: false,
    projects: [],
  });
  assert.deepEqual(adopted, []);
});

test("every wrong setting is named at once: stack, key, reason, way out", () => {
  const build = { count: 0, tags: [], timeoutMinutes: "60", projects: ["app"], locked: true };
  const lines = refusalOf({ contact: " ", runners: { build, Deploy: { tags: ["a"] } } });
  const named = lines.map((line) => line.replace(". Set it right in Pulumi.dev.yaml.", ""));
  assert.deepEqual(named, [
    "stack dev: ci-runners:owner: it is missing",
    "stack dev: ci-runners:contact: it is empty",
    "stack dev: ci-runners:runners.build.count: it is less than 1",
    "stack dev: ci-runners:runners.build.tags: it is empty, and a runner of this fleet takes no " +
      "jobs without tags",
    'stack dev: ci-runners:runners.build.timeoutMinutes: it is "60", not number',
    "stack dev: ci-runners:runners.build.projects.0: it is no full path of a project, such as " +
      "acme/app",
    "stack dev: ci-runners:runners.build.locked: there is no such setting",
    "stack dev: ci-runners:runners.Deploy: it is no name of lower-case letters, digits and hyphens",
    "stack dev: ci-runners:runners.Deploy.timeoutMinutes: it is missing",
  ]);
});

test("tokens are secrets", async () => {
  const { tokens } = readSettings(configOf({ ...GOOD, adopted: ["mac"], tokens: { mac: "x" } }));
  assert.equal(await pulumi.isSecret(tokens), true);
});
