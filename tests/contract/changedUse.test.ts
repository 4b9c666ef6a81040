import { type Emulator, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { newContext } from "../../provider/context/context";
import { runnerHandler } from "../../provider/handlers/runner";
import type { Properties } from "../../provider/values/operation";

const SETTINGS = {
  paused: false,
  locked: false,
  runUntagged: true,
  tagList: ["docker"],
  accessLevel: "not_protected",
};
const KINDS = {
  project: { id: "5", args: { runnerType: "project_type", projectId: 11 } },
  group: { id: "6", args: { runnerType: "group_type", groupId: 7 } },
  many: { id: "8", args: { runnerType: "group_type", groupId: 9 } },
  instance: { id: "7", args: { runnerType: "instance_type" } },
} as const;

let gitlab: Emulator;
beforeAll(async () => {
  gitlab = await startEmulator({
    seed: {
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root" }],
      groups: [
        { id: 7, full_path: "acme" },
        { id: 8, full_path: "acme/web" },
      ],
      projects: Array.from({ length: 14 }, (_, index) => ({
        id: index + 11,
        path_with_namespace: `acme/${index < 12 ? "" : "web/"}p${String(index).padStart(2, "0")}`,
        archived: index === 13,
      })),
      runners: [
        { id: 5, runner_type: "project_type", projects: ["acme/p00", "acme/p01"] },
        { id: 6, runner_type: "group_type", group: "acme" },
        { id: 7, runner_type: "instance_type" },
      ],
    },
  });
});
afterAll(() => gitlab.close());

interface Previewed {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly requests: readonly string[];
}

/** What the preview of a change of settings shows, and requests for it. */
async function preview(
  kind: keyof typeof KINDS,
  change: Properties,
  { isRefresh = false, previewChecks = true } = {},
): Promise<Previewed> {
  const values: Record<string, string | undefined> = {
    "gitlab:baseUrl": gitlab.url,
    "gitlab:token": gitlab.tokens["root"],
    "gitlab:retries": "0",
    "gitlab-runners:previewChecks": String(previewChecks),
  };
  const settings = readSettings({ config: (key) => values[key], environment: {} });
  const notes: string[] = [];
  const warnings: string[] = [];
  const context = newContext({
    gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
    settings,
    warn: (text) => void warnings.push(text),
    note: (text) => void notes.push(text),
  });
  context.program.isRunning = !isRefresh;
  const { id, args } = KINDS[kind];
  const state = { ...args, ...SETTINGS, runnerId: Number(id), __origin: { way: "create" } };
  gitlab.requests.clear();
  await runnerHandler(() => context).diff({ resource: {} }, id, state, {
    ...args,
    ...SETTINGS,
    ...change,
  });
  const requests = gitlab.requests
    .all()
    .map(({ method, path }) => `${method} ${path.replace("/api/v4", "").replace(/\?.*/, "")}`);
  return { notes, warnings, requests };
}

const NAMES = ": acme/p00 (11), acme/p01 (12)";

describe("the preview of a change of a runner's settings", () => {
  test.each<[Properties, string[]]>([
    [{ paused: true }, [`2 projects lose runner 5 for all jobs while it is paused${NAMES}`]],
    [
      { accessLevel: "ref_protected", runUntagged: false },
      [
        `2 projects lose runner 5 for jobs of unprotected branches and tags and for jobs without tags${NAMES}`,
      ],
    ],
    [
      { tagList: ["a", "\u001b[2Jb"] },
      [
        `2 projects lose runner 5 for jobs with the tag "docker"${NAMES}`,
        `2 projects gain runner 5 for jobs with one of the tags "a", "\\u001b[2Jb"${NAMES}`,
      ],
    ],
    [
      { locked: true },
      [`no further project can gain runner 5, as it is locked; 2 projects keep it${NAMES}`],
    ],
  ])("%j names the projects that use it", async (change, expected) => {
    const { notes, warnings, requests } = await preview("project", change);
    expect({ notes, warnings }).toEqual({ notes: expected, warnings: [] });
    expect(requests).toEqual(["GET /runners/5"]);
  });

  test("counts the projects of a group, and names the first ten", async () => {
    const { notes, requests } = await preview("group", { runUntagged: false });
    const first = Array.from({ length: 10 }, (_, index) => `acme/p0${index} (${index + 11})`);
    expect(notes).toEqual([
      "every project of group acme (7), 13 in all, loses runner 6 for jobs without tags: " +
        `${first.join(", ")} and 3 more`,
    ]);
    expect([...requests].sort()).toEqual(["GET /groups/7", "GET /groups/7/projects"]);
  });

  test("names ten of a group with so many projects that GitLab does not count them", async () => {
    gitlab.seed({
      groups: [{ id: 9, full_path: "many" }],
      projects: Array.from({ length: 10_001 }, (_, index) => ({
        path_with_namespace: `many/p${String(index).padStart(5, "0")}`,
      })),
      runners: [{ id: 8, runner_type: "group_type", group: "many" }],
    });
    const { notes } = await preview("many", { paused: true });
    expect(notes).toEqual([
      expect.stringMatching(
        /^every project of group many \(9\) loses runner 8 for all jobs while it is paused: (many\/p0000\d \(\d+\)(, |$)){10}$/,
      ),
    ]);
  });

  test("says the same of an instance without a request", async () => {
    const { notes, requests } = await preview("instance", { paused: true });
    expect(notes).toEqual([
      "every project of the instance loses runner 7 for all jobs while it is paused",
    ]);
    expect(requests).toEqual([]);
  });

  test("says that the projects could not be listed, with GitLab's reason", async () => {
    gitlab.faults.add({ kind: "status", status: 403, path: "/groups/7/projects" });
    const { notes } = await preview("group", { paused: true });
    expect(notes).toEqual([
      expect.stringMatching(
        /^every project that may use it loses runner 6 for all jobs while it is paused, which could not be listed: cannot list the projects of group 7/,
      ),
    ]);
  });

  test("asks for nothing where no setting changes what the runner takes, or nobody is to be asked", async () => {
    const silent = { notes: [], warnings: [], requests: [] };
    const { requests: ofToken, ...described } = await preview("project", { description: "new" });
    expect(described).toEqual({ notes: [], warnings: [] });
    expect(ofToken).toEqual([]);
    const change = { paused: true };
    expect(await preview("project", change, { isRefresh: true })).toEqual(silent);
    expect(await preview("project", change, { previewChecks: false })).toEqual(silent);
  });
});
