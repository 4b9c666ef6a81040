import { join } from "node:path";

import { differences, shownDifference } from "../../../scripts/surface/differences";
import { SURFACE, type Surface, readSurface } from "../../../scripts/surface/surface";

const SURFACE_NOW = readSurface(join(__dirname, "../../.."), SURFACE);

/** The surface with a part changed. */
function withPart(name: string, change: (part: Record<string, string>) => void): Surface {
  if (SURFACE_NOW === undefined) throw new Error(`there is no ${SURFACE}`);
  const part: Record<string, string> = { ...SURFACE_NOW.parts[name] };
  change(part);
  return { ...SURFACE_NOW, parts: { ...SURFACE_NOW.parts, [name]: part } };
}

const SDK = "import pulumi-gitlab-runners";
const PLUGIN = "resources of the plugin";
const COMMANDS = "command gitlab-runners";

/** What is said of a change of the real surface, a line for each difference. */
function said(part: string, change: (part: Record<string, string>) => void): string[] {
  const before = withPart(part, () => undefined);
  return differences(before, withPart(part, change)).map(shownDifference);
}

describe("a change of the public surface breaks programs", () => {
  test.each<[string, string, (part: Record<string, string>) => void, string]>([
    [
      "if an export is gone",
      SDK,
      (part) => delete part["getRunnerOutput"],
      `breaking, ${SDK}: getRunnerOutput is gone: returns pulumi.Output<RunnerDetails>`,
    ],
    [
      "if an argument is required that was not there",
      SDK,
      (part) => (part["GetRunnerArgs.shiny"] = "required boolean"),
      `breaking, ${SDK}: GetRunnerArgs.shiny is new: required boolean`,
    ],
    [
      "if a function takes one more parameter that must be there",
      SDK,
      (part) => (part["getRunner(3)"] = "required string"),
      `breaking, ${SDK}: getRunner(3) is new: required string`,
    ],
    [
      "if the plugin requires an input",
      PLUGIN,
      (part) => (part["Runner takes shiny"] = "required string"),
      `breaking, ${PLUGIN}: Runner takes shiny is new: required string`,
    ],
    [
      "if a change of an input replaces the runner now",
      PLUGIN,
      (part) => (part["Runner takes tagList"] = "list of string, replaces"),
      `breaking, ${PLUGIN}: Runner takes tagList was: list of string; and is: list of string, replaces`,
    ],
    [
      "if a command requires an argument more",
      COMMANDS,
      (part) => (part["list <name>"] = "required argument"),
      `breaking, ${COMMANDS}: list <name> is new: required argument`,
    ],
    [
      "if an exit code means something else",
      COMMANDS,
      (part) => (part["exit code 1"] = "failed"),
      `breaking, ${COMMANDS}: exit code 1 was: no; and is: failed`,
    ],
    [
      "if the emulator's seed must have a field more",
      "import pulumi-gitlab-runners/emulator",
      (part) => (part["Seed.users[].team"] = "required string"),
      "breaking, import pulumi-gitlab-runners/emulator: Seed.users[].team is new: required string",
    ],
    [
      "if it needs a newer Node",
      "package",
      (part) => (part["node"] = ">=22"),
      "breaking, package: node was: >=20.19; and is: >=22",
    ],
  ])("%s", (_, part, change, line) => {
    expect(said(part, change)).toEqual([line]);
  });
});

describe("a change of the public surface breaks no program", () => {
  test.each<[string, string, (part: Record<string, string>) => void]>([
    ["if an output is new", SDK, (part) => (part["RunnerDetails.shiny"] = "boolean")],
    ["if an argument is optional", SDK, (part) => (part["RunnerArgs.shiny"] = "optional boolean")],
    [
      "if an argument may be left out now",
      SDK,
      (part) => (part["GetRunnerArgs.id"] = "optional number | string"),
    ],
    [
      "if an input may be left out now",
      PLUGIN,
      (part) => (part["RunnerAssignments takes runnerId"] = "integer or string, replaces"),
    ],
    ["if a choice is new", COMMANDS, (part) => (part["config read --language python"] = "choice")],
  ])("%s", (_, part, change) => {
    expect(said(part, change)).toEqual([expect.stringMatching(/^compatible, /)]);
  });

  test("if a function is new, whatever it requires", () => {
    const lines = said(SDK, (part) => {
      part["getShine"] = "returns Promise<string>";
      part["getShine(1)"] = "required GetShineArgs";
      part["GetShineArgs"] = "interface";
      part["GetShineArgs.id"] = "required number";
    });
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^compatible, /);
  });
});
