import { join } from "node:path";

import { differences, shownDifference } from "../../../scripts/surface/differences";
import { SURFACE, readSurface } from "../../../scripts/surface/surface";
import { surfaceOf } from "../../../scripts/surface/surfaceOf";
import { versionMistakes } from "../../../scripts/surface/versionMistakes";

const ROOT = join(__dirname, "../../..");
const COMMAND = "Run npm run docs, and commit api/.";

describe("the public surface", () => {
  test("is what api/surface.json says; npm run docs writes it", () => {
    const written = readSurface(ROOT, SURFACE);
    if (written === undefined) throw new Error(`There is no ${SURFACE}. ${COMMAND}`);
    const surface = surfaceOf(ROOT);
    const changed = differences(written, surface).map(shownDifference);
    expect({ changed, version: written.version, wayOut: COMMAND }).toEqual({
      changed: [],
      version: surface.version,
      wayOut: COMMAND,
    });
  });

  test("has changed since the last release no more than the version says", () => {
    expect(versionMistakes(ROOT)).toEqual([]);
  });

  test("has things of each kind", () => {
    const { parts = {} } = readSurface(ROOT, SURFACE) ?? {};
    const things = [
      ["package", "gitlab-runners", "command"],
      ["import pulumi-gitlab-runners", "RunnerArgs.tagList", /^optional /],
      ["import pulumi-gitlab-runners", "getRunner(1)", "required GetRunnerArgs"],
      ["import pulumi-gitlab-runners/plugin", "static Runner.getByToken(2)", /^required /],
      ["import pulumi-gitlab-runners/provider", "runner.create(1)", /^required /],
      ["import pulumi-gitlab-runners/emulator", "Seed.users[].username", "required string"],
      ["import pulumi-gitlab-runners/policies", "runnerPolicies(1)", /^optional /],
      ["configuration", "gitlab:token", "string, secret"],
      ["resources of the plugin", "Runner takes runnerType", /replaces$/],
      ["types of resources in states", "pulumi-nodejs:dynamic/gitlab-runners:Runner", /./],
      ["functions of the plugin", "getRunner takes id", /^required /],
      ["types of the plugin", "DockerOptions image", "string"],
      ["command gitlab-runners", "jobs --limit", "option with a value, 20 by default"],
      ["command gitlab-runners", "exit code 3", "failed"],
      ["command gitlab-runners-emulator", "--seed", "option with a value"],
      ["policies", "token-age.maximumDays", "integer, 365 by default"],
      ["docs/audit.schema.json", "report.version", "1, always"],
    ] as const;
    for (const [part, name, shape] of things)
      expect({ part, name, shape: parts[part]?.[name] }).toEqual({
        part,
        name,
        shape: expect.stringMatching(shape) as string,
      });
  });
});
