import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../../emulator";
import { environmentOf, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES } from "../helpers/host/adapters";
import { done } from "../helpers/pluginStack";
import { PollingMachine } from "../helpers/pollingMachine";
import { Stack } from "../helpers/stack";

const TOKEN_FILE = "token";

describe.each(ADAPTERS)("(%s) a wait for the machines of a runner", (adapter) => {
  let gitlab: Emulator;
  let stack: Stack;
  let machine: PollingMachine;

  /** The runner's token goes to the machine by a file, and another runner comes after the wait. */
  const program = (args: string, options = "{}"): string => `
    const { writeFileSync } = require("node:fs");
    const pulumi = require("@pulumi/pulumi");
    const { Runner, RunnerReady } = require("${MODULES[adapter]}");
    const runner = new Runner("build", { runnerType: "project_type", projectId: 11 });
    runner.token.apply((token) => {
      if (!pulumi.runtime.isDryRun()) writeFileSync(${JSON.stringify(TOKEN_FILE)}, token);
    });
    const ready = new RunnerReady("ready", { runnerId: runner.id, token: runner.token, ${args} }, ${options});
    new Runner("after", { runnerType: "project_type", projectId: 12 }, { dependsOn: ready });
  `;
  const token = (): string | undefined => {
    const file = join(stack.directory, TOKEN_FILE);
    return existsSync(file) ? readFileSync(file, "utf8") || undefined : undefined;
  };
  const asked = (method: string, path: string): number[] =>
    gitlab.requests
      .all()
      .map((request, index) => ({ ...request, index }))
      .filter((request) => request.method === method && request.path === `/api/v4${path}`)
      .map(({ index }) => index);

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: program("timeout: 120"),
      plugin: adapter === "plugin",
      env: environmentOf(gitlab),
    });
    machine = new PollingMachine(gitlab, "s_machine");
  });
  afterAll(async () => {
    await machine.stop();
    await stack.dispose();
    await gitlab.close();
  });

  test("shows in the preview what it waits for", async () => {
    const preview = await stack.preview();
    done(preview);
    expect(preview.output).toContain(
      'RunnerReady "ready": up waits until 1 machine of its runner contacts GitLab, at most 120 s',
    );
  });

  test("holds what depends on it until a machine that has the token polls", async () => {
    machine.start(token);
    const up = await stack.up();
    done(up);
    expect(stack.resource("ready")?.outputs).toMatchObject({ readySystemIds: ["s_machine"] });
    const [, secondPoll = Infinity] = asked("POST", "/jobs/request");
    const [, after = -Infinity] = asked("POST", "/user/runners");
    expect(secondPoll).toBeLessThan(after);
    expect(stack.written()).not.toContain(token());
    done(await stack.preview("--expect-no-changes"));
  });

  test("fails with what it saw when the resource's customTimeouts end it", async () => {
    await machine.stop();
    stack.program(program('triggers: ["again"]', '{ customTimeouts: { update: "2s" } }'));
    const up = await stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.output).toMatch(
      /runner \d+ is not ready after \d+ s: machines that contact GitLab: 0 of 1; "s_machine" last contacted GitLab before the wait/,
    );
    expect(up.output).toMatch(/customTimeouts allow 2 ?s to update it/);
    expect(up.output).not.toContain(token());
    // A refresh does not wait, and does not take the failed wait for a good one.
    const [wait] = asked("GET", `/runners/${stack.resource("build")?.id ?? ""}/managers`).slice(-1);
    done(await stack.refresh("--expect-no-changes"));
    const [last] = asked("GET", `/runners/${stack.resource("build")?.id ?? ""}/managers`).slice(-1);
    expect(wait).toBeGreaterThan(0);
    expect(last).toBe(wait);
    done(await stack.destroy());
  });
});
