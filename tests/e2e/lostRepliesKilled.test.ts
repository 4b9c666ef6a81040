import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator, Fault } from "../../emulator";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { descendantsOf, killNow, providersOf } from "../helpers/processes";
import { type Shown, Stack } from "../helpers/stack";

const NAMES = ["one", "two", "three", "four"];
const OF_APP = `runnerType: "project_type", projectId: "acme/app"`;
const programOf = (args: string, names = NAMES, options = ""): string => `
const { Runner } = require("pulumi-gitlab-runners");
for (const name of ${JSON.stringify(names)}) {
  exports[name] = new Runner(name, { ${args} }, { ${options} }).token;
}
`;
const CREATE = { method: "POST", path: "/user/runners" };
const RESET = { method: "POST", path: "/runners/:id/reset_authentication_token" };
/** Longer than it takes to notice that GitLab has done it, and to kill. */
const UNANSWERED: Fault = { kind: "latency", milliseconds: 10_000, when: "after" };

describe("an apply that is killed", () => {
  const program = programOf;
  let gitlab: Emulator;
  let stack: Stack;
  beforeEach(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: program(OF_APP), env: environmentOf(gitlab) });
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const runners = async (): Promise<{ id: number }[]> =>
    (await ask(gitlab, "GET", "/runners/all")).body as { id: number }[];
  const asked = (pattern: RegExp): number =>
    gitlab.requests.all().filter(({ method, path }) => pattern.test(`${method} ${path}`)).length;

  /** Applies until something is seen, and kills the provider or the engine with all it started. */
  const killUp = async (
    victim: "provider" | "engine",
    when: () => Promise<boolean> | boolean,
    ...args: string[]
  ): Promise<Shown> => {
    const applied = stack.up(...args);
    while (!(await when())) await sleep(50);
    const victims = (victim === "engine" ? descendantsOf : providersOf)(process.pid);
    expect(victims).not.toEqual([]);
    for (const { pid } of victims) killNow(pid);
    const shown = await applied;
    expect(shown.exitCode).not.toBe(0);
    if (victim === "engine") expect((await stack.pulumi("cancel", "--yes")).exitCode).toBe(0);
    gitlab.faults.clear();
    return shown;
  };
  /** As many runners at GitLab as are declared, each in the state with its token. */
  const expectConverged = async (names = NAMES): Promise<void> => {
    const ids = (await runners()).map(({ id }) => String(id)).sort();
    expect(names.map((name) => stack.resource(name)?.id).sort()).toEqual(ids);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    const { output } = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const tokens = JSON.parse(output) as Record<string, string>;
    for (const name of names) {
      const { body } = await ask(gitlab, "POST", "/runners/verify", { token: tokens[name] });
      expect(body).toMatchObject({ id: Number(stack.resource(name)?.id) });
    }
  };

  test.each(["provider", "engine"] as const)(
    "(%s) while replies are outstanding leaves no runner behind",
    async (victim) => {
      gitlab.faults.add({ ...UNANSWERED, ...CREATE, skip: 1, times: 99 });
      await killUp(victim, async () => (await runners()).length === NAMES.length);
      gitlab.requests.clear();
      const { output, exitCode } = await stack.up();
      expect(output).toMatch(
        /warning: .*takes over runner \d with a new token: an interrupted apply/,
      );
      expect(asked(/^(POST \/api\/v4\/user\/runners|DELETE )/)).toBe(0);
      expect(exitCode).toBe(0);
      expect(asked(/^GET \/api\/v4\/runners(\/all)?\?/)).toBe(1);
      await expectConverged();
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(await runners()).toEqual([]);
    },
  );

  test.each(["provider", "engine"] as const)(
    "(%s) while it gets a new token for the runner of a lost reply starts again",
    async (victim) => {
      stack.program(program(`${OF_APP}, maintenanceNote: "old"`, ["one"]));
      gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
      gitlab.faults.add({ ...UNANSWERED, ...RESET });
      await killUp(victim, () => asked(/reset_authentication_token/) > 0);
      stack.program(program(`${OF_APP}, maintenanceNote: "new", tagList: ["a"]`, ["one"]));
      expect((await stack.up()).exitCode).toBe(0);
      await expectConverged(["one"]);
      expect(stack.resource("one")?.outputs).toMatchObject({
        maintenanceNote: "new",
        tagList: ["a"],
      });
    },
  );

  test("and killed again while it takes over what was left goes on, too", async () => {
    stack.program(program(OF_APP, ["one"]));
    gitlab.faults.add({ ...UNANSWERED, ...CREATE });
    await killUp("provider", async () => (await runners()).length === 1);
    gitlab.faults.add({ ...UNANSWERED, method: "PUT", path: "/runners/:id" });
    await killUp("provider", () => asked(/^PUT /) > 0);
    expect((await stack.up()).exitCode).toBe(0);
    await expectConverged(["one"]);
    expect(stack.resource("one")?.id).toBe("1");
  });

  test("of a runner whose token expires leaves none behind, and the new one has the expiry", async () => {
    gitlab.seed({ settings: { plan: "premium" } });
    const tokenExpiresAt = new Date(Date.now() + 10 * 24 * 60 * 60 * 1000).toISOString();
    stack.program(program(`${OF_APP}, tokenExpiresAt: "${tokenExpiresAt}"`, ["one"]));
    gitlab.faults.add({ ...UNANSWERED, ...CREATE });
    await killUp("provider", async () => (await runners()).length === 1);
    gitlab.requests.clear();
    expect((await stack.up()).exitCode).toBe(0);
    const changes = gitlab.requests.all().filter(({ method }) => /POST|DELETE/.test(method));
    expect(changes.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
    await expectConverged(["one"]);
    expect(stack.resource("one")?.outputs).toMatchObject({ tokenExpiresAt });
  });

  test("is kept and reported where the state cannot be looked at, or it may be there on purpose", async () => {
    const without = (names: string[]): string => `
      require("@pulumi/pulumi").runtime.registerStackTransformation(({ props, opts }) => {
        const { __engine, ...others } = props;
        return { props: others, opts };
      });
      ${program(OF_APP, names)}`;
    stack.program(program(OF_APP, ["one", "two"], "retainOnDelete: true"));
    gitlab.faults.add({ ...UNANSWERED, ...CREATE, times: 2 });
    await killUp("provider", async () => (await runners()).length === 2);
    const retained = await stack.up();
    expect(retained.output).toMatch(
      /runner 1 stays as it is: .*retainOnDelete.*delete it in GitLab/,
    );
    expect(retained.exitCode).toBe(0);
    expect((await runners()).map(({ id }) => id).sort()).toEqual([1, 2, 3, 4]);

    stack.program(without(["three"]));
    gitlab.faults.add({ ...UNANSWERED, ...CREATE });
    await killUp("provider", async () => (await runners()).length === 5);
    const unseen = await stack.up();
    expect(unseen.output).toMatch(
      /runner 5 stays as it is: .*it is unknown whether a state has it/,
    );
    expect(stack.resource("three")?.id).toBe("6");
  });

  test("keeps its hands off runners of other resources and those that were in contact", async () => {
    stack.program(program(OF_APP, ["one"]));
    gitlab.faults.add({ ...UNANSWERED, ...CREATE });
    await killUp("provider", async () => (await runners()).length === 1);
    stack.program(program(OF_APP, ["other"]));
    expect((await stack.up()).exitCode).toBe(0);
    expect(stack.resource("other")?.id).toBe("2");
    gitlab.seed({
      runners: [{ id: 3, runner_type: "project_type", projects: ["acme/app"], managers: [] }],
    });
    const { body } = await ask(gitlab, "POST", "/runners/1/reset_authentication_token");
    const { token } = body as { token: string };
    await ask(gitlab, "POST", "/runners/verify", { token });
    stack.program(program(OF_APP, ["one"]));
    expect((await stack.up()).exitCode).toBe(0);
    expect(stack.resource("one")?.id).toBe("4");
  });

  test("during a replacement leaves no runner behind", async () => {
    const before = (project: string): string =>
      program(
        `runnerType: "project_type", projectId: "${project}"`,
        ["one"],
        "deleteBeforeReplace: false",
      );
    stack.program(before("acme/app"));
    expect((await stack.up()).exitCode).toBe(0);
    stack.program(before("acme/site"));
    gitlab.faults.add({ ...UNANSWERED, ...CREATE });
    await killUp("engine", async () => (await runners()).length === 2);
    expect((await stack.up()).exitCode).toBe(0);
    await expectConverged(["one"]);
    expect(stack.resource("one")?.id).toBe("2");
  });
});

describe.each([
  ["dynamic resources", ""],
  ["the plugin", "/plugin"],
])("a replacement that is asked for of %s", (_, entry) => {
  const program: typeof programOf = (...args) =>
    programOf(...args).replace("pulumi-gitlab-runners", `$&${entry}`);
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: program(OF_APP, ["one"], "deleteBeforeReplace: false"),
      plugin: true,
      env: environmentOf(gitlab),
    });
    expect((await stack.up()).exitCode).toBe(0);
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  /** The runner that the stack has, by the tests before. */
  let id: number;
  beforeEach(() => {
    gitlab.faults.clear();
    id = Number(stack.resource("one")?.id);
  });

  const statuses = (...ids: number[]): Promise<number[]> =>
    Promise.all(ids.map(async (each) => (await ask(gitlab, "GET", `/runners/${each}`)).status));
  const urn = (): string => stack.resource("one")?.urn ?? "";

  test.each(["--replace", "--target-replace"])("by %s makes a new runner", async (option) => {
    const { exitCode } = await stack.up(option, urn());
    expect(exitCode).toBe(0);
    expect(stack.resource("one")?.id).toBe(String(id + 1));
    expect(await statuses(id, id + 1)).toEqual([404, 200]);
  });

  test("with a lost reply does so, too", async () => {
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    expect((await stack.up("--replace", urn())).exitCode).toBe(0);
    expect(stack.resource("one")?.id).toBe(String(id + 1));
    expect(await statuses(id, id + 1)).toEqual([404, 200]);
  });

  const tokenOf = async (): Promise<string> =>
    (await stack.pulumi("stack", "output", "one", "--show-secrets")).output.trim();
  const accepted = async (token: string): Promise<unknown> => {
    const body = { token, system_id: "s_test" };
    return ((await ask(gitlab, "POST", "/runners/verify", body)).body as { id?: number }).id;
  };

  test("and refused by GitLab leaves the runner of the state as it is", async () => {
    const token = await tokenOf();
    gitlab.faults.add({ ...CREATE, kind: "status", status: 403 });
    expect((await stack.up("--replace", urn())).exitCode).not.toBe(0);
    expect(stack.resource("one")?.id).toBe(String(id));
    expect(await accepted(token)).toBe(id);
  });

  test("with retainOnDelete leaves each runner that was replaced with its token", async () => {
    stack.program(program(OF_APP, ["one"], "retainOnDelete: true"));
    expect((await stack.up()).exitCode).toBe(0);
    const made = [id, id + 1, id + 2];
    const tokens = [await tokenOf()];
    for (const each of made.slice(1)) {
      const { output, exitCode } = await stack.up("--replace", urn());
      expect(exitCode).toBe(0);
      expect(output).not.toMatch(/is deleted|takes over|stays as it is/);
      expect(stack.resource("one")?.id).toBe(String(each));
      tokens.push(await tokenOf());
    }
    expect(await Promise.all(tokens.map(accepted))).toEqual(made);
  });

  test("in a stack of the same name on another backend keeps off the runners of the first", async () => {
    const token = await tokenOf();
    const env = { ...environmentOf(gitlab), PULUMI_BACKEND_URL: "file://./backend" };
    const others = await Promise.all(
      [1, 2].map(() => Stack.create({ program: program(OF_APP, ["one"]), plugin: true, env })),
    );
    try {
      for (const [index, other] of others.entries()) {
        const { output, exitCode } = await other.up();
        expect(exitCode).toBe(0);
        expect(output).not.toMatch(/is deleted|takes over/);
        expect(other.resource("one")?.id).toBe(String(id + index + 1));
      }
      expect(await accepted(token)).toBe(id);
    } finally {
      for (const other of others) await other.dispose();
    }
  });
});
