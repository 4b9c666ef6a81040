import { setTimeout as sleep } from "node:timers/promises";
import { ask, runnerAt, runnersAt } from "../helpers/gitlab";
import { CLASSES, done, pluginStack } from "../helpers/pluginStack";
import { runJob, tokenOf, until } from "../helpers/machine";
import { Stack } from "../helpers/stack";

const DAY_MS = 24 * 60 * 60 * 1000;

describe("the plugin", () => {
  const plugin = pluginStack();
  const BUILD = `{ runnerType: "project_type", projectId: "acme/app", tagList: ["a"], description: "one" }`;

  test("creates, shows no change, refreshes", async () => {
    plugin.program(`exports.token = runner("build", ${BUILD}).token;`);
    done(await plugin.stack.preview());
    const up = await plugin.stack.up();
    done(up);
    const { output } = await plugin.stack.pulumi("stack", "output", "token", "--show-secrets");
    expect(output).toMatch(/^glrt-/);
    expect(up.output).not.toContain(output.trim());
    done(await plugin.stack.preview("--expect-no-changes", "--diff"));
    done(await plugin.stack.refresh("--expect-no-changes"));
  });

  test("takes its own configuration, by which messages call it, and no key that it does not have", async () => {
    const env = { GITLAB_BASE_URL: plugin.gitlab.url };
    const bare = await Stack.create({
      program: CLASSES + `runner("x", ${BUILD});`,
      plugin: true,
      env,
    });
    const none = await bare.preview();
    expect(none.exitCode).not.toBe(0);
    expect(none.output).toContain("neither the configuration gitlab-runners:token nor");
    await bare.config("gitlab-runners:token", plugin.gitlab.tokens["root"] ?? "", "secret");
    done(await bare.preview());
    await bare.config("gitlab-runners:bogus", "1");
    const bogus = await bare.preview();
    expect(bogus.exitCode).not.toBe(0);
    expect(bogus.output).toContain("gitlab-runners has no configuration gitlab-runners:bogus");
    await bare.dispose();
  });

  test("refreshes and destroys with the credential that the stack has now", async () => {
    const env = { GITLAB_BASE_URL: plugin.gitlab.url };
    const inTwoDays = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);
    plugin.gitlab.seed({
      tokens: [
        { name: "first", user: "root", expires_at: inTwoDays },
        { name: "second", user: "root" },
      ],
    });
    const [first = "", second = ""] = ["first", "second"].map((name) => plugin.gitlab.tokens[name]);
    const rotated = await Stack.create({
      program: CLASSES + `runner("x", ${BUILD});`,
      plugin: true,
      env,
    });
    await rotated.config("gitlab-runners:token", first, "secret");
    done(await rotated.up());
    plugin.gitlab.clock.set(new Date(Date.now() + 3 * DAY_MS));
    expect((await rotated.refresh()).exitCode).not.toBe(0);
    await rotated.config("gitlab-runners:token", second, "secret");
    done(await rotated.refresh());
    done(await rotated.destroy());
    plugin.gitlab.clock.set(new Date());
    for (const token of [first, second]) expect(rotated.written()).not.toContain(token);
    await rotated.dispose();
  });

  test("answers each function, and gives the texts with a token as secrets", async () => {
    plugin.program(`
      const build = runner("build", ${BUILD});
      const call = (name, args) => pulumi.runtime.invoke("gitlab-runners:index:" + name, args);
      const id = build.id.apply((id) => id ?? 0);
      exports.found = id.apply((id) => call("getRunner", { id })).apply(({ description }) => description);
      exports.listed = id.apply(() => call("getProjectRunners", { projectId: 11, paused: null })).apply(({ runners }) => runners.length);
      exports.verdict = build.token.apply((token) => call("verifyRunnerToken", { token })).apply(({ valid }) => valid);
      exports.toml = pulumi.all([build.id, build.token]).apply(([id, token]) => call("configToml", { runners: [{ id, token, executor: "shell" }] })).apply(({ text }) => text);
      exports.command = pulumi.all([build.id, build.token]).apply(([id, token]) => call("registerCommand", { id, token, executor: "shell", limit: null, options: { commandShell: "cmd" } })).apply(({ text }) => text);
    `);
    done(await plugin.stack.up());
    const shown = await plugin.stack.pulumi("stack", "output", "--json");
    expect(JSON.parse(shown.output)).toEqual({
      found: "one",
      listed: expect.any(Number) as number,
      verdict: "[secret]",
      toml: "[secret]",
      command: "[secret]",
    });
    const secrets = await plugin.stack.pulumi("stack", "output", "--json", "--show-secrets");
    const { toml, verdict, command } = JSON.parse(secrets.output) as Record<string, unknown>;
    expect(verdict).toBe(true);
    expect(toml).toMatch(/url = "http:\/\/127.*token = "glrt-/s);
    expect(command).toMatch(/^set CI_SERVER_TOKEN=glrt-.*\r\ngitlab-runner register /);
    plugin.program(
      `exports.x = pulumi.runtime.invoke("gitlab-runners:index:getRunner", { id: "x" });`,
    );
    const wrong = await plugin.stack.preview();
    expect(wrong.exitCode).not.toBe(0);
    expect(wrong.output).toContain("getRunner: id must be an id");
  });

  test("updates what has changed, and the preview keeps the rest", async () => {
    plugin.program(
      `const build = runner("build", { ...${BUILD}, description: "two" });
       runner("other", { runnerType: "instance_type", maintenanceNote: build.active.apply(String) });`,
    );
    const preview = await plugin.stack.preview("--diff");
    expect(preview.output).toMatch(/~ description: "one" => "two"/);
    expect(preview.output).toMatch(/maintenanceNote: "true"/);
    done(await plugin.stack.up());
    const id = plugin.stack.resource("build")?.id ?? "";
    expect(await runnerAt(plugin.gitlab, id)).toMatchObject({ description: "two" });
  });

  test("and what an update gets from GitLab anew is not known before", async () => {
    plugin.program(
      `const { description, ...rest } = ${BUILD};
       const build = runner("build", { ...rest, tagList: ["b"] });
       const length = pulumi.unsecret(build.token).apply((token) => "of " + token.length);
       runner("other", { runnerType: "instance_type", maintenanceNote: length });`,
    );
    const sound = await plugin.stack.preview("--diff");
    expect(sound.output).toMatch(/maintenanceNote: .*"of \d+"/);
    const id = plugin.stack.resource("build")?.id ?? "";
    await ask(plugin.gitlab, "POST", `/runners/${id}/reset_authentication_token`);
    const dead = await plugin.stack.preview("--diff");
    expect(dead.output).toContain(`GitLab rejects the token of runner ${id}`);
    expect(dead.output).not.toMatch(/"of \d+"/);
    done(await plugin.stack.up());
    done(await plugin.stack.preview("--expect-no-changes", "--diff"));
    done(await plugin.stack.destroy());
    expect(await runnerAt(plugin.gitlab, id)).toBeUndefined();
  });
});

describe("what the plugin does and dynamic resources cannot", () => {
  const plugin = pluginStack();

  test("ends a wait within a second when it is interrupted, and loses nothing", async () => {
    const { gitlab, stack } = plugin;
    plugin.program(
      `runner("late", {
        runnerType: "project_type", projectId: 11, description: "late", drain: { timeout: 9 },
      });`,
    );
    gitlab.faults.add({
      kind: "status",
      status: 429,
      method: "POST",
      path: "/user/runners",
      headers: { "retry-after": "60" },
      times: 9,
    });
    const isRefused = (): boolean =>
      gitlab.requests.all().some(({ method, status }) => method === "POST" && status === 429);
    let answered: number | undefined;
    const up = stack.up("--target", "**late");
    stack.onOutput = (text) => {
      if (/aborted while waiting/.test(text)) answered ??= Date.now();
    };
    while (!isRefused()) await sleep(20);
    const interrupted = Date.now();
    for (const pid of stack.running) process.kill(pid, "SIGINT");
    const { exitCode } = await up;
    expect(exitCode).not.toBe(0);
    // The engine shows the provider's answer as it comes, and takes its own time to end.
    // GitLab asked to wait for a minute.
    expect((answered ?? Infinity) - interrupted).toBeLessThan(10_000);
    expect(Date.now() - interrupted).toBeLessThan(20_000);
    expect(stack.resource("late")).toBeUndefined();
    gitlab.faults.clear();
    expect(await runnersAt(gitlab)).toHaveLength(0);
    done(await stack.up("--target", "**late"));
    expect((await runnersAt(gitlab)).map(({ id }) => String(id))).toEqual([
      stack.resource("late")?.id,
    ]);
  });

  test("ends the wait for a job when it is interrupted, and the runner takes jobs again", async () => {
    const { gitlab, stack } = plugin;
    const id = Number(stack.resource("late")?.id);
    const isPaused = async (): Promise<unknown> => (await runnerAt(gitlab, id))?.["paused"];
    const end = await runJob(gitlab, await tokenOf(gitlab, id), { id: 70, project: "acme/app" });
    const destroy = stack.destroy("--target", "**late");
    await until(isPaused);
    for (const pid of stack.running) process.kill(pid, "SIGINT");
    const { exitCode, output } = await destroy;
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/aborted while .*\. The runner takes jobs again/);
    expect(await isPaused()).toBe(false);
    expect(stack.resource("late")?.id).toBe(String(id));
    await end();
  });

  test("keeps to customTimeouts, and to a runner that was made and is not as it should be", async () => {
    plugin.program(
      `runner("slow", { runnerType: "project_type", projectId: 11 }, { customTimeouts: { create: "1s" } });`,
    );
    plugin.gitlab.faults.add({
      kind: "latency",
      milliseconds: 9_000,
      method: "POST",
      path: "/user/runners",
    });
    const slow = await plugin.stack.up("--target", "**slow");
    expect(slow.exitCode).not.toBe(0);
    expect(slow.output).toContain("customTimeouts allow 1 s to create it");
    plugin.gitlab.faults.clear();
    plugin.program(`runner("half", { runnerType: "project_type", projectId: 11 });`);
    plugin.gitlab.faults.add({
      kind: "reset",
      when: "after",
      method: "POST",
      path: "/user/runners",
    });
    plugin.gitlab.faults.add({
      kind: "status",
      status: 403,
      path: "/runners/:id/reset_authentication_token",
    });
    const half = await plugin.stack.up("--target", "**half");
    expect(half.exitCode).not.toBe(0);
    const id = plugin.stack.resource("half")?.id ?? "none";
    expect(await runnerAt(plugin.gitlab, id)).toBeDefined();
    done(await plugin.stack.up("--target", "**half"));
    expect(plugin.stack.resource("half")).toMatchObject({
      id,
      outputs: { token: expect.anything() as unknown },
    });
  });

  test("keeps a secret where it is given, and names no value of it in a failure", async () => {
    plugin.program(`runner("hidden", {
      runnerType: "project_type", projectId: 11,
      description: pulumi.secret("hidden words"), tagList: ["x", pulumi.secret("hidden-tag")],
    });`);
    const preview = await plugin.stack.preview("--diff");
    done(preview);
    const up = await plugin.stack.up();
    done(up);
    plugin.program(`runner("hidden", {
      runnerType: "project_type", projectId: 11,
      accessLevel: pulumi.secret("hidden level"), description: pulumi.secret("hidden words" + "x".repeat(2000)),
    });`);
    const failed = await plugin.stack.preview();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toContain("accessLevel: must be one of");
    for (const shown of [preview.output, up.output, failed.output, plugin.stack.written()])
      expect(shown).not.toMatch(/hidden (words|level)|hidden-tag/);
  });
});
