import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator, Fault } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const OF_APP = `runnerType: "project_type", projectId: "acme/app"`;
const program = (args: string): string => `
const { Runner } = require("pulumi-gitlab-runners");
const runner = new Runner("build", { ${args} });
exports.token = runner.token;
`;
const LOST: readonly (readonly [string, Fault])[] = [
  ["a connection cut after the effect", { kind: "reset", when: "after" }],
  ["502 after the effect", { kind: "status", status: 502, when: "after" }],
  ["a truncated answer", { kind: "truncated", when: "after" }],
  ["a malformed answer", { kind: "malformed", when: "after" }],
  ["an answer without a token", { kind: "status", status: 201, body: { id: 1 }, when: "after" }],
  ["a proxy's page", { kind: "proxyPage", status: 504, when: "after" }],
  ["an answer after the time-out", { kind: "latency", milliseconds: 3_000, when: "after" }],
  ["a connection cut before the effect", { kind: "reset" }],
  ["500 before the effect", { kind: "status", status: 500 }],
];

/** Where one may create runners of each type, in each way. */
async function startCompany(): Promise<Emulator> {
  const gitlab = await startGitLab();
  gitlab.seed({
    users: [{ username: "ada" }],
    tokens: [
      { name: "maintainer", user: "ada" },
      { name: "narrow", user: "ada", scopes: ["create_runner", "manage_runner"] },
    ],
    members: [{ user: "ada", of: "acme", role: "owner" }],
    settings: {
      plan: "premium",
      allow_registration_token: true,
      runners_registration_token: "register-me",
    },
  });
  return gitlab;
}

async function runnersAt(gitlab: Emulator): Promise<{ id: number; description: string }[]> {
  const { body } = await ask(gitlab, "GET", "/runners/all");
  return body as { id: number; description: string }[];
}

/** How often something was asked for. */
function posts(gitlab: Emulator, path: string): number {
  const asked = gitlab.requests.all().map((request) => `${request.method} ${request.path}`);
  return asked.filter((line) => line === `POST ${path}`).length;
}

describe("a lost reply, of one creation after the other in a stack,", () => {
  let gitlab: Emulator;
  let stack: Stack;
  const declared: string[] = [];
  beforeAll(async () => {
    gitlab = await startCompany();
    stack = await Stack.create({ program: "", env: environmentOf(gitlab) });
    await stack.config("gitlab-runners:timeout", "1");
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const names = (): string[] => declared.map((_, index) => `build${index}`);
  /** Declares one more runner, and finds that just this one was made. @returns its name and id. */
  const create = async (args: string): Promise<{ name: string; id: string }> => {
    declared.push(`{ ${args} }`);
    stack.program(`
      const { Runner } = require("pulumi-gitlab-runners");
      [${declared.join(", ")}].forEach((args, index) => {
        exports["build" + index] = new Runner("build" + index, args).token;
      });
    `);
    gitlab.requests.clear();
    const { output, exitCode } = await stack.up();
    // With the first runner comes the stack itself.
    expect(output).toContain(`+ ${declared.length === 1 ? 2 : 1} created`);
    expect(exitCode).toBe(0);
    const atGitLab = (await runnersAt(gitlab)).map(({ id }) => String(id));
    expect(names().map((name) => stack.resource(name)?.id)).toEqual(
      expect.arrayContaining(atGitLab),
    );
    expect(atGitLab).toHaveLength(declared.length);
    const name = `build${declared.length - 1}`;
    return { name, id: stack.resource(name)?.id ?? "" };
  };

  test.each(LOST)("%s ends in one runner", async (_, fault) => {
    gitlab.faults.add({ ...fault, method: "POST", path: "/user/runners" });
    const { name, id } = await create(
      `${OF_APP}, description: "build", tagList: ["a"], maintenanceNote: "ours"`,
    );
    expect(stack.resource(name)?.outputs).toMatchObject({ maintenanceNote: "ours" });
    expect(await runnerAt(gitlab, id)).toMatchObject({
      tag_list: ["a"],
      maintenance_note: expect.stringMatching(
        /^ours\nCreated by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)$/,
      ) as string,
    });
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(fault.when === "after" ? 1 : 2);
  });

  test.each(["instance_type", "group_type"])("of a runner of %s, too", async (type) => {
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    await create(`runnerType: "${type}"${type === "group_type" ? `, groupId: "acme"` : ""}`);
  });

  test("of a registration ends in one runner, too", async () => {
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/runners" });
    const { name } = await create(`registrationToken: "register-me", description: "build"`);
    expect(posts(gitlab, "/api/v4/runners")).toBe(1);
    expect(stack.resource(name)?.outputs).toMatchObject({ runnerType: "instance_type" });
  });

  test("a second one, of the repetition, does no harm", async () => {
    gitlab.faults.add({ kind: "reset", method: "POST", path: "/user/runners" });
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    await create(OF_APP);
  });

  test("a token with an expiry of its own is not lost: the runner is created again", async () => {
    const expiry = new Date(Date.now() + 10 * 24 * 60 * 60 * 1000).toISOString();
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    const { name } = await create(`${OF_APP}, tokenExpiresAt: "${expiry}"`);
    expect(stack.resource(name)?.outputs).toMatchObject({ tokenExpiresAt: expiry });
  });

  test("of the new token, too, is got over by another", async () => {
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    gitlab.faults.add({
      kind: "reset",
      when: "after",
      path: "/runners/:id/reset_authentication_token",
    });
    const { id } = await create(OF_APP);
    expect(posts(gitlab, `/api/v4/runners/${id}/reset_authentication_token`)).toBe(2);
  });

  test("leaves nothing to do, each runner with its token", async () => {
    const unchanged = `${declared.length + 1} unchanged`;
    expect((await stack.preview("--expect-no-changes", "--diff")).output).toContain(unchanged);
    const shown = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const tokens = JSON.parse(shown.output) as Record<string, string>;
    for (const name of names()) {
      const { body } = await ask(gitlab, "POST", "/runners/verify", { token: tokens[name] });
      expect(body).toMatchObject({ id: Number(stack.resource(name)?.id) });
    }
    expect((await stack.refresh()).exitCode).toBe(0);
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnersAt(gitlab)).toEqual([]);
  });
});

describe("a lost reply", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeEach(async () => {
    gitlab = await startCompany();
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const start = async (args: string, token?: string): Promise<void> => {
    stack = await Stack.create({ program: program(args), env: environmentOf(gitlab, token) });
    await stack.config("gitlab-runners:timeout", "1");
    gitlab.requests.clear();
  };
  const tokenOf = async (): Promise<string> =>
    (await stack.pulumi("stack", "output", "token", "--show-secrets")).output.trim();
  const verified = async (): Promise<unknown> =>
    (await ask(gitlab, "POST", "/runners/verify", { token: await tokenOf() })).body;
  /** One runner at GitLab, the same in the state with its token, and nothing left to do. */
  const expectOneRunner = async (): Promise<number> => {
    const [only, ...others] = await runnersAt(gitlab);
    expect(others).toEqual([]);
    expect(stack.resource("build")?.id).toBe(String(only?.id));
    expect((await stack.preview("--expect-no-changes", "--diff")).output).toContain("2 unchanged");
    expect(await verified()).toMatchObject({ id: only?.id });
    return only?.id ?? 0;
  };

  test("for a user who is no administrator", async () => {
    await start(OF_APP, "maintainer");
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    expect((await stack.up()).exitCode).toBe(0);
    await expectOneRunner();
  });

  test("a runner that comes late, after its request was repeated, is deleted", async () => {
    await start(OF_APP);
    await stack.config("gitlab-runners:timeout", "20");
    const create = { method: "POST", path: "/user/runners" };
    gitlab.faults.add({ ...create, kind: "reset" });
    gitlab.faults.add({ ...create, kind: "latency", milliseconds: 4_000, when: "after" });
    const applied = stack.up();
    let made: Record<string, unknown> | undefined;
    while (!(made = await runnerAt(gitlab, 1))) await sleep(50);
    // The repeated request has made its runner and is not answered yet; now the first one is served.
    const { maintenance_note } = made;
    const late = { runner_type: "project_type", project_id: 11, maintenance_note };
    expect((await ask(gitlab, "POST", "/user/runners", late)).body).toMatchObject({ id: 2 });
    const { output, exitCode } = await applied;
    expect(exitCode).toBe(0);
    expect(output).toMatch(/warning: .*runner 2 is deleted.*created runner 1/);
    await expectOneRunner();
  });

  const CREATE = { method: "POST", path: "/user/runners" };
  /** Lists as of a replica of the database that is behind. */
  const lag = (milliseconds: number): void => {
    for (const path of ["/runners/all", "/projects/:id/runners"])
      gitlab.faults.add({ kind: "stale", milliseconds, method: "GET", path, times: 1_000 });
  };

  test("with a replica that is 7 seconds behind is found by the same apply", async () => {
    await start(OF_APP);
    await stack.config("gitlab-runners:timeout", "60");
    lag(7_000);
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    expect((await stack.up()).exitCode).toBe(0);
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(1);
    gitlab.faults.clear();
    await expectOneRunner();
  });

  test("that is not found in time is found by a later up, whichever that is", async () => {
    await start(OF_APP);
    lag(3_600_000);
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    expect((await stack.up()).exitCode).toBe(0);
    expect(stack.resource("build")?.id).toBe("2");
    const behind = await stack.up("--expect-no-changes");
    expect(behind.exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeDefined();
    gitlab.faults.clear();
    const preview = await stack.preview();
    expect(preview.output).toMatch(/warning: .*runner 1 is a twin of runner 2.*up deletes it/);
    expect(await runnerAt(gitlab, 1)).toBeDefined();
    const { output, exitCode } = await stack.up();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/warning: .*runner 1 is deleted.*created runner 2/);
    await expectOneRunner();
  });

  test("that is not found in time is found when the stack is destroyed", async () => {
    await start(OF_APP);
    lag(3_600_000);
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    expect((await stack.up()).exitCode).toBe(0);
    gitlab.faults.clear();
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnersAt(gitlab)).toEqual([]);
  });

  test("when no new token can be got, the runner is in the state and the next up gets it", async () => {
    await start(OF_APP);
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    gitlab.faults.add({
      kind: "status",
      status: 403,
      path: "/runners/:id/reset_authentication_token",
    });
    const { output, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/cannot reset the token of runner 1/);
    expect(stack.resource("build")).toMatchObject({ id: "1" });
    const preview = await stack.preview();
    expect(preview.output).toMatch(/warning: .*token of runner 1 is not known.*lost/);
    expect(preview.output).toContain("~ 1 to update");
    expect((await stack.up()).exitCode).toBe(0);
    await expectOneRunner();
  });

  test("that cannot be looked for is a failure with the way out", async () => {
    await start(`runnerType: "project_type", projectId: 11`, "narrow");
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    const { output, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(
      /reply was lost.*"Created by pulumi-gitlab-runners \([0-9a-f-]{25}\)".*runnerId with resetTokenOnAdopt/s,
    );
    expect(await runnersAt(gitlab)).toHaveLength(1);
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(1);
  });

  test("is not risked when what was left behind cannot be listed", async () => {
    await start(OF_APP);
    await stack.config("gitlab:retries", "0");
    gitlab.faults.add({ kind: "status", status: 500, path: "/runners/all" });
    const { output, exitCode } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/cannot list all runners.*500.*creationMark false/);
    expect(posts(gitlab, "/api/v4/user/runners")).toBe(0);
  });

  test("without marks is a failure, and the note is as declared", async () => {
    await start(`${OF_APP}, maintenanceNote: "ours"`);
    await stack.config("gitlab-runners:creationMark", "false");
    gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/user/runners" });
    expect((await stack.up()).output).toMatch(/cannot tell whether GitLab did create a runner/);
    expect(await runnerAt(gitlab, 1)).toMatchObject({ maintenance_note: "ours" });
    expect(gitlab.requests.all().filter(({ path }) => path.includes("never_contacted"))).toEqual(
      [],
    );
  });
});
