import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

import type { Emulator } from "../../emulator";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES, TYPE_PREFIXES } from "../helpers/host/adapters";
import { killNow, providersOf } from "../helpers/processes";
import { type Leak, findSecrets } from "../helpers/secretScan";
import { type Shown, Stack } from "../helpers/stack";

/** Every way in which a token comes into a stack, and out of it. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Provider, Runner, RunnerProcess, requireValidRunnerToken, verifyRunnerTokenOutput } =
  require("MODULE");
const config = new pulumi.Config();
const other = new Provider("other", { baseUrl: process.env.OTHER_URL, token: process.env.OTHER_TOKEN });
const created = new Runner("created", { runnerType: "instance_type", description: DESCRIPTION });
new Runner("registered", { registrationToken: config.requireSecret("registrationToken"), ...MORE });
// Not a secret of the program: it must become one.
new Runner("known", { authenticationToken: process.env.KNOWN_TOKEN, description: DESCRIPTION });
new Runner("reset", { runnerId: 102, resetTokenOnAdopt: true });
new Runner("there", { runnerType: "instance_type" }, { provider: other });
Runner.get("theirs", "103", { token: config.requireSecret("theirToken") });
exports.token = created.token;
exports.toml = created.configToml({ executor: "docker", docker: { image: "alpine:3" } });
const release = new RunnerProcess({ runners: [{ runner: created, executor: "kubernetes" }] });
exports.helm = release.helmValues();
exports.secret = release.kubernetesSecret();
exports.userData = release.cloudInit({ version: "19.3.0", sha256: { amd64: "0a".repeat(32) } });
exports.command = created.registerCommand({ executor: "shell" });
exports.verdict = verifyRunnerTokenOutput({ token: config.requireSecret("theirToken") }).valid;
exports.valid = requireValidRunnerToken(config.requireSecret("theirToken"));
EXTRA
`;

describe.each(ADAPTERS)("(%s) no token is shown, logged or stored in clear", (adapter) => {
  const module = JSON.stringify(MODULES[adapter]);
  const program = ({ description = "one", more = "{}", extra = "" }): string =>
    PROGRAM.replace('"MODULE"', module)
      .replaceAll("DESCRIPTION", JSON.stringify(description))
      .replace("MORE", more)
      .replace("EXTRA", extra);
  let gitlab: Emulator;
  let other: Emulator;
  let stack: Stack;
  const tokens = new Map<string, string>();
  let configured: ReadonlySet<string>;
  const KNOWN = "glrt-uQ3vKnownRw7Lp2Zt9sXe";
  const THEIRS = "glrt-kH8xTheirsBn4Yc6Mq1fJ";
  const REGISTRATION = "GR1348941dV5zRegisterGo0WiU";

  beforeAll(async () => {
    [gitlab, other] = await Promise.all([startGitLab(), startGitLab()]);
    const shared = { runner_type: "instance_type" as const };
    gitlab.seed({
      settings: { allow_registration_token: true, runners_registration_token: REGISTRATION },
      runners: [
        { ...shared, id: 101, token: KNOWN },
        { ...shared, id: 102, token: "glrt-bF6mToResetXu1Na7hDgP" },
        { ...shared, id: 103, token: THEIRS },
      ],
    });
    tokens.set(gitlab.tokens["root"] ?? "", "access token");
    tokens.set(other.tokens["root"] ?? "", "access token of the other GitLab");
    tokens.set(REGISTRATION, "registration token");
    tokens.set(KNOWN, "token that is adopted by");
    tokens.set(THEIRS, "token that is verified");
    stack = await Stack.create({
      program: program({}),
      plugin: adapter === "plugin",
      env: {
        ...environmentOf(gitlab),
        KNOWN_TOKEN: KNOWN,
        OTHER_URL: other.url,
        OTHER_TOKEN: other.tokens["root"] ?? "",
      },
    });
    configured = new Set([gitlab.tokens["root"] ?? "", REGISTRATION, THEIRS]);
    const secrets = { registrationToken: REGISTRATION, theirToken: THEIRS };
    const set = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    const plain = ["--plaintext", "gitlab-runners:retries=1"];
    expect((await stack.pulumi("config", "set-all", ...set, ...plain)).exitCode).toBe(0);
  });
  afterAll(async () => {
    await stack.dispose();
    await Promise.all([gitlab.close(), other.close()]);
  });
  beforeEach(() => {
    gitlab.faults.clear();
  });

  let learnt = "";

  /** Adds the tokens that the state holds, which it holds as secrets only. */
  const learnTokens = async (): Promise<void> => {
    const state = JSON.stringify(stack.resources());
    if (state === learnt) return;
    learnt = state;
    const { output } = await stack.pulumi("stack", "export", "--show-secrets");
    for (const [token] of output.matchAll(/glrtr?-[\w.-]+/g))
      if (!tokens.has(token)) tokens.set(token, "token of a runner");
  };

  /** All files of the project: states, history, backups, plans, logs, configuration. */
  const files = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(stack.directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [relative(stack.directory, file), readFileSync(file, "utf8")]),
    );

  const leaks = async (shown: Record<string, string>): Promise<Leak[]> => {
    await learnTokens();
    const requests = JSON.stringify([gitlab.requests.all(), other.requests.all()]);
    return findSecrets({ ...files(), ...shown, requests }, tokens);
  };

  /** Runs an operation, and finds no token in what it showed and in what is stored after it. */
  const clean = async (operation: Promise<Shown>, ends: "well" | "badly"): Promise<string> => {
    const { exitCode, output } = await operation;
    expect(await leaks({ output })).toEqual([]);
    expect([ends, exitCode === 0, output]).toEqual([ends, ends === "well", output]);
    return output;
  };

  /** What a GitLab says that repeats what it was sent, and more. */
  const echo = (): { message: string } => ({
    message: `cannot do it with ${[...tokens.keys()].join(" and ")}`,
  });

  test("in previews before anything is there", async () => {
    await clean(stack.preview(), "well");
    await clean(stack.preview("--diff"), "well");
    await clean(stack.preview("--json"), "well");
  });

  test("in a plan, and in the apply that keeps to it", async () => {
    await clean(stack.preview("--save-plan", "plan.json"), "well");
    expect(files()["plan.json"]).toContain("resourcePlans");
    await clean(stack.up("--plan", "plan.json"), "well");
    expect(tokens.size).toBeGreaterThanOrEqual(9);
    expect(stack.resource("created")?.type).toBe(`${TYPE_PREFIXES[adapter]}Runner`);
  });

  test("in a change of all runners, its preview and its diff", async () => {
    stack.program(program({ description: "two", more: `{ tagList: ["a"] }` }));
    await clean(stack.preview("--diff", "--show-sames", "--show-replacement-steps"), "well");
    await clean(stack.preview("--json"), "well");
    await clean(stack.up("--diff", "--show-sames"), "well");
    await clean(stack.pulumi("stack", "output"), "well");
    await clean(stack.pulumi("stack", "export", "--file", "export.json"), "well");
  });

  test("in a refresh, with a token that somebody reset, and its repair", async () => {
    const { id = "" } = stack.resource("created") ?? {};
    const { body } = await ask(gitlab, "POST", `/runners/${id}/reset_authentication_token`);
    tokens.set((body as { token: string }).token, "token that somebody reset");
    await clean(stack.refresh("--diff", "--show-sames"), "well");
    await clean(stack.preview("--diff"), "well");
    await clean(stack.up("--diff"), "well");
  });

  const DEAD = "glrt-pS2aDeadCj9Tl3Ey8oKrv";

  test.each([
    ["rejects this token", `authenticationToken: "${DEAD}"`],
    ["registrationToken: is a runner authentication token", `registrationToken: "${DEAD}"`],
    [
      "exclude one another",
      `authenticationToken: "${KNOWN}", registrationToken: "${REGISTRATION}"`,
    ],
    ["authenticationToken: must be a text", `authenticationToken: ["${DEAD}"]`],
  ])("in a failed check: %s", async (reason, args) => {
    tokens.set(DEAD, "token that is dead");
    stack.program(`new (require(${module}).Runner)("wrong", { ${args} });`);
    const { exitCode, output } = await stack.preview("--diff");
    // The text of the program has the token in it, so that it is gone before the files are read.
    stack.program("");
    expect(exitCode).not.toBe(0);
    expect(output).toContain(reason);
    expect(await leaks({ output })).toEqual([]);
  });

  test("in a data function that fails the preview", async () => {
    const text = `require(${module}).requireValidRunnerToken("${DEAD}");`;
    stack.program(text);
    const { exitCode, output } = await stack.preview();
    stack.program("");
    expect(exitCode).not.toBe(0);
    expect(output).toContain("the runner authentication token is not valid");
    expect(await leaks({ output })).toEqual([]);
  });

  test("in failures of creates, updates and deletes where GitLab repeats what it was sent", async () => {
    const more = `{ tagList: ["b"] }`;
    const paths = [
      { method: "POST", path: "/user/runners" },
      { method: "POST", path: "/runners" },
      { method: "PUT", path: "/runners/:id" },
    ];
    for (const path of paths)
      gitlab.faults.add({ kind: "status", status: 400, body: echo(), times: 9, ...path });
    const extra = `
new Runner("more", { runnerType: "instance_type" });
new Runner("moreRegistered", { registrationToken: config.requireSecret("registrationToken") });
`;
    stack.program(program({ description: "three", more, extra }));
    const failed = await clean(stack.up("--diff", "--continue-on-error"), "badly");
    expect(failed).toContain("cannot do it with");

    gitlab.faults.clear();
    const plain = [...tokens.keys()].join(" ");
    gitlab.faults.add({
      kind: "status",
      status: 500,
      body: plain,
      times: 30,
      path: "/runners/:id",
    });
    await stack.config("gitlab-runners:retries", "1");
    await clean(stack.refresh(), "badly");
    gitlab.faults.clear();
    gitlab.faults.add({ kind: "status", status: 403, body: echo(), times: 9, method: "DELETE" });
    await clean(stack.destroy("--continue-on-error"), "badly");
  });

  test("when the process of the provider is killed", async () => {
    gitlab.faults.add({
      kind: "latency",
      milliseconds: 3000,
      method: "POST",
      path: "/user/runners",
    });
    gitlab.requests.clear();
    stack.program(
      program({ extra: `new Runner("last", { runnerType: "instance_type", tagList: ["c"] });` }),
    );
    const watch = setInterval(() => {
      if (!gitlab.requests.all().some(({ path }) => path === "/api/v4/user/runners")) return;
      for (const engine of stack.running) for (const { pid } of providersOf(engine)) killNow(pid);
    }, 50);
    const killed = stack.up();
    await killed.finally(() => {
      clearInterval(watch);
    });
    await clean(killed, "badly");
  });

  /**
   * The engine itself writes the inputs and outputs of all resources, whosever they are, into its
   * log from level 3 on, more of them from 9 on, secrets too; what came from the stack's
   * configuration it takes out.
   */
  test("of the credential and of the configuration, even in the engine's most talkative log", async () => {
    const { exitCode, output } = await stack.up("--logtostderr", "-v=9");
    expect(exitCode).toBe(0);
    expect(output).toContain("Marshaling property for RPC");
    const ours = new Map([...tokens].filter(([token]) => configured.has(token)));
    expect(ours.size).toBe(3);
    expect(findSecrets({ output }, ours)).toEqual([]);
    expect(await leaks({})).toEqual([]);
  });

  test("in the end", async () => {
    await clean(stack.up(), "well");
    await clean(stack.pulumi("stack", "history", "--full-dates"), "well");
    await clean(stack.destroy("--diff"), "well");
    expect(await leaks({})).toEqual([]);
  });
});
