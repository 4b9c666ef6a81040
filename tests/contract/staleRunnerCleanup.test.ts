import { type Emulator, startEmulator } from "../../emulator";
import { createGitLabClient, markerLine } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { type Context, newContext } from "../../provider/context/context";
import type { StoredRunner } from "../../provider/context/heldRunners";
import { runnerHandler } from "../../provider/handlers/runner";
import { staleRunnerCleanupHandler } from "../../provider/handlers/staleRunnerCleanup";
import type { Operation, Properties, ResourceHandler } from "../../provider/values/operation";
import { PartialFailure } from "../../provider/values/partialFailure";
import { ask, runnersAt } from "../helpers/gitlab";

const OPERATION: Operation = {
  resource: { urn: "urn:pulumi:dev::stack::a:b:StaleRunnerCleanup::old" },
};
const WHO = 'StaleRunnerCleanup "old": ';
const STACK = markerLine({ resource: "0123456789abcdef", attempt: "01234567" });
const group = (id: number, days: number, more: object = {}) => ({
  id,
  runner_type: "group_type" as const,
  group: "acme",
  created_at: "-P90D",
  contacted_at: `-P${days}D`,
  ...more,
});

/** Cleanups by the real handler in the embedded GitLab. */
describe("a cleanup of stale runners", () => {
  let gitlab: Emulator;
  let context: Context;
  let notes: string[];
  let warnings: string[];
  let handler: ResourceHandler;

  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "mia" }, { username: "guest" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "mia", user: "mia" },
          { name: "guest", user: "guest" },
        ],
        groups: [{ id: 5, full_path: "acme" }, { full_path: "acme/web" }],
        projects: [
          { id: 1, path_with_namespace: "acme/app" },
          { id: 2, path_with_namespace: "acme/site" },
        ],
        members: [
          { user: "mia", of: "acme", role: "owner" },
          { user: "guest", of: "acme", role: "guest" },
        ],
        runners: [
          group(10, 40, { description: "old\u001b[2J" }),
          group(11, 80),
          group(12, 1, { contacted_at: null }),
          group(13, 29),
          group(15, 40, { maintenance_note: STACK }),
          group(16, 40),
          group(17, 40),
          group(21, 40, { group: "acme/web" }),
          { id: 20, runner_type: "instance_type", created_at: "-P90D" },
          {
            id: 30,
            runner_type: "project_type",
            projects: ["acme/site", "acme/app"],
            created_at: "-P90D",
          },
        ],
      },
    });
  });
  afterAll(() => gitlab.close());
  beforeEach(() => {
    gitlab.reset();
    gitlab.requests.clear();
    start("root", { state: [{ outputs: { runnerId: 16, __origin: { way: "adopt" } } }] });
  });

  function start(
    user: string,
    {
      config = {},
      state,
      isStateWhole = true,
    }: { config?: Record<string, string>; state?: StoredRunner[]; isStateWhole?: boolean } = {},
  ): void {
    const all: Record<string, string | undefined> = {
      "gitlab:baseUrl": gitlab.url,
      "gitlab:token": gitlab.tokens[user],
      ...config,
    };
    const settings = readSettings({ config: (key) => all[key], environment: {} });
    notes = [];
    warnings = [];
    context = newContext({
      gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
      settings,
      warn: (text) => void warnings.push(text),
      note: (text) => void notes.push(text),
      ...(state && { readState: () => Promise.resolve(state) }),
      isStateWhole: () => isStateWhole,
    });
    handler = staleRunnerCleanupHandler(() => context);
  }

  async function check(news: Properties, olds: Properties = {}): Promise<Properties> {
    const { inputs, failures } = await handler.check(OPERATION, olds, news);
    expect(failures).toEqual([]);
    return inputs;
  }
  const listed = ({ staleRunners }: Properties): number[] =>
    (staleRunners as { id: number }[]).map(({ id }) => id);
  const reasonsOf = async (news: Properties): Promise<string[]> => {
    const { failures } = await handler.check(OPERATION, {}, news);
    return failures.map(({ property, reason }) => `${property}: ${reason}`);
  };
  const deletions = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method }) => method === "DELETE")
      .map(({ path }) => path);

  test("lists in the preview what it is to delete, the longest unheard first, and who stays", async () => {
    const inputs = await check({ groupId: "acme", keepRunnerIds: ["17"], maxDeletions: 2 });
    expect(inputs).toMatchObject({ groupId: 5, olderThanDays: 30, keepRunnerIds: [17] });
    expect(listed(inputs)).toEqual([12, 11]);
    expect(inputs["staleRunners"]).toEqual([
      expect.not.objectContaining({ contactedAt: expect.anything() as unknown }),
      expect.objectContaining({
        runnerType: "group_type",
        contactedAt: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/) as string,
      }),
    ]);
    expect(notes).toEqual([
      `${WHO}up deletes the stale runners 12, 11`,
      `${WHO}the stale runner 10 waits for the next up, because maxDeletions is 2`,
      `${WHO}the stale runner 15 stays: it belongs to a stack of pulumi-gitlab-runners`,
      `${WHO}the stale runner 16 stays: it belongs to this stack`,
      `${WHO}the stale runner 17 stays: keepRunnerIds has its id`,
    ]);
    expect([deletions(), warnings]).toEqual([[], []]);
  });

  test("lists no characters that a terminal would obey", async () => {
    const inputs = await check({ groupId: 5 });
    expect(JSON.stringify(inputs)).toContain("old\\\\u{1b}[2J");
  });

  test.each<[what: string, args: Properties, ids: number[]]>([
    ["a project", { projectId: "acme/app" }, [30]],
    ["the instance", {}, [12, 20, 30, 11, 10, 17, 21]],
    ["a type", { runnerType: "instance_type" }, [20]],
    ["a status", { groupId: 5, status: "never_contacted" }, [12]],
    ["tags", { groupId: 5, tagList: ["none has it"] }, []],
    ["an age", { groupId: 5, olderThanDays: 60 }, [12, 11]],
  ])("lists the stale runners of %s", async (_, args, ids) => {
    const inputs = await check(args);
    expect(listed(inputs).sort()).toEqual(ids.sort());
  });

  test("deletes what is still stale of its list, and nothing else", async () => {
    const inputs = await check({ groupId: 5, keepRunnerIds: [17] });
    expect(listed(inputs)).toEqual([12, 11, 10]);
    const token = await tokenOf(11);
    await ask(gitlab, "POST", "/runners/verify", { token, system_id: "s_back" });
    await ask(gitlab, "DELETE", "/runners/12");
    gitlab.seed({ runners: [group(40, 50)] });
    notes.length = 0;
    const { id, outputs } = await handler.create(OPERATION, inputs);
    expect(id).toBe("groups/5");
    expect(outputs).toMatchObject({
      deletedRunnerIds: [10],
      deletedAt: expect.stringMatching(/^\d{4}-/) as string,
    });
    expect(notes.sort()).toEqual([
      "runner 10 is deleted",
      expect.stringMatching(/^runner 11 stays: its last contact was at /),
      "runner 12 is gone already",
    ]);
    const left = await idsLeft();
    expect(left).toEqual(expect.arrayContaining([11, 40]));
  });

  const ADOPTER: Operation = {
    resource: { urn: "urn:pulumi:dev::stack::a:b:Runner::kept" },
  };
  const adoptionOf = async (runnerId: number): Promise<string[]> => {
    const { failures } = await runnerHandler(() => context).check(ADOPTER, {}, { runnerId });
    return failures.map(({ property, reason }) => `${property}: ${reason}`);
  };

  test("a resource that is to adopt a stale runner keeps it, whichever is checked first", async () => {
    expect(await adoptionOf(10)).toEqual([]);
    const inputs = await check({ groupId: 5, maxDeletions: 1 });
    expect(listed(inputs)).toEqual([12]);
    expect(notes).toContain(`${WHO}the stale runners 10, 16 stay: it belongs to this stack`);
    // Those that wait may have their turn in this up.
    for (const id of [11, 12])
      expect(await adoptionOf(id)).toEqual([
        `runnerId: runner ${id} is stale, and StaleRunnerCleanup "old" is to delete it. Add this resource ` +
          `to the dependsOn of StaleRunnerCleanup "old", or ${id} to its keepRunnerIds`,
      ]);
    await handler.create(OPERATION, inputs);
    expect([deletions(), notes.at(-1)]).toEqual([[], "runner 12 stays: it belongs to this stack"]);
    start("root", { state: [] });
    await check({ groupId: 5, keepRunnerIds: [12] });
    expect(await adoptionOf(12)).toEqual([]);
  });

  test("a resource that declares a runner while GitLab lists the stale ones keeps it", async () => {
    gitlab.faults.add({ kind: "latency", milliseconds: 400, path: "/runners/11" });
    const listing = check({ groupId: 5 });
    const isAsked = (): boolean =>
      gitlab.requests
        .all()
        .some(({ path, status }) => path.includes("/runners/17?") && status === 200);
    while (!isAsked()) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await adoptionOf(10)).toEqual([]);
    expect(listed(await listing)).not.toContain(10);
  });

  test("what a resource of this process has adopted by its token stays", async () => {
    const inputs = await check({ groupId: 5, keepRunnerIds: [17] });
    context.declarations.noteMade("10");
    expect(await handler.create(OPERATION, inputs)).toMatchObject({
      outputs: { deletedRunnerIds: [12, 11] },
    });
  });

  test("has nothing to do without stale runners, and keeps what it did last", async () => {
    const inputs = await check({ groupId: 5 });
    const { id, outputs } = await handler.create(OPERATION, inputs);
    const later = await check({ groupId: 5 }, inputs);
    expect(listed(later)).toEqual([]);
    expect(await handler.diff(OPERATION, id, outputs, later)).toEqual({ changes: false });
    const raised = await check({ groupId: 5, maxDeletions: 3 }, inputs);
    expect(await handler.diff(OPERATION, id, outputs, raised)).toEqual({ changes: true });
    expect(await handler.renewed(OPERATION, id, outputs, raised)).toEqual([]);
    const { deletedRunnerIds, deletedAt } = outputs;
    expect(await handler.update(OPERATION, id, outputs, raised)).toMatchObject({
      maxDeletions: 3,
      deletedRunnerIds,
      deletedAt,
    });
    gitlab.seed({ runners: [group(41, 50)] });
    const again = await check({ groupId: 5 }, inputs);
    expect(await handler.diff(OPERATION, id, outputs, again)).toEqual({ changes: true });
    const elsewhere = await check({ projectId: 1 }, inputs);
    expect(await handler.diff(OPERATION, id, outputs, elsewhere)).toEqual({
      replaces: ["groupId", "projectId"],
    });
  });

  test("does the rest when GitLab refuses one, and goes on with it", async () => {
    const inputs = await check({ groupId: 5, keepRunnerIds: [17] });
    gitlab.faults.add({ kind: "status", method: "DELETE", path: "/runners/11", status: 403 });
    const failure = await handler.create(OPERATION, inputs).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    const { id, outputs, message } = failure as PartialFailure;
    expect(message).toMatch(
      /^GitLab did not delete a stale runner: runner 11: .*\. The next up tries again$/,
    );
    expect(outputs).toMatchObject({ deletedRunnerIds: [12, 10] });
    const next = await check({ groupId: 5, keepRunnerIds: [17] }, inputs);
    expect(listed(next)).toEqual([11]);
    expect(await handler.update(OPERATION, id, outputs, next)).toMatchObject({
      deletedRunnerIds: [11],
    });
  });

  test("unassigns a runner of several projects first, where GitLab demands it", async () => {
    start("mia", { state: [] });
    const inputs = await check({ projectId: 2 });
    await handler.create(OPERATION, inputs);
    expect(deletions()).toEqual(
      expect.arrayContaining(["/api/v4/projects/1/runners/30", "/api/v4/runners/30"]),
    );
    expect(await idsLeft()).not.toContain(30);
  });

  test("deletes nothing where it is unknown which runners the stack has", async () => {
    start("root");
    const inputs = await check({ groupId: 5 });
    expect(listed(inputs)).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/cannot list stale runners, so up deletes none: it is unknown which/),
    ]);
  });

  test("demands the ids of adopted runners where the program does not show them", async () => {
    start("root", { state: [], isStateWhole: false });
    expect(await reasonsOf({ groupId: "acme" })).toEqual([
      expect.stringMatching(/^keepRunnerIds: is missing: only a program in TypeScript/),
    ]);
    expect(gitlab.requests.all().filter(({ path }) => path.includes("/runners"))).toEqual([]);
    expect(listed(await check({ groupId: "acme", keepRunnerIds: [16] }))).not.toContain(16);
    expect(listed(await check({ groupId: "acme", keepRunnerIds: [] }))).toContain(16);
  });

  test("lists nothing, and so deletes nothing, without the checks of previews", async () => {
    start("root", { config: { "gitlab-runners:previewChecks": "false" }, state: [] });
    expect(listed(await check({ groupId: "acme" }))).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("up deletes none")]);
  });

  test("a time of GitLab's without an answer deletes nothing", async () => {
    start("root", { config: { "gitlab:retries": "0" }, state: [] });
    gitlab.faults.add({ kind: "status", method: "GET", path: "/groups/5/runners", status: 503 });
    expect(listed(await check({ groupId: 5 }, { groupId: 5 }))).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/cannot list stale runners.*503/)]);
  });

  test.each<[Properties, RegExp]>([
    [{ groupId: 5, projectId: 1 }, /^projectId: cannot be given with groupId/],
    [{ groupId: 5, runnerType: "group_type" }, /^runnerType: is for cleanups of the instance/],
    [{ olderThanDays: 0 }, /^olderThanDays: must be a whole number of days from 1 to 3650/],
    [{ maxDeletions: 1001 }, /^maxDeletions: must be a whole number of runners from 1 to 1000/],
    [{ status: "online" }, /^status: must be one of offline, stale, never_contacted/],
    [{ groupId: 404 }, /^groupId: GitLab refuses to list the runners of group 404 \(/],
    [{ groupId: "acme/none" }, /^groupId: GitLab has no group "acme\/none"/],
    [{ staleRunners: [] }, /^: StaleRunnerCleanup has no argument/],
  ])("refuses %j", async (args, reason) => {
    expect(await reasonsOf(args)).toEqual([expect.stringMatching(reason)]);
  });

  test("says which token lists the runners that GitLab refuses to list", async () => {
    start("mia", { state: [] });
    expect(await reasonsOf({})).toEqual([
      expect.stringMatching(
        /^: GitLab refuses to list all runners .* of an administrator, or give/,
      ),
    ]);
    start("guest", { state: [] });
    expect(await reasonsOf({ groupId: 5 })).toEqual([
      expect.stringMatching(/^groupId: GitLab refuses to .* of an owner of the group$/),
    ]);
  });

  test("cannot be looked up or imported", async () => {
    await expect(handler.read({ ...OPERATION, isLookup: true }, "groups/5", {})).rejects.toThrow(
      /exists in no GitLab\. Declare it instead/,
    );
  });

  async function idsLeft(): Promise<number[]> {
    return (await runnersAt(gitlab)).map(({ id }) => id);
  }

  async function tokenOf(id: number): Promise<string> {
    const { body } = await ask(gitlab, "POST", `/runners/${id}/reset_authentication_token`);
    return (body as { token: string }).token;
  }
});
