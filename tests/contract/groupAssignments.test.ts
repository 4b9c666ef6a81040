import { type Emulator, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { newContext } from "../../provider/context/context";
import { runnerAssignmentsHandler } from "../../provider/handlers/runnerAssignments";
import { PartialFailure } from "../../provider/values/partialFailure";
import { Unknown } from "../../provider/values/unknown";
import type { Properties, ResourceHandler } from "../../provider/values/operation";
import { ask, runnerAt } from "../helpers/gitlab";

const OPERATION = { resource: {} };
const OWNER = 1;

class UnknownValue extends Unknown {
  override toJSON(): string {
    return "unknown";
  }
}

let gitlab: Emulator;
let notes: string[];
let warnings: string[];

beforeEach(async () => {
  gitlab = await startEmulator({
    seed: {
      users: [{ username: "root", admin: true }, { username: "ada" }],
      tokens: [
        { name: "root", user: "root" },
        { name: "ada", user: "ada" },
      ],
      groups: [
        { id: 7, full_path: "acme" },
        { id: 8, full_path: "acme/web" },
        { id: 9, full_path: "other" },
      ],
      projects: [
        { id: OWNER, path_with_namespace: "other/owner" },
        { id: 11, path_with_namespace: "acme/app" },
        { id: 12, path_with_namespace: "acme/site" },
        { id: 13, path_with_namespace: "acme/web/shop" },
        { id: 14, path_with_namespace: "acme/web/old", archived: true },
        { id: 15, path_with_namespace: "other/tool" },
      ],
      members: [{ user: "ada", of: "acme", role: "maintainer" }],
      runners: [{ id: 5, runner_type: "project_type", projects: ["other/owner"] }],
    },
  });
});
afterEach(() => gitlab.close());

/** The handler in a process of its own, which has read nothing yet. */
function handler(config: Record<string, string> = {}): ResourceHandler {
  const values: Record<string, string | undefined> = {
    "gitlab:baseUrl": gitlab.url,
    "gitlab:token": gitlab.tokens["root"],
    "gitlab:retries": "0",
    ...config,
  };
  const settings = readSettings({ config: (key) => values[key], environment: {} });
  notes = [];
  warnings = [];
  const context = newContext({
    gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
    settings,
    warn: (text) => void warnings.push(text),
    note: (text) => void notes.push(text),
  });
  return runnerAssignmentsHandler(() => context);
}

const check = async (news: Properties, olds: Properties = {}) =>
  handler().check(OPERATION, olds, { runnerId: 5, ...news });
const reasons = async (news: Properties, olds: Properties = {}): Promise<string[]> =>
  (await check(news, olds)).failures.map(({ property, reason }) => `${property}: ${reason}`);
const projectIds = async (news: Properties): Promise<unknown> =>
  (await check(news)).inputs["projectIds"];

/** A resource of a stack, whose every apply has a process of its own. */
class Applied {
  inputs: Properties = {};
  outputs: Properties = {};

  async up(news: Properties): Promise<void> {
    const { changes } = await this.preview(news);
    if (changes === false) return;
    const provider = handler();
    const { inputs, failures } = await provider.check(OPERATION, this.inputs, news);
    if (failures.length > 0) throw new Error(failures[0]?.reason);
    const isNew = Object.keys(this.outputs).length === 0;
    try {
      this.outputs = isNew
        ? (await provider.create(OPERATION, inputs)).outputs
        : await provider.update(OPERATION, "5", this.outputs, inputs);
      this.inputs = inputs;
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      this.outputs = error.outputs;
      this.inputs = inputs;
      throw error;
    }
  }

  /** What a preview does, and says in `notes`. */
  async preview(news: Properties): Promise<{ changes?: boolean }> {
    const provider = handler();
    const { inputs, failures } = await provider.check(OPERATION, this.inputs, news);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    if (Object.keys(this.outputs).length === 0) return {};
    return provider.diff(OPERATION, "5", this.outputs, inputs);
  }

  async refresh(): Promise<void> {
    const read = await handler().read({ ...OPERATION, isLookup: false }, "5", this.outputs);
    this.outputs = read?.outputs ?? {};
    this.inputs = read?.inputs ?? {};
  }
}

const users = async (): Promise<number[]> =>
  ((await runnerAt(gitlab, 5))?.["projects"] as { id: number }[])
    .map(({ id }) => id)
    .sort((one, other) => one - other);
const asked = (): string[] =>
  gitlab.requests
    .all()
    .map(({ method, path }) => `${method} ${path.replace("/api/v4", "").replace(/\?.*/, "")}`);

const ACME: Properties = { runnerId: 5, groupIds: ["acme"] };

describe("the projects of groups", () => {
  test("are those of the group and its subgroups that run jobs", async () => {
    expect(await projectIds({ groupIds: ["acme"] })).toEqual([11, 12, 13]);
    expect(await projectIds({ groupIds: [7, "acme/web"] })).toEqual([11, 12, 13]);
    expect(await projectIds({ groupIds: ["7"], recursive: false })).toEqual([11, 12]);
    expect(await projectIds({ groupIds: ["acme/web"], archived: true })).toEqual([13, 14]);
  });

  test("leave out what is excepted by id or path, whatever its case, and keep what is named", async () => {
    expect(await projectIds({ groupIds: [7], exceptProjectIds: ["Acme/Site", "13"] })).toEqual([
      11,
    ]);
    expect(
      await projectIds({ groupIds: [7], exceptProjectIds: [13], projectIds: [13, 15] }),
    ).toEqual([13, 15, 11, 12]);
    const { inputs } = await check({ groupIds: ["acme"], exceptProjectIds: ["other/tool"] });
    expect(inputs).toMatchObject({
      groupIds: [7],
      exceptProjectIds: [15],
      projectIds: [11, 12, 13],
    });
  });

  test("come with the defaults that the preview shows", async () => {
    expect((await check({ groupIds: [7] })).inputs).toMatchObject({
      recursive: true,
      archived: false,
      maxChanges: 100,
    });
    const { inputs } = await check({ projectIds: [11] });
    expect(Object.keys(inputs).sort()).toEqual(["authoritative", "projectIds", "runnerId"]);
  });

  test("are not known where an argument that decides them is not", async () => {
    const unknown = new UnknownValue();
    const { inputs, failures } = await check({ projectIds: [11], groupIds: [unknown] });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ projectIds: "unknown", groupIds: ["unknown"] });
    const { inputs: excepting } = await check({ groupIds: [7], exceptProjectIds: unknown });
    expect(excepting).toMatchObject({
      projectIds: "unknown",
      groupIds: [7],
      exceptProjectIds: "unknown",
    });
    expect(notes).toEqual([]);
  });

  test("are listed even where previews check nothing, and an outage is an error", async () => {
    const provider = handler({ "gitlab-runners:previewChecks": "false" });
    const { inputs } = await provider.check(OPERATION, {}, ACME);
    expect(inputs["projectIds"]).toEqual([11, 12, 13]);
    gitlab.faults.add({ kind: "status", status: 502, path: "/groups/7/projects" });
    await expect(check({ groupIds: [7] })).rejects.toThrow(/list the projects of group 7/);
  });

  test("are refused with the way out", async () => {
    expect(await reasons({})).toEqual([
      "projectIds: is missing. Give projectIds, groupIds or both",
    ]);
    expect(await reasons({ projectIds: [11], exceptProjectIds: [12], recursive: true })).toEqual([
      "recursive: is for the projects of groupIds, which is missing",
      "exceptProjectIds: is for the projects of groupIds, which is missing",
    ]);
    expect(
      await reasons({ groupIds: ["nowhere", 999], exceptProjectIds: ["acme/nothing"] }),
    ).toEqual([
      expect.stringMatching(/^groupIds: GitLab has no group "nowhere".* Check the full path/),
      expect.stringMatching(/^groupIds: GitLab has no group 999.* Check the id/),
      expect.stringMatching(/^exceptProjectIds: GitLab has no project "acme\/nothing"/),
    ]);
    expect(await reasons({ groupIds: [7], maxChanges: 0 })).toEqual([
      "maxChanges: must be a number of projects, from 1 to 1000000",
    ]);
  });

  test("are refused at preview where the role is too low", async () => {
    gitlab.seed({ members: [{ user: "ada", of: "other", role: "developer" }] });
    const provider = handler({ "gitlab:token": gitlab.tokens["ada"] ?? "" });
    const { failures } = await provider.check(OPERATION, {}, { runnerId: 5, groupIds: ["other"] });
    expect(failures.map(({ property, reason }) => `${property}: ${reason}`)).toContainEqual(
      expect.stringMatching(
        /^projectIds: .* may not manage the runners of project other\/tool \(15\)/,
      ),
    );
  });
});

describe("a change of the projects of groups", () => {
  let applied: Applied;
  beforeEach(async () => {
    applied = new Applied();
    await applied.up(ACME);
    expect(await users()).toEqual([OWNER, 11, 12, 13]);
  });

  test("is none while GitLab has the same, with few requests", async () => {
    gitlab.requests.clear();
    expect(await applied.preview(ACME)).toEqual({ changes: false });
    expect(asked().filter((line) => !/oauth|personal_access/.test(line))).toEqual([
      "GET /groups/acme",
      "GET /groups/7/projects",
    ]);
    expect([...notes, ...warnings]).toEqual([]);
    await applied.refresh();
    expect(await applied.preview(ACME)).toEqual({ changes: false });
  });

  test("is shown by paths without a refresh, and the next apply makes it", async () => {
    gitlab.seed({ projects: [{ id: 20, path_with_namespace: "acme/web/new" }] });
    await ask(gitlab, "PUT", "/projects/12/transfer", { namespace: "other" });
    await ask(gitlab, "POST", "/projects/13/archive");
    expect(await applied.preview(ACME)).toEqual({ changes: true });
    expect(notes).toEqual([
      "1 project gains runner 5: acme/web/new (20)",
      "2 projects lose runner 5: acme/web/shop (13), other/site (12)",
    ]);
    await applied.up(ACME);
    expect(await users()).toEqual([OWNER, 11, 20]);
    expect(await applied.preview(ACME)).toEqual({ changes: false });
    await ask(gitlab, "POST", "/projects/13/unarchive");
    await applied.up(ACME);
    expect(await users()).toEqual([OWNER, 11, 13, 20]);
  });

  test("leaves assignments of others alone, unless it is authoritative", async () => {
    await ask(gitlab, "POST", "/projects/15/runners", { runner_id: 5 });
    await applied.refresh();
    expect(await applied.preview(ACME)).toEqual({ changes: false });
    await applied.up({ ...ACME, authoritative: true });
    expect(await users()).toEqual([OWNER, 11, 12, 13]);
  });

  test("is limited: the preview names the projects and the way out, and nothing changes", async () => {
    gitlab.seed({
      projects: [20, 21, 22].map((id) => ({ id, path_with_namespace: `acme/new${id}` })),
    });
    await ask(gitlab, "PUT", "/projects/12/transfer", { namespace: "other" });
    const limited = { ...ACME, maxChanges: 3 };
    const refusal =
      "one apply may change 3 of the projects of a runner, and this one would change 4; " +
      "3 would gain it: acme/new20 (20), acme/new21 (21), acme/new22 (22); " +
      "1 would lose it: other/site (12). If that is right, set maxChanges to 4 or more";
    await expect(applied.preview(limited)).rejects.toThrow(refusal);
    await expect(applied.up(limited)).rejects.toThrow(refusal);
    expect(await users()).toEqual([OWNER, 11, 12, 13]);
    await applied.up({ ...ACME, maxChanges: 4 });
    expect(await users()).toEqual([OWNER, 11, 13, 20, 21, 22]);
    const added = Array.from({ length: 99 }, (_, index) => index + 100);
    gitlab.seed({
      projects: added.map((id) => ({ id, path_with_namespace: `acme/many${id}` })),
    });
    await ask(gitlab, "PUT", "/projects/11/transfer", { namespace: "other" });
    await expect(applied.preview({ ...ACME, exceptProjectIds: [100] })).resolves.toEqual({
      changes: true,
    });
    gitlab.seed({ projects: [{ id: 300, path_with_namespace: "acme/last" }] });
    await expect(applied.preview(ACME)).rejects.toThrow(/may change 100 of .* would change 101;/);
  });

  test("that was interrupted goes on where it stopped, whatever the limit", async () => {
    gitlab.seed({
      projects: [20, 21, 22].map((id) => ({ id, path_with_namespace: `acme/new${id}` })),
    });
    gitlab.faults.add({
      kind: "status",
      status: 403,
      method: "POST",
      path: "/projects/21/runners",
    });
    const limited = { ...ACME, maxChanges: 3 };
    await expect(applied.up(limited)).rejects.toThrow(
      /the assignments of runner 5 are not complete: project acme\/new21 \(21\):/,
    );
    expect(await users()).toEqual([OWNER, 11, 12, 13, 20, 22]);
    gitlab.requests.clear();
    await applied.up({ ...limited, maxChanges: 1 });
    expect(await users()).toEqual([OWNER, 11, 12, 13, 20, 21, 22]);
    expect(asked().filter((line) => line.startsWith("POST"))).toEqual([
      "POST /projects/21/runners",
    ]);
  });

  test("does not happen while a group is gone", async () => {
    await ask(gitlab, "PUT", "/groups/8", { path: "shop" });
    expect(await applied.preview(ACME)).toEqual({ changes: false });
    await ask(gitlab, "PUT", "/groups/7", { path: "emca" });
    await expect(applied.preview(ACME)).rejects.toThrow(/GitLab has no group "acme"/);
    expect(await users()).toEqual([OWNER, 11, 12, 13]);
  });

  test("keeps how the projects are found in the state, without a request where only that changes", async () => {
    gitlab.requests.clear();
    await applied.up({ ...ACME, maxChanges: 7, drain: { timeout: 5 } });
    expect(asked().filter((line) => !line.startsWith("GET"))).toEqual([]);
    expect(applied.outputs).toMatchObject({ groupIds: [7], maxChanges: 7, drain: { timeout: 5 } });
    await applied.refresh();
    expect(applied.inputs).toMatchObject({ groupIds: [7], maxChanges: 7, recursive: true });
  });

  test("is noted for those who read the preview by program, and stays noted without a change", async () => {
    gitlab.seed({ projects: [{ id: 20, path_with_namespace: "acme/new" }] });
    await ask(gitlab, "PUT", "/projects/12/transfer", { namespace: "other" });
    const { paths } = await handler().check(OPERATION, applied.inputs, ACME);
    expect(paths).toEqual({ 12: "other/site", 20: "acme/new" });
    await applied.up(ACME);
    expect((await handler().check(OPERATION, applied.inputs, ACME)).paths).toBeUndefined();
  });

  test("is a list that resources of a process share", async () => {
    gitlab.seed({ runners: [{ id: 6, runner_type: "project_type", projects: ["other/owner"] }] });
    const provider = handler();
    gitlab.requests.clear();
    for (const runnerId of [5, 6]) await provider.check(OPERATION, {}, { ...ACME, runnerId });
    const lists = asked().filter((line) => line.startsWith("GET /groups/"));
    expect(lists).toEqual(["GET /groups/acme", "GET /groups/7/projects"]);
  });
});

test("a state of an earlier version goes on with groups", async () => {
  const applied = new Applied();
  applied.inputs = { runnerId: 5, projectIds: [11], authoritative: false };
  applied.outputs = { ...applied.inputs };
  await ask(gitlab, "POST", "/projects/11/runners", { runner_id: 5 });
  expect(await applied.preview({ runnerId: 5, projectIds: ["acme/app"] })).toEqual({
    changes: false,
  });
  await applied.up(ACME);
  expect(await users()).toEqual([OWNER, 11, 12, 13]);
  await applied.up({ runnerId: 5, projectIds: [11] });
  expect(await users()).toEqual([OWNER, 11]);
});
