import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator, Fault } from "../../emulator";
import { ask, environmentOf, posts, runnerAt, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES } from "../helpers/host/adapters";
import { descendantsOf, killNow, providersOf } from "../helpers/processes";
import { Stack } from "../helpers/stack";

const NAMES = Array.from({ length: 30 }, (_, index) => `r${index + 1}`);
const MORE = [...NAMES, "r31", "r32", "r33", "r34"];
const CREATE = { method: "POST", path: "/user/runners" };
const UPDATE = { method: "PUT", path: "/runners/:id" };
const RESET = { method: "POST", path: "/runners/:id/reset_authentication_token" };
const DELETE = { method: "DELETE", path: "/runners/:id" };

/** Has GitLab put off a request until the operation is killed, when it has done as many as `skip`. */
const putOff = (request: { method: string; path: string }, skip: number): Fault => ({
  ...request,
  skip,
  kind: "status",
  status: 429,
  headers: { "retry-after": "60" },
  times: 999,
});

/** What docs/without-checkpoints.md promises of an operation that ends before its time. */
describe.each(ADAPTERS)("with the state written once at the end, by the %s", (adapter) => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: "",
      plugin: adapter === "plugin",
      env: { ...environmentOf(gitlab), PULUMI_SKIP_CHECKPOINTS: "true" },
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  afterEach(() => {
    gitlab.faults.clear();
  });

  const declare = (names: readonly string[], timeout = 600): void => {
    stack.program(`
const { Runner } = require("${MODULES[adapter]}");
for (const name of ${JSON.stringify(names)})
  exports[name] = new Runner(name, {
    runnerType: "project_type", projectId: 11, description: name, maximumTimeout: ${timeout},
  }).token;
`);
  };
  const idsAtGitLab = async (): Promise<string[]> => {
    const { body } = await ask(gitlab, "GET", "/runners/all?per_page=100");
    return (body as { id: number }[]).map(({ id }) => String(id)).sort();
  };
  const idsInState = (): string[] =>
    stack
      .resources()
      .filter(({ type }) => type.endsWith(":Runner"))
      .map(({ id = "" }) => id)
      .sort();
  const timeouts = async (): Promise<Set<unknown>> => {
    const found = await Promise.all((await idsAtGitLab()).map((id) => runnerAt(gitlab, id)));
    return new Set(found.map((runner) => runner?.["maximum_timeout"]));
  };
  const done = ({ method, path }: { method: string; path: string }): number => {
    const pattern = new RegExp(`^/api/v4${path.replace(":id", "\\d+")}$`);
    return gitlab.requests
      .all()
      .filter((sent) => sent.method === method && pattern.test(sent.path))
      .filter(({ status }) => status !== null && status < 300).length;
  };

  /**
   * Ends the engine, or its providers, once GitLab has done as many requests; the rest is put off. A
   * provider ends only when the engine has heard of what was done, which is what its state must keep.
   */
  const killAfter = async (
    count: number,
    request: { method: string; path: string },
    operation: "up" | "destroy",
    victim: "engine" | "provider" = "engine",
  ): Promise<void> => {
    gitlab.requests.clear();
    gitlab.faults.add(putOff(request, count));
    const over = new AbortController();
    const heard = creationsHeard();
    const ended = stack[operation]().finally(() => {
      over.abort();
    });
    const isReached = (): boolean =>
      done(request) === count &&
      gitlab.requests.all().some(({ status }) => status === 429) &&
      (victim === "engine" || heard() === count);
    while (!isReached() && !over.signal.aborted) await sleep(20);
    const victims = victim === "engine" ? descendantsOf(process.pid) : providersOf(process.pid);
    for (const { pid } of victims) killNow(pid);
    expect((await ended).exitCode).not.toBe(0);
    gitlab.faults.clear();
    expect(done(request)).toBe(count);
    expect(locks()).toHaveLength(victim === "engine" ? 1 : 0);
    if (victim === "engine") expect((await stack.pulumi("cancel", "--yes")).exitCode).toBe(0);
  };
  /** How many creations the engine has heard of in what it runs from here on. */
  const creationsHeard = (): (() => number) => {
    let shown = "";
    stack.onOutput = (text) => (shown += text);
    return () => (shown.match(/ created \(/g) ?? []).length;
  };
  const locks = (): string[] => {
    const folder = join(stack.directory, "backend/.pulumi/locks");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return names.filter((name) => name.endsWith(".json"));
  };
  const succeed = async (ended: ReturnType<Stack["up"]>): Promise<string> => {
    const { output, exitCode } = await ended;
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    return output;
  };
  /** Exactly the declared runners, each in the state with its token, and nothing left to do. */
  const expectAll = async (names: readonly string[]): Promise<void> => {
    expect(idsInState()).toHaveLength(names.length);
    expect(await idsAtGitLab()).toEqual(idsInState());
    await succeed(stack.preview("--expect-no-changes", "--diff"));
    const shown = await succeed(stack.pulumi("stack", "output", "--json", "--show-secrets"));
    const tokens = JSON.parse(shown) as Record<string, string>;
    for (const name of names) {
      const body = { token: tokens[name], system_id: "s_test" };
      const { body: owner } = await ask(gitlab, "POST", "/runners/verify", body);
      expect(owner).toMatchObject({ id: Number(stack.resource(name)?.id) });
    }
  };

  test("a killed up is forgotten, and the next one takes over each runner that it made", async () => {
    declare(NAMES);
    await killAfter(20, CREATE, "up");
    expect(idsInState()).toEqual([]);
    const made = await idsAtGitLab();
    expect(made).toHaveLength(20);
    gitlab.requests.clear();
    // More are lost than the engine works on at once, all of which ask it what the state holds.
    const output = await succeed(stack.up("--refresh", "--parallel", "4"));
    // Each as it comes, and again at the end.
    expect(new Set(output.match(/takes over runner \d+ with a new token/g)).size).toBe(20);
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(10);
    expect(idsInState()).toEqual(expect.arrayContaining(made));
    await expectAll(NAMES);
  });

  test("an up whose provider is killed keeps in the state what it has made", async () => {
    declare([...NAMES, "r31", "r32"]);
    await killAfter(1, CREATE, "up", "provider");
    expect(idsInState()).toEqual(await idsAtGitLab());
    expect(idsInState()).toHaveLength(31);
  });

  test("a failed up keeps in the state what it has made", async () => {
    declare(MORE);
    gitlab.faults.add({ ...CREATE, kind: "status", status: 403, times: 1 });
    const { output, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toContain("403");
    expect(idsInState()).toEqual(await idsAtGitLab());
    await succeed(stack.up());
  });

  // What the handlers do, which are the same for both, and not the process that serves them.
  if (adapter === "dynamic") {
    test("a runner of a killed up that a machine uses already is reported", async () => {
      const wanted = [...MORE, "u1", "u2", "u3"];
      declare(wanted);
      await killAfter(2, CREATE, "up");
      const kept = idsInState();
      const [used = "", ...others] = (await idsAtGitLab()).filter((id) => !kept.includes(id));
      expect(others).toHaveLength(1);
      const { body } = await ask(gitlab, "POST", `/runners/${used}/reset_authentication_token`);
      const machine = { token: (body as { token: string }).token, system_id: "s_machine" };
      await ask(gitlab, "POST", "/runners/verify", machine);
      const output = await succeed(stack.up("--refresh"));
      const reported = [
        ...output.matchAll(/runner (\d+) stays as it is: .*a machine has used it/g),
      ];
      expect(new Set(reported.map(([, id]) => id))).toEqual(new Set([used]));
      expect(output).toContain(`takes over runner ${others[0] ?? ""} with a new token`);
      // It works as before, and is one more than declared until somebody deletes it.
      expect((await ask(gitlab, "POST", "/runners/verify", machine)).status).toBe(200);
      expect(await idsAtGitLab()).toEqual([...idsInState(), used].sort());
      await ask(gitlab, "DELETE", `/runners/${used}`);
    });

    test("a killed update is made again, or undone where the program is changed back", async () => {
      declare(MORE);
      await succeed(stack.up());
      declare(MORE, 700);
      await killAfter(10, UPDATE, "up");
      expect(await timeouts()).toEqual(new Set([600, 700]));
      declare(MORE, 600);
      // The state is as declared, and of another GitLab than there is by now.
      await succeed(stack.preview("--expect-no-changes"));
      await succeed(stack.up("--refresh"));
      expect(await timeouts()).toEqual(new Set([600]));
      await expectAll(MORE);
    });

    test("a killed repair of a dead token is made again", async () => {
      // Which of them are verified is chance otherwise.
      await stack.config("gitlab-runners:verifyTokensLimit", "100");
      for (const name of ["r1", "r2"])
        await ask(
          gitlab,
          "POST",
          `/runners/${stack.resource(name)?.id}/reset_authentication_token`,
        );
      await killAfter(1, RESET, "up");
      await succeed(stack.up("--refresh"));
      await expectAll(MORE);
    });
  }

  test("an interrupted up keeps in the state what it has made, and leaves no lock", async () => {
    const wanted = [...MORE, ...MORE.map((name) => `another-${name}`)];
    declare(wanted);
    gitlab.requests.clear();
    gitlab.faults.add({ ...CREATE, kind: "latency", milliseconds: 500, times: 999 });
    // GitLab's reply may still be on its way to the plugin, which the interruption ends.
    const heard = creationsHeard();
    const over = new AbortController();
    const ended = stack.up().finally(() => {
      over.abort();
    });
    while (heard() < 3 && !over.signal.aborted) await sleep(20);
    for (const pid of stack.running) process.kill(pid, "SIGINT");
    expect((await ended).exitCode).not.toBe(0);
    gitlab.faults.clear();
    expect(locks()).toEqual([]);
    const kept = idsInState();
    expect(kept.length).toBeGreaterThanOrEqual(MORE.length + 3);
    expect(kept.length).toBeLessThan(wanted.length);
    // The plugin hears of it and gives up waiting, so that GitLab may still make what it was asked for.
    const made = await idsAtGitLab();
    expect(made).toEqual(adapter === "plugin" ? expect.arrayContaining(kept) : kept);
    await succeed(stack.up());
    await expectAll(wanted);
  });

  test("a killed destroy is done again, whatever is gone already", async () => {
    const before = idsInState();
    await killAfter(10, DELETE, "destroy");
    expect(idsInState()).toEqual(before);
    expect(await idsAtGitLab()).toHaveLength(before.length - 10);
    await succeed(stack.destroy());
    expect(await idsAtGitLab()).toEqual([]);
    expect(idsInState()).toEqual([]);
  });
});
