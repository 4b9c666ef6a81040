import { type Emulator, type Seed, type Version, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { type DynamicOperations, dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import { newContext } from "../../provider/context/context";
import { projectRunnerAssignmentHandler } from "../../provider/handlers/projectRunnerAssignment";
import type { Properties } from "../../provider/values/operation";
import { runnerHandler } from "../../provider/handlers/runner";

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const SEED: Seed = {
  settings: { plan: "premium", allow_registration_token: true },
  users: [{ username: "root", admin: true }, { username: "owner" }],
  tokens: [
    { name: "root", user: "root" },
    { name: "owner", user: "owner" },
    { name: "least", user: "owner", scopes: ["create_runner", "manage_runner"] },
  ],
  groups: [
    { id: 7, full_path: "acme" },
    { id: 8, full_path: "acme/below" },
  ],
  projects: [
    { id: 11, path_with_namespace: "acme/app" },
    { id: 12, path_with_namespace: "acme/site" },
  ],
  members: [{ user: "owner", of: "acme", role: "owner" }],
  runners: [{ id: 1, runner_type: "project_type", projects: ["acme/app"] }],
};

let gitlab: Emulator;
afterEach(() => gitlab.close());

/** The provider with a user's token, as in a process of the engine that has just started. */
function start(token: string): {
  runner: DynamicOperations;
  assignment: DynamicOperations;
  warnings: string[];
} {
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const config: Record<string, string | undefined> = {
    "gitlab:baseUrl": gitlab.url,
    "gitlab:token": gitlab.tokens[token],
    "gitlab:retries": "0",
  };
  const settings = readSettings({ config: (key) => config[key], environment: {} });
  const client = createGitLabClient({ ...settings.transport, log: () => undefined });
  const context = newContext({ gitlab: client, settings, warn });
  return {
    runner: dynamicOperations(runnerHandler(() => context)),
    assignment: dynamicOperations(projectRunnerAssignmentHandler(() => context)),
    warnings,
  };
}

/** What a preview says. */
async function failuresOf(
  token: string,
  news: Properties,
  olds: Properties = {},
): Promise<string[]> {
  const { failures } = await start(token).runner.check(olds, news);
  return failures.map(({ property, reason }) => `${property} ${reason}`.trim());
}

describe("how far ahead a token may expire", () => {
  const expiring = (days: number): Properties => ({
    runnerType: "project_type",
    projectId: 11,
    tokenExpiresAt: inDays(days),
  });

  test.each<[Version, days: number, failures: RegExp[]]>([
    [
      "18.7",
      5,
      [
        /^tokenExpiresAt GitLab 18\.7 does not support an expiry for one runner's token; 18\.10 added it/,
      ],
    ],
    ["18.11", 14.9, []],
    ["18.11", 16, [/^tokenExpiresAt must be at most 15 days ahead in GitLab 18\.11$/]],
    ["newest", 16, []],
    ["newest", 20.9, []],
    ["newest", 22, [/^tokenExpiresAt must be at most 21 days ahead in GitLab 19\.\d+$/]],
  ])("GitLab %s, %p days", async (version, days, failures) => {
    gitlab = await startEmulator({ version, seed: SEED });
    expect(await failuresOf("owner", expiring(days))).toEqual(
      failures.map((reason) => expect.stringMatching(reason) as string),
    );
    if (version === "18.7" || failures.length > 0) return;
    const { runner } = start("owner");
    const { outs } = await runner.create(expiring(days));
    expect(outs).toHaveProperty("tokenExpiresAt");
  });

  test("where the version is not known, GitLab's own words say it at the apply", async () => {
    gitlab = await startEmulator({ version: "18.11", seed: SEED });
    const inputs = expiring(16);
    expect(await failuresOf("least", inputs)).toEqual([]);
    await expect(start("least").runner.create(inputs)).rejects.toThrow(
      /token_expires_at is too far in the future \(maximum is \d{4}-/,
    );
  });

  test("of a later version nothing is said, nor of an expiry that is in the state", async () => {
    gitlab = await startEmulator({ seed: SEED });
    const inputs = expiring(30);
    gitlab.faults.add({
      kind: "status",
      status: 200,
      path: "/metadata",
      body: { version: "20.0.1-ee" },
      times: 1,
    });
    expect(await failuresOf("owner", inputs)).toEqual([]);
    gitlab.requests.clear();
    expect(await failuresOf("owner", inputs, inputs)).toEqual([]);
    expect(gitlab.requests.all().map(({ path }) => path)).not.toContain("/api/v4/metadata");
  });
});

describe("who may register runners", () => {
  const REGISTERED: Properties = { registrationToken: "GR1348941anyone" };

  test("a registration token that no one may use any more is refused at preview", async () => {
    gitlab = await startEmulator({ seed: SEED });
    gitlab.seed({ settings: { allow_registration_token: false } });
    expect(await failuresOf("root", REGISTERED)).toEqual([
      expect.stringMatching(
        /^registrationToken: registration tokens are turned off in GitLab.*with runnerType/,
      ),
    ]);
    // What the token of a runner that exists may, makes no difference.
    expect(await failuresOf("root", REGISTERED, REGISTERED)).toEqual([]);
    // Others can't read the setting.
    expect(await failuresOf("owner", REGISTERED)).toEqual([]);
  });

  test("a kind of registration token that GitLab refuses is a warning, as a token has no kind", async () => {
    gitlab = await startEmulator({ seed: SEED });
    gitlab.seed({ settings: { valid_runner_registrars: ["group"] } });
    const { runner, warnings } = start("root");
    const { failures } = await runner.check({}, REGISTERED);
    expect(failures).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/refuses the token of a project .*with runnerType/),
    ]);
    await expect(runner.create(REGISTERED)).rejects.toThrow(
      /invalid token supplied.*no instance, group or project that may register runners/,
    );
  });

  test.each<[what: string, seed: Seed, inputs: Properties, reason: RegExp]>([
    [
      "the instance's groups",
      { settings: { valid_runner_registrars: ["project"] } },
      { runnerType: "group_type", groupId: 7 },
      /Insufficient permissions\): that needs the role Owner in group 7, .*valid_runner_registrars/,
    ],
    [
      "the instance's projects",
      { settings: { valid_runner_registrars: ["group"] } },
      { runnerType: "project_type", projectId: 11 },
      /Insufficient permissions\): that needs the role Maintainer in project 11, .*valid_runner_reg/,
    ],
  ])(
    "a runner of %s is created by administrators alone, and the refusal says so",
    async (...row) => {
      const [, seed, inputs, reason] = row;
      gitlab = await startEmulator({ seed: SEED });
      gitlab.seed(seed);
      await expect(start("owner").runner.create(inputs)).rejects.toThrow(reason);
      expect(await failuresOf("root", inputs)).toEqual([]);
      expect(await start("root").runner.create(inputs)).toHaveProperty("id");
    },
  );

  test("an assignment to a project that may not register runners is explained", async () => {
    gitlab = await startEmulator({ seed: SEED });
    gitlab.seed({ settings: { valid_runner_registrars: ["group"] } });
    const link = { projectId: 12, runnerId: 1 };
    await expect(start("owner").assignment.create(link)).rejects.toThrow(
      /403 Forbidden\. That needs the role Maintainer in the project.*valid_runner_registrars/,
    );
  });
});

describe("a runner's projects", () => {
  /** The queries of what was read of runner 1. */
  const reads = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method, path }) => method === "GET" && /\/runners\/1(\?|$)/.test(path))
      .map(({ path }) => path.replace(/^[^?]*\??/, ""));

  test("are left out of what needs none, and a refresh has them", async () => {
    gitlab = await startEmulator({ seed: SEED });
    const adopting = { runnerId: 1, description: "ours" };
    const { runner } = start("owner");
    const { inputs } = await runner.check({}, adopting);
    const { id, outs } = await runner.create(inputs);
    await start("owner").runner.update(id, outs, { ...inputs, description: "theirs" });
    expect(reads()).toEqual(["include_projects=false", "include_projects=false"]);
    gitlab.requests.clear();
    const { props } = await start("owner").runner.read(id, outs);
    expect(reads()).toEqual([""]);
    expect(props).toMatchObject({ projects: [{ id: 11 }] });
  });

  test("are looked up when an adopted runner is declared as one that was created", async () => {
    gitlab = await startEmulator({ seed: SEED });
    const { runner } = start("owner");
    const { id, outs } = await runner.create({ runnerId: 1 });
    const created = (projectId: number): Properties => ({ runnerType: "project_type", projectId });
    expect(await runner.diff(id, outs, created(12))).toEqual({ replaces: ["projectId"] });
    expect(await runner.diff(id, outs, created(11))).toEqual({});
  });
});
