import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { newContext } from "../../provider/context/context";
import { runnerHandler } from "../../provider/handlers/runner";
import type { Properties, ResourceHandler } from "../../provider/values/operation";

const SWITCHED_OFF = { group_runners_enabled: false };
const NO_CI = { builds_access_level: "disabled" } as const;
/** More projects than the check reads. None uses the runners of the group. */
const MANY = Array.from({ length: 21 }, (_, index) => ({
  path_with_namespace: `many/app${index}`,
  ...SWITCHED_OFF,
}));
const SEED: Seed = {
  users: [{ username: "root", admin: true }, { username: "ada" }],
  tokens: [
    { name: "root", user: "root" },
    { name: "ada", user: "ada" },
    { name: "least", user: "ada", scopes: ["create_runner", "manage_runner"] },
  ],
  groups: ["used", "unused", "empty", "archive", "many"].map((full_path, index) => ({
    id: index + 1,
    full_path,
  })),
  projects: [
    { path_with_namespace: "used/app" },
    { path_with_namespace: "used/off", ...SWITCHED_OFF, shared_runners_enabled: false },
    { path_with_namespace: "unused/off", ...SWITCHED_OFF },
    { path_with_namespace: "unused/no-ci", ...NO_CI },
    { path_with_namespace: "unused/old", archived: true },
    { path_with_namespace: "archive/old", archived: true },
    ...MANY,
  ],
  members: ["used", "unused", "empty", "archive", "many"].map((of) => ({
    user: "ada",
    of,
    role: "owner",
  })),
};

describe("the preview of a new runner that gets no jobs", () => {
  let gitlab: Emulator;
  let warnings: string[];
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: SEED });
  });
  beforeEach(() => {
    warnings = [];
    gitlab.requests.clear();
  });
  afterAll(() => gitlab.close());

  /** The operations as in a process of the engine that has just started. */
  function started(token: string): ResourceHandler {
    const config: Record<string, string | undefined> = {
      "gitlab:baseUrl": gitlab.url,
      "gitlab:token": gitlab.tokens[token],
    };
    const settings = readSettings({ config: (key) => config[key], environment: {} });
    const context = newContext({
      gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
      settings,
      warn: (text) => void warnings.push(text),
    });
    return runnerHandler(() => context);
  }
  const check = async (news: Properties, handler = started("ada")): Promise<void> => {
    const { failures } = await handler.check({ resource: {} }, {}, news);
    expect(failures).toEqual([]);
  };
  const ofProject = (projectId: string): Properties => ({ runnerType: "project_type", projectId });
  const ofGroup = (groupId: string): Properties => ({ runnerType: "group_type", groupId });
  const listed = (): string[] =>
    gitlab.requests
      .all()
      .map(({ path }) => path)
      .filter((path) => /groups\/\d+\/projects/.test(path));

  test.each([
    [ofProject("unused/no-ci"), /^projectId: project unused\/no-ci \(\d+\) has CI\/CD turned off/],
    [ofProject("archive/old"), /^projectId: project archive\/old \(\d+\) is archived.*Unarchive/],
    [ofGroup("unused"), /^groupId: group unused \(2\) has no project that uses its runners/],
  ])("warns of %j", async (news, warning) => {
    await check(news);
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  test.each([
    ["a project whose switches are for other runners", ofProject("used/off")],
    ["a group with a project that uses its runners", ofGroup("used")],
    ["a group without projects", ofGroup("empty")],
    ["a group whose projects are archived", ofGroup("archive")],
    ["a group with more projects than one read shows", ofGroup("many")],
  ])("does not warn of %s", async (_what, news) => {
    await check(news);
    expect(warnings).toEqual([]);
  });

  test("reads the projects of a group once, however many runners it gets", async () => {
    const handler = started("ada");
    await check({ ...ofGroup("unused"), description: "one" }, handler);
    await check({ ...ofGroup("unused"), description: "two" }, handler);
    expect(listed()).toHaveLength(1);
  });

  test("reads none with a token that may not, and none for an instance runner", async () => {
    await check({ runnerType: "group_type", groupId: 2 }, started("least"));
    await check({ runnerType: "instance_type" }, started("root"));
    expect(listed()).toEqual([]);
    expect(warnings.join("\n")).not.toMatch(/gets no jobs/);
  });
});
