import type { Emulator } from "../../emulator";
import { ATTRIBUTE_NAMES } from "../../provider/runner/argumentNames";
import { runnerArguments } from "../../provider/runner/runnerArguments";
import { ARGUMENT_VALUES } from "../helpers/argumentValues";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const EXPIRY = inDays(10);
const DEADLINE = inDays(9);

/** What only a project runner can be is declared of that one. */
const SETTINGS = ATTRIBUTE_NAMES.filter((name) => name !== "locked");
const settings = (which: "value" | "other"): string =>
  SETTINGS.map((name) => `${name}: ${JSON.stringify(ARGUMENT_VALUES[name][which])},`).join(" ");
const atGitLab = (which: "value" | "other"): Record<string, unknown> =>
  Object.fromEntries(
    SETTINGS.map((name) => [runnerArguments[name].attribute, ARGUMENT_VALUES[name][which]]),
  );
const EVERYTHING = settings("value");
const OTHERWISE = settings("other");
const program = (attributes: string, expiry = EXPIRY): string => `
const { Runner } = require("pulumi-gitlab-runners");
new Runner("instance", { runnerType: "instance_type", ${attributes} });
new Runner("group", { runnerType: "group_type", groupId: "7", ${attributes} });
new Runner("groupByPath", { runnerType: "group_type", groupId: "acme", ${attributes} });
new Runner("project", {
  runnerType: "project_type", projectId: "11", locked: true, ${attributes}
  tokenExpiresAt: "${expiry}", tokenRotationDeadline: "${DEADLINE}",
});
`;
const NAMES = ["instance", "group", "groupByPath", "project"];

describe("each type of runner with every attribute", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ settings: { plan: "premium" } });
    stack = await Stack.create({ program: program(EVERYTHING), env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const held = async (): Promise<Record<string, Record<string, unknown> | undefined>> =>
    Object.fromEntries(
      await Promise.all(
        NAMES.map(async (name) => [name, await runnerAt(gitlab, stack.resource(name)?.id ?? "")]),
      ),
    ) as Record<string, Record<string, unknown> | undefined>;

  test("is created as declared", async () => {
    const { output, exitCode } = await stack.up();
    expect(output).toContain("+ 5 created");
    expect(exitCode).toBe(0);
    const runners = await held();
    for (const name of NAMES)
      expect(runners[name]).toMatchObject({
        ...atGitLab("value"),
        maintenance_note: expect.stringMatching(
          /^call 42\nCreated by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)$/,
        ) as string,
        locked: name === "project",
      });
    expect(runners["instance"]).toMatchObject({ runner_type: "instance_type", is_shared: true });
    expect(runners["group"]).toMatchObject({ runner_type: "group_type", groups: [{ id: 7 }] });
    expect(runners["groupByPath"]).toMatchObject({ groups: [{ id: 7 }] });
    expect(runners["project"]).toMatchObject({ projects: [{ id: 11 }] });
    expect(stack.resource("project")?.outputs).toMatchObject({ tokenExpiresAt: EXPIRY });
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("is changed in place, every attribute in one call", async () => {
    stack.program(program(OTHERWISE));
    gitlab.requests.clear();
    const { output, exitCode } = await stack.up();
    expect(output).toContain("~ 4 updated");
    expect(exitCode).toBe(0);
    expect(gitlab.requests.all().filter(({ method }) => method === "PUT")).toHaveLength(4);
    for (const runner of Object.values(await held()))
      expect(runner).toMatchObject(atGitLab("other"));
  });

  test("is the same after a refresh, its expiry included", async () => {
    const { exitCode } = await stack.pulumi("refresh", "--yes", "--skip-preview");
    expect(exitCode).toBe(0);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    expect(stack.resource("project")?.outputs).toMatchObject({ tokenExpiresAt: EXPIRY });
  });

  test("is replaced for another expiry, which GitLab cannot change", async () => {
    stack.program(program(OTHERWISE, inDays(12)));
    const { output } = await stack.preview("--diff");
    expect(output).toContain("+-1 to replace");
    expect(output).toContain("4 unchanged");
  });

  test("is read by its id where another stack manages it", async () => {
    const { body } = await ask(gitlab, "GET", `/runners/${stack.resource("group")?.id}`);
    const reading = await Stack.create({
      program: `
        const { Runner } = require("pulumi-gitlab-runners");
        const runner = Runner.get("read", "${stack.resource("group")?.id}");
        exports.description = runner.description;
      `,
      env: environmentOf(gitlab),
    });
    expect((await reading.up()).exitCode).toBe(0);
    expect((await reading.pulumi("stack", "output", "description", "--stack", "dev")).output).toBe(
      `${(body as { description: string }).description}\n`,
    );
    expect((await reading.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, stack.resource("group")?.id ?? "")).toBeDefined();
    await reading.dispose();
  });
});
