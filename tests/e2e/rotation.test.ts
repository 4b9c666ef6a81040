import type { Emulator } from "../../emulator";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES } from "../helpers/host/adapters";
import { done } from "../helpers/pluginStack";
import { Stack } from "../helpers/stack";

/** `blueGreen.test.ts` has what machines see of it. */
describe.each(ADAPTERS)("a rotation (%s)", (adapter) => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    const program = `
const { ProjectRunnerAssignment, Runner } = require("${MODULES[adapter]}");
const common = { runnerType: "project_type", projectId: 11 };
const build = new Runner("build", { ...common, description: "build", tagList: ["a"], rotation: { everyDays: 30 } });
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: build.id });
const reset = new Runner("reset", { ...common, rotation: { everyDays: 31, strategy: "reset" } });
new Runner("later", { ...common, rotation: { everyDays: 32 } });
exports.tokens = [build.token, reset.token];
exports.next = build.nextRotationAt;
`;
    stack = await Stack.create({
      program,
      plugin: adapter === "plugin",
      env: environmentOf(gitlab),
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const outputs = async (): Promise<{ tokens: string[]; next: string }> => {
    const { output } = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    return JSON.parse(output) as { tokens: string[]; next: string };
  };
  const runnerOf = async (token: string | undefined): Promise<unknown> => {
    const { status, body } = await ask(gitlab, "POST", "/runners/verify", { token });
    return status === 200 ? (body as { id: number }).id : status;
  };

  test("that is due is in the preview with its date, and up does it without a look at those that are not", async () => {
    done(await stack.up());
    const before = await outputs();
    const [build, reset, later] = ["build", "reset", "later"].map((name) => stack.resource(name));
    stack.daysAhead = 31.5;
    const preview = await stack.preview("--json");
    done(preview);
    const shown = JSON.parse(preview.output.slice(preview.output.indexOf("{\n"))) as {
      steps: { op: string; urn: string; replaceReasons?: string[] }[];
    };
    const steps = Object.fromEntries(
      shown.steps.map(({ op, urn, replaceReasons }): [string, unknown] => [
        urn.split("::").at(-1) ?? "",
        [op, replaceReasons],
      ]),
    );
    expect(steps).toMatchObject({
      build: ["replace", ["rotation"]],
      site: ["replace", ["runnerId"]],
      reset: ["update", undefined],
    });
    expect(steps).not.toHaveProperty("later");
    expect(preview.output).toContain(
      `the token of runner ${build?.id} is rotated because ${before.next} has passed, 30 days after the ` +
        "stack got its token (rotation.everyDays): up creates a new runner with the same settings",
    );
    expect(preview.output).toContain(
      `the token of runner ${reset?.id} is rotated because ${String(reset?.outputs?.["nextRotationAt"])} ` +
        "has passed, 31 days after the stack got its token (rotation.everyDays): up resets it, and " +
        "every machine with the old token takes no more jobs until it has the new one",
    );
    done(await stack.up());
    done(await stack.preview("--expect-no-changes"));
    const after = await outputs();
    const [oldBuild, oldReset] = before.tokens;
    const [newBuild, newReset] = after.tokens;
    expect([await runnerOf(oldBuild), await runnerOf(oldReset)]).toEqual([403, 403]);
    expect(await runnerOf(newReset)).toBe(Number(reset?.id));
    const id = Number(stack.resource("build")?.id);
    expect(await runnerOf(newBuild)).toBe(id);
    expect(String(id)).not.toBe(build?.id);
    expect(stack.resource("later")).toMatchObject({
      id: later?.id,
      modified: (later as { modified?: string }).modified,
    });
    const { body } = await ask(gitlab, "GET", `/runners/${id}`);
    expect(body).toMatchObject({
      description: "build",
      tag_list: ["a"],
      projects: [{ id: 11 }, { id: 12 }],
    });
    const { body: runners } = await ask(gitlab, "GET", "/runners/all");
    expect(runners).toHaveLength(3);
    expect(Date.parse(after.next) - Date.parse(before.next)).toBeGreaterThan(31 * 86_400_000);
    for (const token of [...before.tokens, ...after.tokens]) {
      expect(preview.output).not.toContain(token);
      expect(stack.written()).not.toContain(token);
    }
  });
});
