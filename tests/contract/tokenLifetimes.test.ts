import { type Emulator, startEmulator } from "../../emulator";
import { PermissionError, createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { type Context, newContext } from "../../provider/context/context";
import { runnerHandler } from "../../provider/handlers/runner";
import { runnerTokenLifetimesHandler } from "../../provider/handlers/runnerTokenLifetimes";
import type { Operation, Properties, ResourceHandler } from "../../provider/values/operation";
import { PartialFailure } from "../../provider/values/partialFailure";
import { ask } from "../helpers/gitlab";
import { blocksOf } from "../helpers/pageBlocks";

const DAY = 86_400;
const operationOf = (name: string): Operation => ({
  resource: { urn: `urn:pulumi:dev::stack::gitlab-runners:index:RunnerTokenLifetimes::${name}` },
});
const OPERATION = operationOf("tokens");
const READ = { ...OPERATION, isLookup: false };

describe("the lifetimes of runners' tokens", () => {
  let gitlab: Emulator;
  let warnings: string[];
  beforeEach(async () => {
    gitlab = await startEmulator({
      seed: {
        settings: { plan: "premium", group_runner_token_expiration_interval: 30 * DAY },
        users: [{ username: "root", admin: true }, { username: "ada" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "reader", user: "root", scopes: ["read_api"] },
          { name: "ada", user: "ada" },
        ],
        groups: [{ id: 7, full_path: "acme" }],
        projects: [
          { id: 11, path_with_namespace: "acme/app", runner_token_expiration_interval: 2 * DAY },
        ],
        members: [{ user: "ada", of: "acme", role: "owner" }],
      },
    });
    warnings = [];
  });
  afterEach(() => gitlab.close());

  /** The operations as in a process of the engine that has just started. */
  function started(
    handlerOf: (context: () => Context) => ResourceHandler,
    token = "root",
  ): ResourceHandler {
    const settings = readSettings({
      config: (key) =>
        ({
          "gitlab:baseUrl": gitlab.url,
          "gitlab:token": gitlab.tokens[token],
          "gitlab-runners:waitBudget": "0",
        })[key],
      environment: {},
    });
    const context = newContext({
      gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
      settings,
      warn: (text) => void warnings.push(text),
    });
    return handlerOf(() => context);
  }
  const lifetimes = (token?: string): ResourceHandler =>
    started(runnerTokenLifetimesHandler, token);
  const intervals = async (): Promise<unknown[]> => {
    const { body } = await ask(gitlab, "GET", "/application/settings");
    const settings = body as Properties;
    return ["runner", "group_runner", "project_runner"].map(
      (kind) => settings[`${kind}_token_expiration_interval`],
    );
  };
  const requests = (): string[] =>
    gitlab.requests
      .all()
      .map(({ method, path }) => `${method} ${path}`)
      .filter((line) => line.includes("settings"));

  test("sets what is declared, and puts back what was there before", async () => {
    const handler = lifetimes();
    const declared = {
      runnerTokenExpirationInterval: 10 * DAY,
      groupRunnerTokenExpirationInterval: 20 * DAY,
    };
    const { id, outputs } = await handler.create(OPERATION, declared);
    expect(id).toBe("instance");
    expect(outputs).toMatchObject(declared);
    expect(await intervals()).toEqual([10 * DAY, 20 * DAY, null]);
    expect(await handler.diff(OPERATION, id, outputs, declared)).toEqual({ changes: false });

    const news = {
      runnerTokenExpirationInterval: 5 * DAY,
      projectRunnerTokenExpirationInterval: 7 * DAY,
    };
    expect(await handler.diff(OPERATION, id, outputs, news)).toEqual({});
    const updated = await handler.update(OPERATION, id, outputs, news);
    expect(await intervals()).toEqual([5 * DAY, 30 * DAY, 7 * DAY]);
    expect(updated).not.toHaveProperty("groupRunnerTokenExpirationInterval");

    gitlab.requests.clear();
    await handler.delete(OPERATION, id, updated);
    expect(requests()).toEqual(["PUT /api/v4/application/settings"]);
    expect(await intervals()).toEqual([null, 30 * DAY, null]);
  });

  test("shows as drift what somebody changed of what is declared, and nothing else", async () => {
    const declared = { runnerTokenExpirationInterval: 10 * DAY };
    const { id, outputs } = await lifetimes().create(OPERATION, declared);
    await ask(gitlab, "PUT", "/application/settings", {
      runner_token_expiration_interval: null,
      project_runner_token_expiration_interval: 3 * DAY,
    });
    const handler = lifetimes();
    const found = await handler.read(READ, id, outputs);
    expect(found?.inputs).toEqual({ runnerTokenExpirationInterval: null });
    expect(await handler.diff(OPERATION, id, found?.outputs ?? {}, declared)).toEqual({});
    const repaired = await handler.update(OPERATION, id, found?.outputs ?? {}, declared);
    expect(await intervals()).toEqual([10 * DAY, 30 * DAY, 3 * DAY]);
    await handler.delete(OPERATION, id, repaired);
    expect(await intervals()).toEqual([null, 30 * DAY, 3 * DAY]);
  });

  test("are no new resource where somebody has cleared every interval: a twin of the state only warns", async () => {
    const declared = { runnerTokenExpirationInterval: 10 * DAY };
    const { id, outputs } = await lifetimes().create(OPERATION, declared);
    await ask(gitlab, "PUT", "/application/settings", { runner_token_expiration_interval: null });
    const found = await lifetimes().read(READ, id, outputs);
    const handler = lifetimes();
    await handler.check(operationOf("twin"), declared, declared);
    const { failures } = await handler.check(OPERATION, found?.inputs ?? {}, declared);
    expect(failures).toEqual([]);
    expect(warnings).toContainEqual(
      expect.stringMatching(/RunnerTokenLifetimes "twin" sets it, too/),
    );
  });

  /** What an operation throws, which the engine keeps in the state. */
  async function partial(operation: Promise<unknown>): Promise<PartialFailure> {
    const error: unknown = await operation.catch((thrown: unknown) => thrown);
    if (!(error instanceof PartialFailure)) throw new Error("it did not fail in part");
    return error;
  }
  const LOST = { kind: "reset", method: "PUT", when: "after", times: Infinity } as const;

  test("put back what was there before, though GitLab's answer to the first apply was lost", async () => {
    const declared = { groupRunnerTokenExpirationInterval: 10 * DAY };
    gitlab.faults.add(LOST);
    const { id, outputs } = await partial(lifetimes().create(OPERATION, declared));
    gitlab.faults.clear();
    expect(await intervals()).toEqual([null, 10 * DAY, null]);
    const again = await lifetimes().update(OPERATION, id, outputs, declared);
    await lifetimes().delete(OPERATION, id, again);
    expect(await intervals()).toEqual([null, 30 * DAY, null]);
  });

  test("put back what is not declared any more, though GitLab's answer was lost", async () => {
    const { id, outputs } = await lifetimes().create(OPERATION, {
      runnerTokenExpirationInterval: 10 * DAY,
      groupRunnerTokenExpirationInterval: 10 * DAY,
    });
    const left = { runnerTokenExpirationInterval: 10 * DAY };
    gitlab.faults.add({ ...LOST, when: "before" });
    const { outputs: kept } = await partial(lifetimes().update(OPERATION, id, outputs, left));
    gitlab.faults.clear();
    expect(await intervals()).toEqual([10 * DAY, 10 * DAY, null]);
    await lifetimes().update(OPERATION, id, kept, left);
    expect(await intervals()).toEqual([10 * DAY, 30 * DAY, null]);
  });

  test("are not in the state where GitLab refused them", async () => {
    const declared = { runnerTokenExpirationInterval: DAY };
    gitlab.faults.add({ kind: "status", status: 403, method: "PUT" });
    await expect(lifetimes().create(OPERATION, declared)).rejects.toThrow(PermissionError);
  });

  test("shows in the preview which interval a destroy leaves, because it was set before", async () => {
    const declared = {
      runnerTokenExpirationInterval: 30 * DAY,
      groupRunnerTokenExpirationInterval: 30 * DAY,
    };
    await lifetimes().check(OPERATION, {}, declared);
    expect(warnings).toEqual([expect.stringMatching(/^groupRunnerTokenExpirationInterval: /)]);
    const page = blocksOf("docs/token-lifetimes.md").map(({ code }) => code.trim());
    expect(page).toContain(warnings[0]?.replace("groupRunner", "runner"));
    warnings.length = 0;
    await lifetimes().check(OPERATION, declared, {
      ...declared,
      runnerTokenExpirationInterval: DAY,
    });
    expect(warnings).toEqual([]);
  });

  test("imports every interval that is set, by the id of the instance only", async () => {
    const handler = lifetimes();
    const lookup = { ...OPERATION, isLookup: true };
    const found = await handler.read(lookup, "instance", {});
    expect(found?.inputs).toEqual({ groupRunnerTokenExpirationInterval: 30 * DAY });
    const news = { groupRunnerTokenExpirationInterval: DAY };
    const updated = await handler.update(OPERATION, "instance", found?.outputs ?? {}, news);
    await handler.delete(OPERATION, "instance", updated);
    expect(await intervals()).toEqual([null, 30 * DAY, null]);

    await expect(handler.read(lookup, "7", {})).rejects.toThrow(/its id is "instance"/);
    gitlab.seed({ settings: { group_runner_token_expiration_interval: null } });
    await expect(handler.read(lookup, "instance", {})).rejects.toThrow(/nothing to import/);
  });

  test.each([
    [{}, ["", /declares no interval/]],
    [
      { runnerTokenExpirationInterval: 7199 },
      ["runnerTokenExpirationInterval", /from 7200 \(two hours\) to 2147483647/],
    ],
    [
      { runnerTokenExpirationInterval: 2_147_483_648 },
      ["runnerTokenExpirationInterval", /2147483647/],
    ],
    [
      { groupId: 7, runnerTokenExpirationInterval: DAY },
      ["groupId", /no API .* of a group: leave/],
    ],
    [{ projectId: "acme/app" }, ["projectId", /no API .* of a project: leave/]],
    [{ runnerTokenExpiration: DAY }, ["", /no argument "?runnerTokenExpiration/]],
  ])("refuses %j in the preview", async (news: Properties, [property, reason]) => {
    const { failures } = await lifetimes().check(OPERATION, {}, news);
    expect(failures).toContainEqual({
      property,
      reason: expect.stringMatching(reason as RegExp) as string,
    });
    expect(await intervals()).toEqual([null, 30 * DAY, null]);
  });

  test.each([
    ["ada", /only administrators can change the settings of GitLab/],
    ["reader", /has the scopes read_api; to change the settings of GitLab it needs api/],
  ])("refuses in the preview that %s's token sets them", async (token, reason) => {
    const news = { runnerTokenExpirationInterval: DAY };
    const { failures } = await lifetimes(token).check(OPERATION, {}, news);
    expect(failures).toEqual([{ property: "", reason: expect.stringMatching(reason) as string }]);
  });

  test("asks for no settings in the preview of what is in the state", async () => {
    const declared = { runnerTokenExpirationInterval: DAY };
    const { id, outputs } = await lifetimes().create(OPERATION, declared);
    gitlab.requests.clear();
    const handler = lifetimes();
    expect((await handler.check(OPERATION, declared, declared)).failures).toEqual([]);
    await handler.diff(OPERATION, id, outputs, declared);
    expect(requests()).toEqual([]);
  });

  test("refuses a second resource for an interval, whose deletion would leave what the first sets", async () => {
    const handler = lifetimes();
    const declared = { runnerTokenExpirationInterval: DAY };
    const other = { groupRunnerTokenExpirationInterval: DAY };
    const { outputs } = await handler.create(operationOf("gone"), declared);
    expect((await handler.check(operationOf("first"), {}, declared)).failures).toEqual([]);
    expect((await handler.check(operationOf("other"), {}, other)).failures).toEqual([]);
    expect((await handler.check(operationOf("second"), {}, declared)).failures).toEqual([
      {
        property: "runnerTokenExpirationInterval",
        reason: expect.stringMatching(/RunnerTokenLifetimes "first" sets it, too/) as string,
      },
    ]);
    await handler.delete(operationOf("gone"), "instance", outputs);
    expect(await intervals()).toEqual([DAY, 30 * DAY, null]);
    expect(warnings).toContainEqual(
      expect.stringMatching(/runnerTokenExpirationInterval is not put back: .*"first" sets it/),
    );
  });

  describe("in the preview of a new runner", () => {
    const ahead = (days: number): string => new Date(Date.now() + days * DAY * 1000).toISOString();
    const reasonsOf = async (news: Properties, token?: string): Promise<string[]> => {
      const { failures } = await started(runnerHandler, token).check({ resource: {} }, {}, news);
      return failures.map(({ property, reason }) => `${property}: ${reason}`);
    };
    const ofProject = { runnerType: "project_type", projectId: 11 };

    test("an expiry later than an interval names the interval", async () => {
      gitlab.seed({ settings: { project_runner_token_expiration_interval: DAY } });
      expect(await reasonsOf({ ...ofProject, tokenExpiresAt: ahead(0.5) })).toEqual([]);
      expect(await reasonsOf({ ...ofProject, tokenExpiresAt: ahead(3) })).toEqual([
        expect.stringMatching(
          /^tokenExpiresAt: must be at most 1 day ahead: that is project_runner_token_expiration_interval of this GitLab/,
        ),
        expect.stringMatching(
          /2 days ahead: that is runner_token_expiration_interval of project acme\/app \(11\)/,
        ),
      ]);
    });

    test("a user who is no administrator learns of the project's interval", async () => {
      expect(await reasonsOf({ ...ofProject, tokenExpiresAt: ahead(3) }, "ada")).toEqual([
        expect.stringMatching(/runner_token_expiration_interval of /),
      ]);
      const ofGroup = { runnerType: "group_type", groupId: 7, tokenExpiresAt: ahead(3) };
      expect(await reasonsOf(ofGroup, "ada")).toEqual([]);
    });

    test.each([11, "acme/app"])("two for project %j read it once", async (projectId) => {
      const handler = started(runnerHandler, "ada");
      gitlab.requests.clear();
      for (const description of ["one", "two"])
        await handler.check(
          { resource: {} },
          {},
          { runnerType: "project_type", projectId, description },
        );
      const read = gitlab.requests.all().map(({ method, path }) => `${method} ${path}`);
      expect(read.filter((line) => line.includes("/projects/")).sort()).toEqual(
        [
          "GET /api/v4/projects/11/runners?type=project_type&per_page=1",
          `GET /api/v4/projects/${encodeURIComponent(projectId)}`,
        ].sort(),
      );
    });
  });
});
