import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { withSignal } from "../../gitlab/transport/operationSignal";
import { presentInstance } from "../../provider/checks/instance";
import { type Context, newContext } from "../../provider/context/context";
import { withLimits } from "../../provider/handlers/operationLimits";
import { runnerReadyHandler } from "../../provider/handlers/runnerReady";
import type { Operation, Properties, ResourceHandler } from "../../provider/values/operation";
import { ask } from "../helpers/gitlab";
import { PollingMachine } from "../helpers/pollingMachine";

const TOKEN = "glrt-of-the-runner-0001";
const INPUTS = { runnerId: 1, minManagers: 1, timeout: 60 };
const OPERATION: Operation = { resource: { urn: "urn:pulumi:dev::stack::a:b:RunnerReady::ready" } };

/** A wait by the real handler for a machine of the embedded GitLab. */
describe("a wait for a runner", () => {
  let gitlab: Emulator;
  let context: Context;
  let notes: string[];
  let warnings: string[];
  let machines: PollingMachine[];

  async function start(options: EmulatorOptions = {}): Promise<ResourceHandler> {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        projects: [{ id: 11, path_with_namespace: "acme/app" }],
        runners: [
          {
            id: 1,
            runner_type: "instance_type",
            token: TOKEN,
            contacted_at: "-PT2M",
            managers: [{ system_id: "s_before", version: "18.4.0", contacted_at: "-PT2M" }],
          },
        ],
        jobs: [
          { id: 41, status: "pending", project: "acme/app" },
          { id: 42, status: "pending", project: "acme/app" },
        ],
      },
      ...options,
    });
    notes = [];
    warnings = [];
    machines = [];
    const settings = readSettings({
      config: (key) =>
        ({
          "gitlab:baseUrl": gitlab.url,
          "gitlab:token": gitlab.tokens["root"],
          "gitlab-runners:verifyTokens": "full",
        })[key],
      environment: {},
    });
    context = newContext({
      gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
      settings,
      warn: (text) => void warnings.push(text),
      note: (text) => void notes.push(text),
    });
    return withLimits(runnerReadyHandler(() => context));
  }
  afterEach(async () => {
    await Promise.all(machines.map((machine) => machine.stop()));
    await gitlab.close();
  });

  function machine(systemId: string, version?: string): PollingMachine {
    const made = new PollingMachine(gitlab, systemId, version);
    machines.push(made);
    return made;
  }
  const resetToken = async (): Promise<string> => {
    const { body } = await ask(gitlab, "POST", "/runners/1/reset_authentication_token");
    return (body as { token: string }).token;
  };
  const systemIdsAt = async (): Promise<string[]> => {
    const { body } = await ask(gitlab, "GET", "/runners/1/managers");
    return (body as { system_id: string }[]).map(({ system_id: id }) => id);
  };
  const looks = (): number =>
    gitlab.requests.all().filter(({ path }) => /\/\d+\/managers$/.test(path)).length;

  test("ends when a machine polls, and names it", async () => {
    const handler = await start();
    machine("s_new").start(() => TOKEN);
    const { id, outputs } = await handler.create(OPERATION, INPUTS);
    expect({ id, ...outputs }).toMatchObject({ id: "1", ...INPUTS, readySystemIds: ["s_new"] });
    expect(Date.parse(String(outputs["readyAt"]))).toBeGreaterThan(Date.now() - 60_000);
  });

  test("goes on while GitLab does not answer, and says so", async () => {
    const handler = await start();
    gitlab.faults.add({ kind: "proxyPage", status: 200, path: "/runners/:id", times: 2 });
    const waiting = handler.create(OPERATION, INPUTS);
    while (notes.length === 0) await sleep(20);
    expect(notes[0]).toMatch(/the last look failed: cannot read runner 1: /);
    machine("s_new").start(() => TOKEN);
    expect((await waiting).outputs["readySystemIds"]).toEqual(["s_new"]);
  });

  test("shows what it sees meanwhile", async () => {
    const handler = await start();
    const waiting = handler.create(OPERATION, INPUTS);
    while (notes.length === 0) await sleep(20);
    machine("s_new").start(() => TOKEN);
    await waiting;
    expect(notes[0]).toMatch(
      /^runner 1, 0 of 60 s: machines that contact GitLab: 0 of 1; "s_before" last contacted GitLab before the wait/,
    );
  });

  test("waits for as many as are asked for, of the version and with the ids asked for", async () => {
    const handler = await start();
    machine("s_old", "17.9.0").start(() => TOKEN);
    machine("s_one").start(() => TOKEN);
    const asked = { ...INPUTS, minManagers: 2, minVersion: "18", systemIds: ["s_two"] };
    const refusal = await handler.create(OPERATION, { ...asked, timeout: 2 }).catch(String);
    expect(refusal).toMatch(
      /^GitLabError: runner 1 is not ready after \d+ s: machines that contact GitLab: 1 of 2; "s_two" never contacted GitLab; "s_old" has gitlab-runner "17\.9\.0", older than 18; "s_before" last contacted GitLab before the wait, at ".*"\. Start gitlab-runner .*\. Update gitlab-runner on its machine\. If the machines need longer, give a longer timeout$/,
    );
    machine("s_two", "18.0.1").start(() => TOKEN);
    const { outputs } = await handler.create(OPERATION, asked);
    expect((outputs["readySystemIds"] as string[]).sort()).toEqual(["s_one", "s_two"]);
  });

  test("is not misled by the status online, by a registration or by its own verification", async () => {
    const handler = await start();
    const registered = machine("s_registered");
    const waiting = handler
      .create(OPERATION, { ...INPUTS, token: TOKEN, timeout: 3 })
      .catch(String);
    while (looks() === 0) await sleep(20);
    await registered.send("POST", "/runners/verify", { token: TOKEN });
    const refusal = await waiting;
    expect(refusal).toContain("machines that contact GitLab: 0 of 1");
    expect(refusal).toContain('"s_registered" contacted GitLab once, as a registration does');
    expect(refusal).toContain('"s_before" last contacted GitLab before the wait');
    expect(refusal).not.toContain("pulumi");
    expect((await systemIdsAt()).sort()).toEqual(["s_before", "s_registered"]);
  });

  test("is not misled by a job that a machine got with an earlier token", async () => {
    const handler = await start();
    const busy = machine("s_busy");
    busy.start(() => TOKEN);
    const { outputs: olds } = await handler.create(OPERATION, { ...INPUTS, token: TOKEN });
    expect(olds["readySystemIds"]).toEqual(["s_busy"]);
    await busy.stop();
    const token = await resetToken();
    expect((await busy.poll(TOKEN)).status).toBe(403);

    // The job goes on, and each of its updates is a contact.
    const [job] = busy.jobs;
    if (!job) throw new Error("GitLab gave no job");
    busy.run(job);
    const news = { ...INPUTS, token, timeout: 3 };
    const refusal = await handler.update(OPERATION, "1", olds, news).catch(String);
    expect(refusal).toContain('"s_busy" runs jobs from before the wait');

    // With the present token it gets another job, which it runs beside the old one.
    gitlab.seed({ jobs: [{ id: 99, status: "pending", project: "acme/app" }] });
    const waiting = handler.update(OPERATION, "1", olds, { ...news, timeout: 60 });
    // The second look begins when the first one has read which jobs are old.
    const before = looks();
    while (looks() < before + 2) await sleep(20);
    expect((await busy.poll(token)).job?.id).toBe(99);
    expect((await waiting)["readySystemIds"]).toEqual(["s_busy"]);
  });

  test("knows of a token that its own process has reset", async () => {
    const handler = await start();
    const busy = machine("s_busy");
    const { job } = await busy.poll(TOKEN);
    if (!job) throw new Error("GitLab gave no job");
    busy.run(job);
    await context.gitlab.resetRunnerToken(1);
    const refusal = await handler.create(OPERATION, { ...INPUTS, timeout: 2 }).catch(String);
    expect(refusal).toContain('"s_busy" runs jobs from before the wait');
  });

  test("says that the token is dead, and that the runner is paused", async () => {
    const handler = await start();
    await resetToken();
    await ask(gitlab, "PUT", "/runners/1", { paused: true });
    const refusal = await handler
      .create(OPERATION, { ...INPUTS, token: TOKEN, timeout: 1 })
      .catch(String);
    expect(refusal).toContain("the runner is paused");
    expect(refusal).toContain("GitLab rejects the token");
    expect(refusal).toContain("Set paused to false on the runner");
    expect(refusal).not.toContain(TOKEN);
  });

  test("ends with shorter customTimeouts, and says what it saw", async () => {
    const handler = await start();
    const timeLimit = { milliseconds: 1500, shown: "1.5s" };
    const refusal = await handler.create({ ...OPERATION, timeLimit }, INPUTS).catch(String);
    expect(refusal).toMatch(
      /^GitLabError: runner 1 is not ready after \d+ s: machines that contact GitLab: 0 of 1.*The resource's customTimeouts allow 1\.5s to create it$/,
    );
  });

  test("ends when the engine ends the operation", async () => {
    const handler = await start();
    const ended = new AbortController();
    const waiting = withSignal(ended.signal, () => handler.create(OPERATION, INPUTS)).catch(String);
    while (notes.length === 0) await sleep(20);
    ended.abort();
    expect(await waiting).toMatch(/runner 1 is not ready after \d+ s/);
  });

  test("ends when the runner is deleted meanwhile", async () => {
    const handler = await start();
    const waiting = handler.create(OPERATION, INPUTS).catch(String);
    while (notes.length === 0) await sleep(20);
    await ask(gitlab, "DELETE", "/runners/1");
    expect(await waiting).toMatch(/cannot read runner 1: GitLab answered 404/);
  });

  test("needs a GitLab that lists machines", async () => {
    const handler = await start({ version: "15" });
    const refusal = await handler.create(OPERATION, INPUTS).catch(String);
    expect(refusal).toMatch(/does not list them\. RunnerReady needs GitLab 16$/);
  });

  describe("that was done", () => {
    const news = { ...INPUTS, token: TOKEN };
    const readyAt = "2030-01-31T12:00:00.000Z";
    const state = async (): Promise<Properties> => {
      const __instance = await presentInstance(context);
      gitlab.requests.clear();
      return { ...news, readySystemIds: ["s_new"], readyAt, __instance };
    };

    test.each<[string, Properties, object, boolean]>([
      ["nothing", {}, { changes: false }, false],
      ["the timeout", { timeout: 30 }, { changes: true }, false],
      ["the token", { token: "glrt-another" }, { changes: true }, true],
      ["the number of machines", { minManagers: 2 }, { changes: true }, true],
      ["the version", { minVersion: "18" }, { changes: true }, true],
      ["the machines", { systemIds: ["s_new"] }, { changes: true }, true],
      ["a trigger", { triggers: ["another machine"] }, { changes: true }, true],
      ["the runner", { runnerId: 2 }, { replaces: ["runnerId"] }, false],
    ])("when %s changes", async (_what, change, difference, isWait) => {
      const handler = await start();
      const olds = await state();
      const changed = { ...news, ...change };
      expect(await handler.diff(OPERATION, "1", olds, changed)).toEqual(difference);
      const renewed = await handler.renewed(OPERATION, "1", olds, changed);
      if (!("replaces" in difference))
        expect(renewed).toEqual(isWait ? ["readySystemIds", "readyAt"] : []);
      const announced = notes.filter((note) => note.startsWith("up waits again until"));
      expect(announced).toHaveLength(isWait ? 1 : 0);
      expect(looks()).toBe(0);
    });

    test("waits again in an update, and not for another timeout", async () => {
      const handler = await start();
      const olds = await state();
      machine("s_new").start(() => TOKEN);
      const kept = await handler.update(OPERATION, "1", olds, { ...news, timeout: 30 });
      expect(kept).toEqual({ ...olds, timeout: 30 });
      expect(looks()).toBe(0);
      const again = await handler.update(OPERATION, "1", olds, { ...news, triggers: ["other"] });
      expect(looks()).toBeGreaterThan(1);
      expect(again).toMatchObject({ triggers: ["other"], readySystemIds: ["s_new"] });
      expect(again["readyAt"]).not.toBe(olds["readyAt"]);
    });

    test("is refreshed without a wait", async () => {
      const handler = await start();
      const olds = await state();
      const reading = { ...OPERATION, isLookup: false };
      expect(await handler.read(reading, "1", olds)).toEqual({
        outputs: olds,
        inputs: news,
        secretInputs: ["token"],
      });
      expect(looks()).toBe(0);
    });

    test("is gone when its runner is", async () => {
      const handler = await start();
      const olds = await state();
      await ask(gitlab, "DELETE", "/runners/1");
      expect(await handler.read({ ...OPERATION, isLookup: false }, "1", olds)).toBeUndefined();
    });

    test("is deleted without a request", async () => {
      const handler = await start();
      const olds = await state();
      await handler.delete(OPERATION, "1", olds);
      expect(gitlab.requests.all()).toEqual([]);
    });

    test("cannot be imported or looked up", async () => {
      const handler = await start();
      await expect(handler.read({ ...OPERATION, isLookup: true }, "1", {})).rejects.toThrow(
        /cannot read the RunnerReady "1": it is a wait, which exists in no GitLab/,
      );
    });
  });

  describe("that is declared", () => {
    test("is announced in the preview, which does not wait", async () => {
      const handler = await start();
      const { inputs, failures } = await handler.check(OPERATION, {}, { runnerId: "1" });
      expect({ inputs, failures }).toEqual({
        inputs: { runnerId: 1, minManagers: 1, timeout: 600 },
        failures: [],
      });
      expect(notes).toEqual([
        'RunnerReady "ready": up waits until 1 machine of runner 1 contacts GitLab, at most 600 s',
      ]);
      expect(looks()).toBe(0);
    });

    test.each<[Properties, RegExp]>([
      [{}, /runnerId: is missing/],
      [{ runnerId: 99 }, /runnerId: GitLab has no runner 99/],
      [{ runnerId: "x" }, /runnerId: must be the id of a runner/],
      [{ minManagers: 0 }, /minManagers: must be a whole number of machines from 1/],
      [{ minManagers: 1.5 }, /minManagers: must be a whole number/],
      [{ timeout: 0 }, /timeout: must be a whole number of seconds from 1 to 86400/],
      [{ timeout: 1e9 }, /timeout: must be a whole number of seconds/],
      [{ timeout: "10m" }, /timeout: must be a whole number of seconds/],
      [{ minVersion: "latest" }, /minVersion: must be a version of up to three numbers/],
      [{ minVersion: 18 }, /minVersion: must be a version/],
      [{ systemIds: "s_a" }, /systemIds: must be a list of system ids/],
      [{ systemIds: [""] }, /systemIds: holds a text that is no system id/],
      [{ systemIds: ["a\u001b[31m"] }, /systemIds: holds a text that is no system id/],
      [{ systemIds: ["s".repeat(65)] }, /systemIds: holds a text that is longer/],
      [
        { systemIds: ["<legacy>"] },
        /systemIds: holds "<legacy>", which is not the system id of one/,
      ],
      [
        { systemIds: Array.from({ length: 101 }, (_, index) => `s_${index}`) },
        /systemIds: has 101 system ids; 100 are the most/,
      ],
      [{ triggers: [1] }, /triggers: must hold texts only/],
      [
        { triggers: Array.from({ length: 101 }, String) },
        /triggers: has 101 texts; 100 are the most/,
      ],
      [{ token: "" }, /token: is empty/],
      [{ minManager: 2 }, /no argument .*did you mean minManagers/],
    ])("with wrong arguments is refused: %p", async (given, reason) => {
      const handler = await start();
      const news =
        "runnerId" in given || Object.keys(given).length === 0 ? given : { runnerId: 1, ...given };
      const { failures } = await handler.check(OPERATION, {}, news);
      expect(failures.map(({ property, reason: why }) => `${property}: ${why}`)).toEqual([
        expect.stringMatching(reason),
      ]);
      expect(notes).toEqual([]);
    });
  });
});
