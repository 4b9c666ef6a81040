import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

/** A class as generators make it, in as few words as it takes. */
const HEAD = `
const pulumi = require("@pulumi/pulumi");
const OUTPUTS = { token: undefined, active: undefined, status: undefined, projectIds: undefined };
const make = (kind) => (name, args, opts) =>
  new pulumi.CustomResource("gitlab-runners:index:" + kind, name, { ...OUTPUTS, ...args }, opts);
const [runner, assignment, assignments] =
  ["Runner", "ProjectRunnerAssignment", "RunnerAssignments"].map(make);
`;
const DAY_MS = 24 * 60 * 60 * 1000;
const done = ({ exitCode, output }: Shown): void => {
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
};

describe("the plugin", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: HEAD, plugin: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  const program = (text: string): void => {
    stack.program(HEAD + text);
  };
  const BUILD = `{ runnerType: "project_type", projectId: "acme/app", tagList: ["a"], description: "one" }`;

  test("creates, shows no change, refreshes", async () => {
    program(`exports.token = runner("build", ${BUILD}).token;`);
    done(await stack.preview());
    const up = await stack.up();
    done(up);
    const { output } = await stack.pulumi("stack", "output", "token", "--show-secrets");
    expect(output).toMatch(/^glrt-/);
    expect(up.output).not.toContain(output.trim());
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.refresh("--expect-no-changes"));
  });

  test("takes its own configuration, by which messages call it, and no key that it does not have", async () => {
    const env = { GITLAB_BASE_URL: gitlab.url };
    const bare = await Stack.create({
      program: HEAD + `runner("x", ${BUILD});`,
      plugin: true,
      env,
    });
    const none = await bare.preview();
    expect(none.exitCode).not.toBe(0);
    expect(none.output).toContain("neither the configuration gitlab-runners:token nor");
    await bare.config("gitlab-runners:token", gitlab.tokens["root"] ?? "", "secret");
    done(await bare.preview());
    await bare.config("gitlab-runners:bogus", "1");
    const bogus = await bare.preview();
    expect(bogus.exitCode).not.toBe(0);
    expect(bogus.output).toContain("gitlab-runners has no configuration gitlab-runners:bogus");
    await bare.dispose();
  });

  test("refreshes and destroys with the credential that the stack has now", async () => {
    const env = { GITLAB_BASE_URL: gitlab.url };
    const inTwoDays = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);
    gitlab.seed({
      tokens: [
        { name: "first", user: "root", expires_at: inTwoDays },
        { name: "second", user: "root" },
      ],
    });
    const [first = "", second = ""] = ["first", "second"].map((name) => gitlab.tokens[name]);
    const rotated = await Stack.create({
      program: HEAD + `runner("x", ${BUILD});`,
      plugin: true,
      env,
    });
    await rotated.config("gitlab-runners:token", first, "secret");
    done(await rotated.up());
    gitlab.clock.set(new Date(Date.now() + 3 * DAY_MS));
    expect((await rotated.refresh()).exitCode).not.toBe(0);
    await rotated.config("gitlab-runners:token", second, "secret");
    done(await rotated.refresh());
    done(await rotated.destroy());
    gitlab.clock.set(new Date());
    for (const token of [first, second]) expect(rotated.written()).not.toContain(token);
    await rotated.dispose();
  });

  test("answers each function, and gives the texts with a token as secrets", async () => {
    program(`
      const build = runner("build", ${BUILD});
      const call = (name, args) => pulumi.runtime.invoke("gitlab-runners:index:" + name, args);
      const id = build.id.apply((id) => id ?? 0);
      exports.found = id.apply((id) => call("getRunner", { id })).apply(({ description }) => description);
      exports.listed = id.apply(() => call("getProjectRunners", { projectId: 11, paused: null })).apply(({ runners }) => runners.length);
      exports.verdict = build.token.apply((token) => call("verifyRunnerToken", { token })).apply(({ valid }) => valid);
      exports.toml = pulumi.all([build.id, build.token]).apply(([id, token]) => call("configToml", { id, token, executor: "shell" })).apply(({ text }) => text);
    `);
    done(await stack.up());
    const shown = await stack.pulumi("stack", "output", "--json");
    expect(JSON.parse(shown.output)).toEqual({
      found: "one",
      listed: expect.any(Number) as number,
      verdict: "[secret]",
      toml: "[secret]",
    });
    const secrets = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const { toml, verdict } = JSON.parse(secrets.output) as Record<string, unknown>;
    expect(verdict).toBe(true);
    expect(toml).toMatch(/url = "http:\/\/127.*token = "glrt-/s);
    program(`exports.x = pulumi.runtime.invoke("gitlab-runners:index:getRunner", { id: "x" });`);
    const wrong = await stack.preview();
    expect(wrong.exitCode).not.toBe(0);
    expect(wrong.output).toContain("getRunner: id must be an id");
  });

  test("updates what has changed, and the preview keeps the rest", async () => {
    program(
      `const build = runner("build", { ...${BUILD}, description: "two" });
       runner("other", { runnerType: "instance_type", maintenanceNote: build.active.apply(String) });`,
    );
    const preview = await stack.preview("--diff");
    expect(preview.output).toMatch(/~ description: "one" => "two"/);
    expect(preview.output).toMatch(/maintenanceNote: "true"/);
    done(await stack.up());
    const id = stack.resource("build")?.id ?? "";
    expect(await runnerAt(gitlab, id)).toMatchObject({ description: "two" });
    done(await stack.destroy());
    expect(await runnerAt(gitlab, id)).toBeUndefined();
  });
});

describe("what the plugin does and dynamic resources cannot", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: HEAD, plugin: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  const program = (text: string): void => {
    stack.program(HEAD + text);
  };

  test("imports runners of each type and assignments, and has nothing to do after it", async () => {
    const made = async (args: object): Promise<number> =>
      ((await ask(gitlab, "POST", "/user/runners", args)).body as { id: number }).id;
    const shared = await made({ runner_type: "instance_type", description: "shared" });
    const group = await made({ runner_type: "group_type", group_id: 7, tag_list: "a,b" });
    const project = await made({ runner_type: "project_type", project_id: 11, locked: false });
    await ask(gitlab, "POST", "/projects/12/runners", { runner_id: project });
    const text = (id: (value: number | string) => string): string => `
      runner("shared", { runnerType: "instance_type", description: "shared" }, ${id(shared)});
      runner("group", { runnerType: "group_type", groupId: 7, tagList: ["b", "a"] }, ${id(group)});
      runner("project", { runnerType: "project_type", projectId: 11 }, ${id(project)});
      assignment("site", { projectId: 12, runnerId: ${project} }, ${id(`12:${project}`)});
      assignments("all", { runnerId: ${project}, projectIds: [11, 12] }, ${id(project)});`;
    program(text((value) => `{ import: "${value}" }`));
    gitlab.requests.clear();
    const up = await stack.up();
    done(up);
    expect(up.output).toContain("5 imported");
    expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
    program(text(() => "{}"));
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.refresh("--expect-no-changes"));
    done(await stack.preview("--expect-no-changes", "--diff"));
  });

  test("ends a wait within a second when it is interrupted, and loses nothing", async () => {
    const before = stack.resources().length;
    program(`runner("late", { runnerType: "project_type", projectId: 11, description: "late" });`);
    gitlab.faults.add({
      kind: "status",
      status: 429,
      method: "POST",
      path: "/user/runners",
      headers: { "retry-after": "60" },
      times: 9,
    });
    const up = stack.up("--target", "**late");
    const asked = (): boolean =>
      gitlab.requests.all().some(({ method, status }) => method === "POST" && status === 429);
    while (!asked()) await sleep(20);
    const interrupted = Date.now();
    for (const pid of stack.running) process.kill(pid, "SIGINT");
    const { exitCode, output } = await up;
    expect(exitCode).not.toBe(0);
    expect(Date.now() - interrupted).toBeLessThan(5_000);
    expect(output).toMatch(/aborted while waiting/);
    expect(stack.resources()).toHaveLength(before);
    gitlab.faults.clear();
    done(await stack.up("--target", "**late"));
    expect(stack.resource("late")?.id).toBeDefined();
  });

  test("keeps to customTimeouts, and to a runner that was made and is not as it should be", async () => {
    program(
      `runner("slow", { runnerType: "project_type", projectId: 11 }, { customTimeouts: { create: "1s" } });`,
    );
    gitlab.faults.add({
      kind: "latency",
      milliseconds: 9_000,
      method: "POST",
      path: "/user/runners",
    });
    const slow = await stack.up("--target", "**slow");
    expect(slow.exitCode).not.toBe(0);
    expect(slow.output).toContain("customTimeouts allow 1 s to create it");
    gitlab.faults.clear();
    program(`runner("half", { runnerType: "project_type", projectId: 11 });`);
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    gitlab.faults.add({
      kind: "status",
      status: 403,
      path: "/runners/:id/reset_authentication_token",
    });
    const half = await stack.up("--target", "**half");
    expect(half.exitCode).not.toBe(0);
    const id = stack.resource("half")?.id ?? "none";
    expect(await runnerAt(gitlab, id)).toBeDefined();
    done(await stack.up("--target", "**half"));
    expect(stack.resource("half")).toMatchObject({
      id,
      outputs: { token: expect.anything() as unknown },
    });
  });

  test("keeps a secret where it is given, and names no value of it in a failure", async () => {
    program(`runner("hidden", {
      runnerType: "project_type", projectId: 11,
      description: pulumi.secret("hidden words"), tagList: ["x", pulumi.secret("hidden-tag")],
    });`);
    const preview = await stack.preview("--diff");
    done(preview);
    const up = await stack.up();
    done(up);
    program(`runner("hidden", {
      runnerType: "project_type", projectId: 11,
      accessLevel: pulumi.secret("hidden level"), description: pulumi.secret("hidden words" + "x".repeat(2000)),
    });`);
    const failed = await stack.preview();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toContain("accessLevel: must be one of");
    for (const shown of [preview.output, up.output, failed.output, stack.written()])
      expect(shown).not.toMatch(/hidden (words|level)|hidden-tag/);
  });
});

describe("a stack that moves between the two", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({
      projects: [{ id: 13, path_with_namespace: "acme/docs" }],
      runners: [{ id: 1, runner_type: "instance_type", description: "old" }],
    });
    stack = await Stack.create({ program: HEAD, plugin: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const RESOURCES = `
    const build = runner("build", { runnerType: "project_type", projectId: 11, description: "b" });
    runner("adopted", { runnerId: 1, resetTokenOnAdopt: true });
    assignment("site", { projectId: 12, runnerId: build.id });
    assignments("all", { runnerId: build.id, projectIds: [13] });`;
  const DYNAMIC = `
    const sdk = require("pulumi-gitlab-runners");
    const make = (kind) => (name, args) => new sdk[kind](name, args);
    const [runner, assignment, assignments] =
      ["Runner", "ProjectRunnerAssignment", "RunnerAssignments"].map(make);`;
  const ALIASED = HEAD.replace(
    "opts);",
    `{ aliases: [{ type: "pulumi-nodejs:dynamic/gitlab-runners:" + kind }], ...opts });`,
  );
  const BACK = DYNAMIC.replace(
    "new sdk[kind](name, args)",
    `new sdk[kind](name, args, { aliases: [{ type: "gitlab-runners:index:" + kind }] })`,
  );

  test.each([
    ["dynamic resources", DYNAMIC, "plugin", ALIASED],
    ["plugin", HEAD, "dynamic resources", BACK],
  ])("from %s to the other shows and changes nothing", async (_, from, __, to) => {
    stack.program(from + RESOURCES);
    done(await stack.up());
    stack.program(to + RESOURCES);
    gitlab.requests.clear();
    const preview = await stack.preview("--expect-no-changes", "--diff");
    done(preview);
    done(await stack.up("--expect-no-changes"));
    done(await stack.refresh("--expect-no-changes"));
    done(await stack.preview("--expect-no-changes"));
    const changes = gitlab.requests.all().filter(({ method }) => method !== "GET");
    expect(changes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    stack.program(to + RESOURCES.replace(`"b"`, `"changed"`));
    done(await stack.up());
    expect(await runnerAt(gitlab, stack.resource("build")?.id ?? "")).toMatchObject({
      description: "changed",
    });
    done(await stack.destroy());
  });
});
