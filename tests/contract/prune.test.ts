import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";

import { type Emulator, startEmulator } from "../../emulator";
import { markerLine } from "../../gitlab";
import { type CommandOptions, type Ended, runCommand } from "../helpers/commandLine";
import { ask, runnersAt } from "../helpers/gitlab";
import { HAS_TERMINAL, runAtTerminal } from "../helpers/terminal";

const OLD = { created_at: "-P60D", contacted_at: "-P40D" } as const;
const HOSTILE = "\u001b[2J\u202e\r\n9  delete";
const TOKEN = "glrt-tokenofrunnertwelve";
const OTHER_TOKEN = "glrt-tokenofrunnerthirty";
const STACK = markerLine({ resource: "0123456789abcdef", attempt: "01234567" });

const job = (status: "running" | "success") => ({
  id: 1,
  status,
  project: "acme/app",
  created_at: "-P41D",
  started_at: "-P41D",
});

interface Plan {
  apiUrl: string;
  since: string;
  delete: { id: number; heardAt: string; reason: string; description: string }[];
  keep: { id: number; reason: string }[];
}

describe("prune", () => {
  let gitlab: Emulator;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "prune-"));
    file = join(folder, "plan.json");
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "mia" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "mia", user: "mia" },
        ],
        groups: [{ full_path: "acme" }, { full_path: "acme/web" }, { full_path: "else" }],
        projects: [
          { id: 1, path_with_namespace: "acme/app" },
          { id: 2, path_with_namespace: "acme/site" },
          { id: 3, path_with_namespace: "else/where" },
        ],
        members: [
          { user: "mia", of: "acme", role: "owner" },
          { user: "mia", of: "else/where", role: "maintainer" },
        ],
        runners: [
          { id: 10, runner_type: "group_type", group: "acme", ...OLD, description: HOSTILE },
          { id: 11, runner_type: "group_type", group: "acme", created_at: "-P50D" },
          { id: 12, runner_type: "group_type", group: "acme", ...OLD, token: TOKEN },
          {
            id: 13,
            runner_type: "group_type",
            group: "acme",
            created_at: "-P60D",
            contacted_at: "-P29D",
          },
          { id: 14, runner_type: "group_type", group: "acme", created_at: "-P29D" },
          {
            id: 15,
            runner_type: "group_type",
            group: "acme",
            ...OLD,
            maintenance_note: `Ask Mia.\n${STACK}`,
          },
          { id: 16, runner_type: "group_type", group: "acme", ...OLD },
          { id: 17, runner_type: "group_type", group: "acme", ...OLD, jobs: [job("running")] },
          { id: 20, runner_type: "instance_type", ...OLD },
          { id: 21, runner_type: "group_type", group: "acme/web", ...OLD },
          {
            id: 30,
            runner_type: "project_type",
            projects: ["acme/site", "acme/app", "else/where"],
            ...OLD,
            token: OTHER_TOKEN,
          },
          { id: 31, runner_type: "project_type", projects: ["acme/site"], ...OLD },
        ],
      },
    });
  });
  beforeEach(() => {
    gitlab.reset();
    rmSync(file, { force: true });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  });

  const run = (args: readonly string[], options?: CommandOptions): Promise<Ended> =>
    runCommand(gitlab, ["prune", ...args], options);
  const plan = async (...args: string[]): Promise<Plan> => {
    const ended = await run(["--older-than", "30d", "--out", file, ...args]);
    expect(ended.code).toBe(0);
    return JSON.parse(readFileSync(file, "utf8")) as Plan;
  };
  const outcomes = async (
    args: readonly string[] = [],
    options?: CommandOptions,
  ): Promise<{ code: number | null; of: Record<number, string>; reasons: string }> => {
    const { code, stdout } = await run(["--plan", file, "--yes", "--json", ...args], options);
    const rows = JSON.parse(stdout) as { id: number; outcome: string; reason?: string }[];
    return {
      code,
      of: Object.fromEntries(rows.map(({ id, outcome }) => [id, outcome])),
      reasons: rows.map(({ reason }) => reason ?? "").join("\n"),
    };
  };
  const left = async (): Promise<number[]> =>
    (await runnersAt(gitlab)).map(({ id }) => id).sort((one, other) => one - other);
  /** A machine contacts GitLab for runner 12 or 30. */
  const contact = async (token: string): Promise<void> => {
    const { status } = await ask(gitlab, "POST", "/runners/verify", { token, system_id: "s_1" });
    expect(status).toBe(200);
  };
  const deletions = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method }) => method === "DELETE")
      .map(({ path }) => path);

  test("a plan has what GitLab has not heard of, by contact or creation, and names what stays", async () => {
    const { delete: goes, keep, apiUrl } = await plan("--group", "acme", "--keep", "16");
    expect(apiUrl).toBe(`${gitlab.url}/api/v4`);
    expect(goes.map(({ id }) => id)).toEqual([10, 11, 12]);
    expect(goes[0]?.reason).toMatch(/^its last contact was at \d{4}-\d\d-\d\dT[\d:]{8}Z$/);
    expect(goes[1]?.reason).toMatch(/^no machine contacted GitLab since its creation at \d{4}/);
    expect(goes[0]?.description).toBe(HOSTILE);
    expect(keep).toMatchObject([
      { id: 15, reason: "it belongs to a stack of pulumi-gitlab-runners" },
      { id: 16, reason: "its id was given with --keep" },
      { id: 17, reason: "it has a running job" },
    ]);
    expect(deletions()).toEqual([]);
    // The same where each runner is read alone.
    gitlab.faults.add({ kind: "status", status: 404, path: "/api/graphql", times: Infinity });
    const alone = await plan("--group", "acme", "--keep", "16");
    expect(alone).toMatchObject({ delete: goes, keep });
    const ajv = addFormats(new Ajv2020({ strict: true }));
    const schema = JSON.parse(readFileSync("docs/prune.schema.json", "utf8")) as object;
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    expect(ajv.validate(schema, read) ? [] : ajv.errors).toEqual([]);
  });

  test("the list shows age, reason and what to do next, and obeys no text of GitLab's", async () => {
    const { code, stdout, stderr } = await run(["--group", "acme", "--older-than", "30d"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ACTION\s+ID\s+TYPE\s+DAYS\s+REASON/);
    expect(stdout).toMatch(/^delete\s+11\s+group\s+50\s+no machine contacted/m);
    expect(stdout).toMatch(/^keep\s+15\s+group\s+40\s+it belongs to a stack/m);
    expect(stdout).not.toMatch(/[\u001b\u202e\r]|^9 {2}delete/m);
    expect(stderr).toBe(
      "Nothing was deleted. --out FILE writes this as a plan, and prune --plan FILE deletes by it.\n",
    );
    const none = await run(["--group", "acme", "--older-than", "90d"]);
    expect(none).toEqual({
      code: 0,
      stdout: "",
      stderr: "There are no stale runners to list.\n",
    });
  });

  test("of a project only its own runners count, of the instance all", async () => {
    expect((await plan("--project", "acme/app")).delete.map(({ id }) => id)).toEqual([30]);
    expect((await plan("--all")).delete.map(({ id }) => id)).toEqual([
      10, 11, 12, 16, 20, 21, 30, 31,
    ]);
  });

  test("a plan is carried out on what is still stale, and what stays is named", async () => {
    await plan("--group", "acme");
    // The machine of 12 is back, 16 was made a stack's, 11 has gone.
    await contact(TOKEN);
    await ask(gitlab, "PUT", "/runners/16", { maintenance_note: STACK });
    await ask(gitlab, "DELETE", "/runners/11");
    gitlab.requests.clear();
    const { code, of, reasons } = await outcomes();
    expect(code).toBe(0);
    expect(of).toEqual({ 10: "deleted", 11: "gone", 12: "kept", 16: "kept" });
    expect(reasons).toMatch(/its last contact was at .*\nit belongs to a stack/s);
    expect(deletions()).toEqual(["/api/v4/runners/10"]);
    expect(await left()).toEqual([12, 13, 14, 15, 16, 17, 20, 21, 30, 31]);
    // The same plan again deletes nothing more.
    expect((await outcomes()).of).toEqual({ 10: "gone", 11: "gone", 12: "kept", 16: "kept" });
  });

  test("--keep holds back a runner of the plan", async () => {
    await plan("--group", "acme");
    const { of } = await outcomes(["--keep", "10,11", "--keep", "12"]);
    expect(of).toEqual({ 10: "kept", 11: "kept", 12: "kept", 16: "deleted" });
  });

  test("--keep is in the question about the runners of a plan", async () => {
    await plan("--group", "acme");
    const { stderr } = await run(["--plan", file, "--keep", "10,11"]);
    expect(stderr).toMatch(/^keep\s+10\s/m);
    expect(stderr).toContain("Delete 2 runners if still stale?");
    const none = await run(["--plan", file, "--keep", "10,11,12,16"]);
    expect(none.stderr).toContain("The plan deletes no runner but those of --keep.");
  });

  test("a contact while assignments go saves the runner, and what it lost is named", async () => {
    await plan("--project", "acme/site");
    const path = "/projects/3/runners/30";
    gitlab.faults.add({ kind: "latency", milliseconds: 2000, method: "DELETE", path });
    const ended = outcomes([], { as: "mia" });
    while (!deletions().some((asked) => asked.endsWith("/projects/1/runners/30")))
      await new Promise((resolve) => setTimeout(resolve, 20));
    await contact(OTHER_TOKEN);
    const { code, of, reasons } = await ended;
    expect(of).toEqual({ 30: "kept", 31: "deleted" });
    expect(code).toBe(0);
    expect(reasons).toMatch(
      /its last contact was at .*The runner is not assigned any more to acme\/app, else\/where/,
    );
    expect(await left()).toContain(30);
  });

  test("what GitLab refuses is reported, and the rest is done", async () => {
    await plan("--group", "acme");
    gitlab.faults.add({ kind: "status", status: 403, method: "DELETE", path: "/runners/11" });
    const { code, of, reasons } = await outcomes();
    expect(code).toBe(3);
    expect(of).toEqual({ 10: "deleted", 11: "failed", 12: "deleted", 16: "deleted" });
    expect(reasons).toContain("cannot delete runner 11: GitLab answered 403");
    expect(await left()).toContain(11);
  });

  test("a dead credential ends it", async () => {
    await plan("--group", "acme");
    const { code, of, reasons } = await outcomes([], {
      env: { GITLAB_TOKEN: "glpat-deadtokendeadtoken" },
    });
    expect(code).toBe(3);
    expect(new Set(Object.values(of)).has("deleted")).toBe(false);
    expect(reasons).toContain("401");
    expect(reasons).not.toContain("deadtoken");
    expect(deletions()).toEqual([]);
  });

  test("where GitLab demands it, assignments go first, and the owner project's stays", async () => {
    await plan("--project", "acme/site");
    const { code, of } = await outcomes([], { as: "mia" });
    expect(of).toEqual({ 30: "deleted", 31: "deleted" });
    expect(code).toBe(0);
    const removed = deletions().filter((path) => path.includes("/projects/"));
    expect(removed.sort()).toEqual([
      "/api/v4/projects/1/runners/30",
      "/api/v4/projects/2/runners/30",
      "/api/v4/projects/3/runners/30",
    ]);
    expect(await left()).not.toContain(30);
  });

  test("an administrator deletes a runner of several projects without that", async () => {
    await plan("--project", "acme/site");
    expect((await outcomes()).of).toEqual({ 30: "deleted", 31: "deleted" });
    expect(deletions().filter((path) => path.includes("/projects/"))).toEqual([]);
  });

  test("a second project that GitLab does not release ends it, and what was lost is named", async () => {
    await plan("--project", "acme/site");
    gitlab.faults.add({
      kind: "status",
      status: 403,
      method: "DELETE",
      path: "/projects/3/runners/30",
    });
    const { code, of, reasons } = await outcomes([], { as: "mia" });
    expect(code).toBe(3);
    expect(of).toEqual({ 30: "failed", 31: "deleted" });
    expect(reasons).toMatch(
      /cannot unassign runner 30 from project 3: .*The runner is not assigned any more to acme\/app/,
    );
    expect(await left()).toContain(30);
  });

  test("a wrong command line is refused before GitLab is asked", async () => {
    gitlab.requests.clear();
    const wrong: readonly [string[], string][] = [
      [["--older-than", "1h"], "--older-than is less than 2 hours ago"],
      [["--older-than", "2999-01-01"], "--older-than is less than 2 hours ago"],
      [[], "say from which age on a runner is stale"],
      [["--plan", "nothing.json"], "cannot read nothing.json"],
      [["--plan", "-"], "standard input is not a plan"],
      [["--plan", "-", "--older-than", "30d"], "cannot be used with option"],
      [["--older-than", "30d", "--keep", "one"], "Give a whole number"],
      [["--older-than", "30d", "--yes"], "--yes deletes by a plan only"],
    ];
    const ended = await Promise.all(wrong.map(async ([args]) => run(args)));
    expect(ended).toMatchObject(
      wrong.map(([, words]) => ({ code: 2, stderr: expect.stringContaining(words) as string })),
    );
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("without a terminal and without --yes it deletes nothing", async () => {
    await plan("--group", "acme");
    const { code, stderr, stdout } = await run(["--plan", file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no terminal to ask at\. Delete 4 runners if still stale\? .*--yes\n$/);
    expect(stdout).toBe("");
    expect(deletions()).toEqual([]);
  });

  (HAS_TERMINAL ? test : test.skip)(
    "at a terminal it shows the plan and asks, and nothing but yes is one",
    async () => {
      await plan("--group", "acme");
      const answered = (keys: string): Promise<{ code: number | null; shown: string }> => {
        const question = /Delete 4 runners if still stale\? Type yes to do it:/;
        return runAtTerminal(gitlab, ["prune", "--plan", file], { question, keys });
      };
      // A word, an empty line, Ctrl-C and Ctrl-D.
      const noes = await Promise.all(["y\r", "\r", "\u0003", "\u0004"].map(answered));
      for (const { code, shown } of noes) {
        expect(shown).toMatch(/delete\s+10\s+group\s+40/);
        expect(shown).toContain("Nothing was changed.");
        expect(code).toBe(1);
      }
      expect(deletions()).toEqual([]);
      const { code, shown } = await answered("yes\r");
      expect(code).toBe(0);
      expect(shown).toMatch(/^10\s+deleted/m);
      expect(deletions()).toHaveLength(4);
    },
  );
});
