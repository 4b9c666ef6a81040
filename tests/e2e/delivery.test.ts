import { parse } from "smol-toml";

import type { Emulator } from "../../emulator";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const PROGRAM = `
const { Runner, RunnerProcess } = require("pulumi-gitlab-runners");
const runner = new Runner("build", { runnerType: "instance_type", description: "Builds" });
const deploy = new Runner("deploy", { runnerType: "instance_type" }, { dependsOn: runner });
exports.machine = new RunnerProcess({
  concurrent: 8,
  listenAddress: ":9252",
  runners: [
    { runner, executor: "docker", cache: { type: "s3" } },
    { runner: deploy, executor: "shell", name: "Deploys" },
  ],
}).configToml();
exports.toml = runner.configToml({ executor: "docker", docker: { image: "alpine:3" } });
const release = new RunnerProcess({ runners: [{ runner, executor: "kubernetes" }] });
exports.helm = release.helmValues();
exports.secret = release.kubernetesSecret();
exports.command = runner.registerCommand({ executor: "shell" });
`;

const ROTATED = `
const { Runner } = require("pulumi-gitlab-runners");
const runner = new Runner("rotated", { runnerType: "instance_type" });
exports.toml = runner.configToml({ executor: "shell" });
exports.expiry = runner.tokenExpiresAt;
`;

describe("what a gitlab-runner is set up with", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: PROGRAM, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const output = async (name: string): Promise<string> =>
    (await stack.pulumi("stack", "output", name, "--show-secrets")).output.trim();

  test("is secret, and holds the token and the address of GitLab", async () => {
    const preview = await stack.preview("--diff");
    expect(preview.exitCode).toBe(0);
    const up = await stack.up();
    expect(up.exitCode).toBe(0);
    const file = parse(await output("toml"));
    const [runner] = file["runners"] as Record<string, unknown>[];
    expect(runner).toMatchObject({
      id: 1,
      name: "Builds",
      url: gitlab.url,
      executor: "docker",
      docker: { image: "alpine:3" },
    });
    const token = String(runner?.["token"]);
    expect((await ask(gitlab, "POST", "/runners/verify", { token })).status).toBe(200);
    expect(await output("helm")).toContain('secret: "gitlab-runner-1"');
    expect(await output("secret")).toContain(`runner-token: "${token}"`);
    expect(parse(await output("machine"))).toMatchObject({
      concurrent: 8,
      listen_address: ":9252",
      runners: [
        { id: 1, token, name: "Builds", executor: "docker", docker: {}, cache: { Type: "s3" } },
        { id: 2, name: "Deploys", executor: "shell" },
      ],
    });
    expect(await output("command")).toContain(`CI_SERVER_TOKEN=${token} gitlab-runner register`);
    expect(up.output).toMatch(/toml\s*: \[secret\]/);
    expect([preview.output, up.output, stack.written()].join("\n")).not.toContain(token);
  });

  test("is refused at preview where gitlab-runner has no such key, by its name", async () => {
    stack.program(PROGRAM.replace('cache: { type: "s3" }', 'cache: { typ: "s3" }'));
    const { output: shown, exitCode } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(shown).toContain("RunnerProcess: runners.0.cache.typ is no option; did you mean type?");
  });

  test("is refused at preview for an output that is known, while another is not", async () => {
    stack.program(`
      const pulumi = require("@pulumi/pulumi");
      ${PROGRAM}
      const later = new Runner("later", { runnerType: "instance_type" });
      exports.late = runner.configToml({ executor: pulumi.output("dockr"), name: later.id });
    `);
    const { output: shown, exitCode } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(shown).toContain("configToml of runner build: executor must be one of shell,");
  });

  test("stays as it is when somebody has rotated the token, which the preview says", async () => {
    gitlab.seed({ settings: { runner_token_expiration_interval: 5 * 24 * 3600 } });
    stack.program(ROTATED);
    expect((await stack.up()).exitCode).toBe(0);
    const [toml, expiry] = [await output("toml"), await output("expiry")];
    const [runner] = parse(toml)["runners"] as Record<string, unknown>[];
    // A refresh takes expiries within one second for the same, and the reset may come within one.
    gitlab.seed({ settings: { runner_token_expiration_interval: 6 * 24 * 3600 } });
    await ask(gitlab, "POST", "/runners/reset_authentication_token", { token: runner?.["token"] });
    expect((await stack.refresh()).exitCode).toBe(0);
    stack.program(
      ROTATED.replace('"instance_type"', '"instance_type", rotation: { everyDays: 4 }'),
    );
    const up = await stack.up();
    expect(up.output).toMatch(/perhaps by gitlab-runner's own rotation/);
    expect(up.output).toMatch(/What this stack writes has the dead one/);
    expect(up.exitCode).toBe(0);
    expect(await output("expiry")).not.toBe(expiry);
    expect(await output("toml")).toBe(toml);
    gitlab.seed({ settings: { runner_token_expiration_interval: null } });
  });

  test("fails with the way out where the token is not known", async () => {
    const id = stack.resource("rotated")?.id ?? "";
    stack.program(`
      const { Runner } = require("pulumi-gitlab-runners");
      exports.toml = new Runner("adopted", { runnerId: ${id} }).configToml({ executor: "shell" });
    `);
    await stack.pulumi("state", "delete", "--yes", "--all");
    const { output: shown, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(shown).toMatch(new RegExp(`token of runner ${id} is not known.*resetTokenOnAdopt`, "s"));
  });
});
