import { type Emulator, startEmulator } from "../../emulator";
import { environmentOf } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const TOKEN = "glrt-tokenofrunnerseven";

describe("data functions in a program", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        runners: [{ id: 7, runner_type: "instance_type", description: "theirs", token: TOKEN }],
      },
    });
    stack = await Stack.create({ program: "", typescript: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("an Output is unknown in a preview while its argument is, then known", async () => {
    stack.program(`
      import { Runner, getRunnerOutput, getAllRunnersOutput } from "pulumi-gitlab-runners";
      const runner = new Runner("build", { runnerType: "instance_type", description: "ours" });
      export const description = getRunnerOutput({ id: runner.id }).description;
      export const count = getAllRunnersOutput({}, { dependsOn: [runner] }).length;
    `);
    const preview = await stack.preview();
    expect(preview.output).not.toMatch(/error/);
    expect(preview.exitCode).toBe(0);
    const up = await stack.up();
    expect(up.output).toMatch(/description: "ours"/);
    expect(up.output).toMatch(/count\s*: 2/);
    expect(up.exitCode).toBe(0);
  });

  test("a Promise is there in the preview, and a secret argument makes a secret", async () => {
    await stack.config("token", TOKEN, "secret");
    stack.program(`
      import * as pulumi from "@pulumi/pulumi";
      import { getRunner, verifyRunnerTokenOutput, requireValidRunnerToken } from "pulumi-gitlab-runners";
      const token = new pulumi.Config().requireSecret("token");
      export = async () => ({
        description: (await getRunner({ id: 7 })).description,
        verdict: verifyRunnerTokenOutput({ token }),
        required: requireValidRunnerToken(token),
      });
    `);
    const shown = await stack.preview();
    expect(shown.output).toMatch(/description: .*"theirs"/);
    expect(shown.output).toMatch(/verdict\s*: \[secret\]/);
    expect(shown.exitCode).toBe(0);
    expect((await stack.up()).exitCode).toBe(0);
    expect([shown.output, stack.written()].join("")).not.toContain(TOKEN);
  });

  test("a token that is required to be valid and isn't fails the preview", async () => {
    await stack.config("token", "glrt-wrong", "secret");
    const shown = await stack.preview();
    expect(shown.output).toMatch(/the runner authentication token is not valid: .* rejects it/);
    expect(shown.output).not.toContain("glrt-wrong");
    expect(shown.exitCode).not.toBe(0);
  });

  test("a provider of its own is asked, and what it answers is no secret", async () => {
    const other = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        runners: [{ id: 1, runner_type: "instance_type", description: "of the other" }],
      },
    });
    await stack.config("otherToken", other.tokens["root"] ?? "", "secret");
    stack.program(`
      import * as pulumi from "@pulumi/pulumi";
      import { Provider, getRunner, getRunnerOutput } from "pulumi-gitlab-runners";
      const token = new pulumi.Config().requireSecret("otherToken");
      const provider = new Provider("other", { baseUrl: "${other.url}", token });
      export const output = getRunnerOutput({ id: 1 }, { provider }).description;
      export const promise = getRunner({ id: 1 }, { provider }).then((runner) => runner.description);
    `);
    const shown = await stack.up();
    expect(shown.output).toMatch(/output\s*: "of the other"/);
    expect(shown.output).toMatch(/promise\s*: "of the other"/);
    expect(shown.exitCode).toBe(0);
    await other.close();
  });

  test("GitLab's refusal fails the program with its text", async () => {
    stack.program(`
      import { getRunner } from "pulumi-gitlab-runners";
      export const nothing = getRunner({ id: 99 });
    `);
    const shown = await stack.preview();
    expect(shown.output).toContain("cannot read runner 99: GitLab answered 404");
    expect(shown.exitCode).not.toBe(0);
  });
});
