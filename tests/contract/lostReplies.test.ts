import type { Emulator, Fault } from "../../emulator";
import { ask, posts, runnerAt, runnersAt, startGitLab } from "../helpers/gitlab";
import { ADAPTERS } from "../helpers/host/adapters";
import type { Declared } from "../helpers/host/declared";
import type { Ended } from "../helpers/host/deployment";
import { HostDeployment } from "../helpers/host/hostDeployment";
import { HostLane } from "../helpers/host/hostLane";

const OF_APP = { runnerType: "project_type", projectId: "acme/app" };
const CREATE = { method: "POST", path: "/user/runners" };
const LOST_ONE: Fault = { ...CREATE, kind: "reset", when: "after" };
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

const runner = (name: string, args: Declared["args"]): Declared => ({ name, type: "Runner", args });

function deploymentAt(
  gitlab: Emulator,
  lane: HostLane,
  { token = "root", ...config }: Readonly<Record<string, string>> = {},
): HostDeployment {
  return new HostDeployment(lane, {
    "gitlab:baseUrl": gitlab.url,
    "gitlab:token": gitlab.tokens[token] ?? "",
    // The least: a reply that takes longer is lost, and what it would have reported is looked for.
    "gitlab-runners:timeout": "1",
    ...config,
  });
}

/** Each runner of the state is one of GitLab's, which takes the token that the state holds for its. */
async function expectTokens(gitlab: Emulator, deployment: HostDeployment): Promise<void> {
  for (const { id, outputs } of await deployment.deployed()) {
    const { body } = await ask(gitlab, "POST", "/runners/verify", { token: outputs["token"] });
    expect(body).toMatchObject({ id: Number(id) });
  }
}

describe.each(ADAPTERS)("by the adapter %s,", (adapter) => {
  const lane = new HostLane(adapter);
  afterAll(() => {
    lane.kill();
  });

  describe("a lost reply, of one creation after the other in a stack,", () => {
    let gitlab: Emulator;
    let deployment: HostDeployment;
    const declared: Declared[] = [];
    beforeAll(async () => {
      gitlab = await startCompany();
      deployment = deploymentAt(gitlab, lane);
    });
    afterAll(async () => {
      await deployment.dispose();
      await gitlab.close();
    });

    /** Declares one more runner, and finds that just this one was made. @returns it as the state has it. */
    const create = async (
      args: Declared["args"],
    ): Promise<{ id: string; outputs: Readonly<Record<string, unknown>> }> => {
      const before = [...deployment.ids()];
      const name = `build${declared.length}`;
      declared.push(runner(name, args));
      gitlab.requests.clear();
      expect(await deployment.up(declared)).toMatchObject({ succeeded: true });
      const id = deployment.ids().get(name) ?? "";
      expect([...deployment.ids()]).toEqual([...before, [name, id]]);
      const atGitLab = (await runnersAt(gitlab)).map((row) => String(row.id));
      expect([...deployment.ids().values()]).toEqual(expect.arrayContaining(atGitLab));
      expect(atGitLab).toHaveLength(declared.length);
      const made = (await deployment.deployed()).find((resource) => resource.name === name);
      return { id, outputs: made?.outputs ?? {} };
    };

    test.each(LOST)("%s ends in one runner", async (_, fault) => {
      gitlab.faults.add({ ...fault, ...CREATE });
      const { id, outputs } = await create({
        ...OF_APP,
        description: "build",
        tagList: ["a"],
        maintenanceNote: "ours",
      });
      expect(outputs).toMatchObject({ maintenanceNote: "ours" });
      expect(await runnerAt(gitlab, id)).toMatchObject({
        tag_list: ["a"],
        maintenance_note: expect.stringMatching(
          /^ours\nCreated by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)$/,
        ) as string,
      });
      expect(posts(gitlab, "/api/v4/user/runners")).toBe(fault.when === "after" ? 1 : 2);
    });

    test.each(["instance_type", "group_type"])("of a runner of %s, too", async (runnerType) => {
      gitlab.faults.add(LOST_ONE);
      await create({ runnerType, ...(runnerType === "group_type" && { groupId: "acme" }) });
      expect(posts(gitlab, "/api/v4/user/runners")).toBe(1);
    });

    test("of a registration ends in one runner, too", async () => {
      gitlab.faults.add({ kind: "reset", when: "after", method: "POST", path: "/runners" });
      const { outputs } = await create({ registrationToken: "register-me", description: "build" });
      expect(posts(gitlab, "/api/v4/runners")).toBe(1);
      expect(outputs).toMatchObject({ runnerType: "instance_type" });
    });

    test("a second one, of the repetition, does no harm", async () => {
      gitlab.faults.add({ ...CREATE, kind: "reset" });
      gitlab.faults.add(LOST_ONE);
      await create(OF_APP);
      expect(posts(gitlab, "/api/v4/user/runners")).toBe(2);
    });

    test("a token with an expiry of its own is not lost: the runner is created again", async () => {
      const tokenExpiresAt = new Date(Date.now() + 10 * 24 * 60 * 60 * 1000).toISOString();
      gitlab.faults.add(LOST_ONE);
      const { outputs } = await create({ ...OF_APP, tokenExpiresAt });
      expect(outputs).toMatchObject({ tokenExpiresAt });
      expect(posts(gitlab, "/api/v4/user/runners")).toBe(2);
    });

    test("of the new token, too, is got over by another", async () => {
      gitlab.faults.add(LOST_ONE);
      gitlab.faults.add({
        kind: "reset",
        when: "after",
        path: "/runners/:id/reset_authentication_token",
      });
      const { id } = await create(OF_APP);
      expect(posts(gitlab, `/api/v4/runners/${id}/reset_authentication_token`)).toBe(2);
    });

    test("leaves nothing to do, each runner with its token", async () => {
      expect(await deployment.expectNoChanges(declared)).toMatchObject({ succeeded: true });
      expect(await deployment.deployed()).toHaveLength(declared.length);
      await expectTokens(gitlab, deployment);
      expect(await deployment.refresh()).toMatchObject({ succeeded: true });
      expect(await deployment.expectNoChanges(declared)).toMatchObject({ succeeded: true });
      expect(await deployment.destroy()).toMatchObject({ succeeded: true });
      expect(await runnersAt(gitlab)).toEqual([]);
    });
  });

  describe("a lost reply", () => {
    let gitlab: Emulator;
    let deployment: HostDeployment;
    beforeEach(async () => {
      gitlab = await startCompany();
    });
    afterEach(async () => {
      await deployment.dispose();
      await gitlab.close();
    });

    const start = (config?: Readonly<Record<string, string>>): void => {
      deployment = deploymentAt(gitlab, lane, config);
      gitlab.requests.clear();
    };

    test("for a user who is no administrator", async () => {
      start({ token: "maintainer" });
      const program = [runner("build", OF_APP)];
      gitlab.faults.add(LOST_ONE);
      expect(await deployment.up(program)).toMatchObject({ succeeded: true });
      const atGitLab = (await runnersAt(gitlab)).map(({ id }) => String(id));
      expect([...deployment.ids().values()]).toEqual(atGitLab);
      expect(atGitLab).toHaveLength(1);
      expect(await deployment.expectNoChanges(program)).toMatchObject({ succeeded: true });
      await expectTokens(gitlab, deployment);
    });

    test.each<[what: string, left: number, end: () => Promise<Ended>]>([
      ["destroyed", 0, () => deployment.destroy()],
      [
        "interrupted while it replaces the runner",
        1,
        async () => {
          const program = [runner("build", OF_APP)];
          gitlab.faults.add({
            kind: "status",
            status: 403,
            method: "DELETE",
            path: "/runners/:id",
          });
          await deployment.up(program, ["build"]);
          gitlab.faults.clear();
          return deployment.up(program);
        },
      ],
    ])("that is not found in time is found when the stack is %s", async (_, left, end) => {
      start();
      for (const path of ["/runners/all", "/projects/:id/runners"])
        gitlab.faults.add({
          kind: "stale",
          milliseconds: 3_600_000,
          method: "GET",
          path,
          times: 1_000,
        });
      gitlab.faults.add(LOST_ONE);
      expect(await deployment.up([runner("build", OF_APP)])).toMatchObject({ succeeded: true });
      gitlab.faults.clear();
      expect(await runnersAt(gitlab)).toHaveLength(2);
      expect(await end()).toMatchObject({ succeeded: true });
      const ids = [...deployment.ids().values()];
      expect(ids).toHaveLength(left);
      expect((await runnersAt(gitlab)).map(({ id }) => String(id))).toEqual(ids);
    });

    test("that cannot be looked for is a failure with the way out", async () => {
      start({ token: "narrow" });
      gitlab.faults.add(LOST_ONE);
      const { output, succeeded } = await deployment.up([
        runner("build", { runnerType: "project_type", projectId: 11 }),
      ]);
      expect(succeeded).toBe(false);
      expect(output).toMatch(
        /reply was lost.*"Created by pulumi-gitlab-runners \([0-9a-f-]{25}\)".*runnerId and resetTokenOnAdopt/s,
      );
      expect([...deployment.ids()]).toEqual([]);
      expect(await runnersAt(gitlab)).toHaveLength(1);
      expect(posts(gitlab, "/api/v4/user/runners")).toBe(1);
    });

    test("is not risked when an orphan cannot be listed", async () => {
      start({ "gitlab:retries": "0" });
      gitlab.faults.add({ kind: "status", status: 500, path: "/runners/all" });
      const { output, succeeded } = await deployment.up([runner("build", OF_APP)]);
      expect(succeeded).toBe(false);
      expect(output).toMatch(/cannot list all runners.*500.*creationMarker false/);
      expect(posts(gitlab, "/api/v4/user/runners")).toBe(0);
    });

    test("without markers is a failure, and the note is as declared", async () => {
      start({ "gitlab-runners:creationMarker": "false" });
      gitlab.faults.add(LOST_ONE);
      const { output, succeeded } = await deployment.up([
        runner("build", { ...OF_APP, maintenanceNote: "ours" }),
      ]);
      expect(succeeded).toBe(false);
      expect(output).toMatch(/it is unknown whether GitLab did this: create a runner/);
      expect(await runnerAt(gitlab, 1)).toMatchObject({ maintenance_note: "ours" });
      expect(gitlab.requests.all().filter(({ path }) => path.includes("never_contacted"))).toEqual(
        [],
      );
    });
  });
});
