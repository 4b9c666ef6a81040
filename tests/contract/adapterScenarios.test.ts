import { ATTRIBUTE_NAMES } from "../../provider/runner/argumentNames";
import { ARGUMENT_VALUES } from "../helpers/argumentValues";
import { ask, startGitLab } from "../helpers/gitlab";
import type { Declared, Program } from "../helpers/host/declared";
import { PollingMachine } from "../helpers/pollingMachine";
import { AS_ROOT, BothAdapters, type Life, type Step, build, linked } from "./adapterLives";

const both = new BothAdapters();
afterAll(() => {
  both.kill();
});

const runner = (name: string, args: Declared["args"]): Declared => ({ name, type: "Runner", args });
const site = (name: string, projectId: number | string): Declared => ({
  name,
  type: "ProjectRunnerAssignment",
  args: { projectId, runnerId: { idOf: "build" } },
});
/** Has a stack live by both. @returns what failed by both, and why. */
async function failures(live: (life: Life) => Promise<void>): Promise<readonly string[]> {
  const steps = await both.expectSame(AS_ROOT, live);
  return steps.flatMap(({ succeeded, what, output }) =>
    succeeded ? [] : [`${what}: ${output.join("; ")}`],
  );
}

describe("both adapters do the same", () => {
  test("with every attribute of each type of runner: set, changed, left out, replaced", async () => {
    const settings = (which: "value" | "other"): Declared["args"] =>
      Object.fromEntries(
        ATTRIBUTE_NAMES.filter((name) => name !== "locked").map((name) => [
          name,
          ARGUMENT_VALUES[name][which],
        ]),
      );
    const { value: tokenExpiresAt, other: later } = ARGUMENT_VALUES.tokenExpiresAt;
    const all = (args: Declared["args"], expiry = tokenExpiresAt): Program => [
      runner("instance", { runnerType: "instance_type", ...args }),
      runner("group", { runnerType: "group_type", groupId: "acme", ...args }),
      build({ ...args, tokenExpiresAt: expiry }),
    ];
    const failed = await failures(async (life) => {
      life.world.gitlab.seed({ settings: { plan: "premium" } });
      await life.apply(all(settings("value")));
      await life.refresh();
      await life.apply(all(settings("other")));
      await life.apply(all({}));
      await life.apply(all({}, later));
      await life.destroy();
    });
    expect(failed).toEqual([]);
  });

  test("when somebody changed runners, took assignments away or deleted a project", async () => {
    const program = [
      build({ tagList: ["a"] }),
      site("site", 12),
      runner("bare", { runnerId: 101 }),
    ];
    const failed = await failures(async (life) => {
      const { deployment, world } = life;
      await life.apply(program);
      const theirs = {
        paused: true,
        access_level: "ref_protected",
        tag_list: ["theirs"],
        maximum_timeout: 600,
        locked: true,
        description: "theirs",
        maintenance_note: "theirs",
      };
      for (const name of ["build", "bare"])
        await ask(world.gitlab, "PUT", `/runners/${deployment.ids().get(name) ?? ""}`, theirs);
      await life.refresh();
      await life.apply(program);
      await ask(
        world.gitlab,
        "DELETE",
        `/projects/12/runners/${deployment.ids().get("build") ?? ""}`,
      );
      await life.refresh();
      await life.apply(program);
      await ask(world.gitlab, "DELETE", "/projects/12");
      await life.refresh();
      await life.preview(program);
      await life.destroy();
    });
    expect(failed).toEqual([expect.stringMatching(/^preview: .*no project 12/)]);
  });

  test("with runners that are adopted, whose tokens are reset, and with a token that is dead", async () => {
    const adopted = (description: string): Program => [
      runner("byId", { runnerId: 101, resetTokenOnAdopt: true, description }),
      runner("byToken", { authenticationToken: { secret: "adoptable102" }, description }),
      runner("bare", { runnerId: 104 }),
    ];
    const reset = ({ world }: Life, id: number): Promise<unknown> =>
      ask(world.gitlab, "POST", `/runners/${id}/reset_authentication_token`);
    const failed = await failures(async (life) => {
      await life.apply(adopted("ours"));
      await life.apply(adopted("changed"));
      await reset(life, 101);
      await life.refresh();
      await life.apply(adopted("changed"));
      await reset(life, 102);
      await life.preview(adopted("changed"));
      await life.destroy();
      expect([...(await life.world.runners()).keys()]).toEqual(expect.arrayContaining([101, 102]));
    });
    expect(failed).toEqual([expect.stringMatching(/^preview: .*rejects this token/)]);
  });

  test("with assignments to groups whose projects appear, move and are archived", async () => {
    const ofGroup = (args: Declared["args"] = {}): Program => [
      build(),
      {
        name: "linked",
        type: "RunnerAssignments",
        args: { runnerId: { idOf: "build" }, groupIds: ["acme"], ...args },
      },
    ];
    const failed = await failures(async (life) => {
      const { gitlab } = life.world;
      await life.apply(ofGroup({ exceptProjectIds: ["acme/site"] }));
      gitlab.seed({
        groups: [{ id: 70, full_path: "elsewhere" }],
        projects: [{ id: 90, path_with_namespace: "acme/new" }],
      });
      await ask(gitlab, "PUT", "/projects/13/transfer", { namespace: "elsewhere" });
      await life.apply(ofGroup());
      await ask(gitlab, "POST", "/projects/90/archive");
      await ask(gitlab, "POST", "/projects/14/archive");
      await life.preview(ofGroup({ maxChanges: 1 }));
      await life.refresh();
      await life.apply(ofGroup({ projectIds: [90], drain: { timeout: 1 } }));
      await life.destroy();
    });
    expect(failed).toEqual([
      expect.stringMatching(/^preview: .*may change 1 of .* set maxChanges/),
    ]);
  });

  test("with settings whose change a preview explains by the projects", async () => {
    const steps = await both.expectSame(AS_ROOT, async (life) => {
      await life.apply([build({ tagList: ["a"] }), linked(12)]);
      await life.apply([build({ tagList: ["b"], paused: true, locked: true }), linked(12)]);
    });
    const shown = steps.filter(({ what }) => what === "preview").map(({ output }) => output);
    const names = ": acme/app (11), acme/site (12)";
    expect(shown).toEqual([
      ["1 project gains the new runner: acme/site (12)"],
      [
        `2 projects gain runner N for jobs with the tag "b"${names}`,
        `2 projects lose runner N for all jobs while it is paused and for jobs with the tag "a"${names}`,
        `no further project can gain runner N, as it is locked; 2 projects keep it${names}`,
      ],
    ]);
  });

  test("with a wait for the machines of a runner", async () => {
    const ready = (args: Declared["args"]): Program => [
      { name: "ready", type: "RunnerReady", args: { runnerId: 101, ...args } },
    ];
    const { dynamic, plugin } = await both.lives(AS_ROOT, async (life) => {
      const { world, deployment } = life;
      const token = world.secret("adoptable101");
      const machine = new PollingMachine(world.gitlab, "s_machine");
      machine.start(() => token);
      await life.apply(ready({}));
      await life.apply(ready({ token: { secret: "adoptable101" }, minVersion: "18" }));
      await life.apply(
        ready({ token: { secret: "adoptable101" }, minVersion: "18", timeout: 300 }),
      );
      const [{ outputs } = {}] = await deployment.deployed();
      expect(outputs).toMatchObject({ token, timeout: 300, readySystemIds: ["s_machine"] });
      await machine.stop();
      const waiting = ready({ triggers: ["another machine"], timeout: 1 });
      await life.preview(waiting);
      await life.step("up", () => deployment.up(waiting));
      await life.refresh();
      await life.preview(ready({ runnerId: 999 }));
      await life.destroy();
    });
    // How often a wait looks depends on how fast the machine is, and each look may show something else.
    const inShort = (steps: readonly Step[]) =>
      steps.map(({ requests, output, ...step }) => ({
        ...step,
        requests: [...new Set(requests.filter((line) => !line.includes("/jobs/request")))],
        output: output
          .filter((line) => !/^runner N, \d+ of \d+ s: /.test(line))
          .map((line) => line.replaceAll('"THEN"', "THEN")),
      }));
    expect(inShort(plugin)).toEqual(inShort(dynamic));
    const failed = dynamic.flatMap(({ succeeded, what, output }) =>
      succeeded ? [] : [`${what}: ${output.join("; ")}`],
    );
    expect(failed).toEqual([
      expect.stringMatching(
        /^up: .*runner N is not ready after \d+ s: machines that contact GitLab: 0 of 1/,
      ),
      expect.stringMatching(/^preview: .*GitLab has no runner/),
    ]);
  });

  test("with stale runners that are cleaned up", async () => {
    const stale = (id: number) => ({
      id,
      runner_type: "group_type" as const,
      group: "acme",
      created_at: "-P90D",
      contacted_at: `-P${id - 140}D`,
    });
    // The plugin cannot ask for the state here, as with programs in other languages than TypeScript.
    const cleanup = ({
      keepRunnerIds = [],
      ...args
    }: { keepRunnerIds?: number[] } & Declared["args"]): Program => [
      {
        name: "cleanup",
        type: "StaleRunnerCleanup",
        args: { groupId: "acme", keepRunnerIds: [202, ...keepRunnerIds], ...args },
      },
      runner("ours", { runnerId: 202 }),
    ];
    const failed = await failures(async (life) => {
      const { world, deployment } = life;
      world.gitlab.seed({ runners: [201, 202, 203, 204, 205].map(stale) });
      await life.apply([runner("ours", { runnerId: 202 })]);
      await life.preview(cleanup({ maxDeletions: 2 }));
      await life.step("up", () => deployment.up(cleanup({ maxDeletions: 2 })));
      const left = [...(await world.runners()).keys()].filter((id) => id > 200);
      expect(left).toEqual([201, 202, 203]);
      await life.refresh();
      await life.apply(cleanup({ maxDeletions: 2, keepRunnerIds: [203] }));
      await life.apply(cleanup({ maxDeletions: 3, keepRunnerIds: [203] }));
      const [{ outputs } = {}] = (await deployment.deployed()).filter(
        ({ name }) => name === "cleanup",
      );
      expect(outputs).toMatchObject({ deletedRunnerIds: [201], maxDeletions: 3 });
      await life.preview(cleanup({ projectId: 11 }));
      await life.destroy();
    });
    expect(failed).toEqual([expect.stringMatching(/^preview: .*cannot be given with groupId/)]);
  });

  test("with tokens whose rotation is due, by another runner and by a reset", async () => {
    const program = (image: string): Program => [
      build({ rotation: { everyDays: 30, keepers: { image } } }),
      linked(12),
      runner("group", {
        runnerType: "group_type",
        groupId: "acme",
        rotation: { everyDays: 30, keepers: { image }, strategy: "reset" },
      }),
      runner("adopted", { runnerId: 101, rotation: { everyDays: 80, strategy: "reset" } }),
    ];
    const steps = await both.expectSame(AS_ROOT, async (life) => {
      await life.apply(program("1"));
      life.letDaysPass(29);
      await life.apply(program("1"));
      life.letDaysPass(2);
      await life.refresh();
      await life.apply(program("1"));
      await life.apply(program("2"));
      life.letDaysPass(50);
      await life.apply(program("2"));
      await life.destroy();
    });
    expect(steps.filter(({ succeeded }) => !succeeded)).toEqual([]);
    const changes = steps
      .filter(({ what }) => what === "up")
      .map(({ requests }) => requests.filter((line) => !/^GET |\/verify /.test(line)));
    const reset = "POST /api/v4/runners/:id/reset_authentication_token 201";
    const replaced = [
      "DELETE /api/v4/runners/:id 204",
      "POST /api/v4/projects/12/runners 201",
      "POST /api/v4/user/runners 201",
    ];
    for (const [index, resets] of [
      [2, 1],
      [3, 1],
      [4, 2],
    ] as const)
      expect(changes[index]).toEqual(
        expect.arrayContaining([...replaced, ...Array<string>(resets).fill(reset)]),
      );
    expect(changes[1]).toEqual([]);
    const plans = steps.flatMap((step) => (step.what === "preview" ? [step.steps] : []));
    const rotated = { adopted: "same", build: "replace", group: "update", linked: "same" };
    expect(plans.slice(1)).toEqual([
      { adopted: "same", build: "same", group: "same", linked: "same" },
      rotated,
      rotated,
      { ...rotated, adopted: "update" },
    ]);
  });

  test("with the lifetimes of tokens: set, changed, left out, changed by somebody, put back", async () => {
    const tokens = (args: Declared["args"]): Program => [
      { name: "tokens", type: "RunnerTokenLifetimes", args },
    ];
    const failed = await failures(async (life) => {
      await life.apply(
        tokens({
          runnerTokenExpirationInterval: 864_000,
          groupRunnerTokenExpirationInterval: 864_000,
        }),
      );
      await life.apply(tokens({ runnerTokenExpirationInterval: 432_000 }));
      life.world.gitlab.seed({ settings: { runner_token_expiration_interval: null } });
      await life.refresh();
      await life.apply(tokens({ runnerTokenExpirationInterval: 432_000 }));
      await life.preview(tokens({ runnerTokenExpirationInterval: 60 }));
      await life.preview(tokens({}));
      await life.destroy();
    });
    expect(failed).toEqual([
      expect.stringMatching(/^preview: .*from 7200/),
      expect.stringMatching(/^preview: .*declares no interval/),
    ]);
  });

  test("with a thing that two resources declare, and with assignments that swap projects", async () => {
    const failed = await failures(async (life) => {
      await life.apply([build(), site("site", 12), site("docs", 13)]);
      await life.apply([build(), site("site", 13), site("docs", 12)]);
      await life.preview([build(), site("site", 13), site("docs", 13)]);
      await life.preview([build(), site("site", 13), linked(12)]);
      await life.preview([runner("ours", { runnerId: 101 }), runner("theirs", { runnerId: 101 })]);
      await life.apply([build(), site("renamed", 12)]);
      await life.destroy();
    });
    expect(failed.map((line) => line.slice(0, line.indexOf(":")))).toEqual(
      Array(3).fill("preview"),
    );
  });

  test("when a runner gets another owner, and its assignments go along", async () => {
    const failed = await failures(async (life) => {
      await life.apply([build(), linked(12)]);
      await life.apply([build({ projectId: 13 }), linked(12)]);
      await life.apply([build({ projectId: "acme/docs" }), linked(12)]);
      await life.destroy();
    });
    expect(failed).toEqual([]);
  });

  test("when the stack's GitLab becomes another one", async () => {
    const program = [build(), site("site", 12)];
    const failed = await failures(async (life) => {
      const { config } = life;
      const other = await startGitLab();
      await life.apply(program);
      Object.assign(config, {
        "gitlab:baseUrl": other.url,
        "gitlab:token": other.tokens["root"] ?? "",
      });
      await life.refresh();
      await life.step("up", () => life.deployment.up(program));
      config["gitlab-runners:deleteUnreachable"] = "true";
      await life.apply(program);
      await life.destroy();
      expect((await ask(other, "GET", "/runners/all")).body).toEqual([]);
      await other.close();
    });
    expect(failed).toEqual([
      expect.stringMatching(/^refresh: build: cannot read runner N: it belongs to GITLAB/),
      expect.stringMatching(/^up: .*deleteUnreachable/),
    ]);
  });
});
