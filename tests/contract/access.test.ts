import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";

import { type Emulator, startEmulator } from "../../emulator";
import { type Ended, runCommand } from "../helpers/commandLine";
import { ask } from "../helpers/gitlab";
import { HOSTILE, tagsOf } from "../helpers/markup";

const TOKEN = "glrt-tokenofrunnerfour";

interface Review {
  runners: { id: number }[];
  projects: { id: number; path: string; archived: boolean; instanceRunnersOffBy?: string }[];
  access: { runnerId: number; projectId: number; access: string; reason: string }[];
  notes: string[];
  changes?: { change: string; runnerId: number; project: string; now: { reason: string } | null }[];
}

describe("access", () => {
  let gitlab: Emulator;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "access-"));
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "mia" }, { username: "dev" }],
        tokens: ["root", "mia", "dev"].map((name) => ({ name, user: name })),
        groups: [
          { id: 1, full_path: "acme" },
          { id: 2, full_path: "acme/web" },
          { id: 3, full_path: "closed", shared_runners_enabled: false },
          { id: 4, full_path: "closed/deep" },
        ],
        projects: [
          { id: 1, path_with_namespace: "acme/app" },
          { id: 2, path_with_namespace: "acme/web/site", group_runners_enabled: false },
          { id: 3, path_with_namespace: "closed/deep/docs" },
          { id: 4, path_with_namespace: "acme/off", builds_access_level: "disabled" },
          { id: 5, path_with_namespace: "acme/old", archived: true },
        ],
        members: [
          { user: "mia", of: "acme", role: "owner" },
          { user: "dev", of: "acme", role: "developer" },
        ],
        runners: [
          { id: 1, runner_type: "instance_type", run_untagged: true },
          { id: 2, runner_type: "group_type", group: "acme", access_level: "ref_protected" },
          { id: 3, runner_type: "group_type", group: "acme/web", paused: true },
          {
            id: 4,
            runner_type: "project_type",
            projects: ["acme/app"],
            tag_list: ["docker"],
            run_untagged: false,
            token: TOKEN,
            description: HOSTILE[0] ?? "",
          },
        ],
      },
    });
  });
  afterEach(() => {
    gitlab.reset();
  });
  afterAll(async () => {
    await gitlab.close();
    rmSync(folder, { recursive: true });
  });

  const run = (args: string[], as = "root"): Promise<Ended> =>
    runCommand(gitlab, ["access", ...args], { as });
  const review = async (args: string[], as = "root"): Promise<Review> => {
    const { code, stdout, stderr } = await run([...args, "--json"], as);
    expect([code, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout) as Review;
  };
  /** `runner project reason` of each pair. */
  const pairs = async (args: string[], as = "root"): Promise<string[]> =>
    (await review(args, as)).access.map(
      ({ runnerId, projectId, reason }) => `${runnerId} ${projectId} ${reason}`,
    );

  test("of a project: its runners, and those that a switch keeps away", async () => {
    expect(await pairs(["--project", "acme/app"])).toEqual([
      "1 1 instance_runner",
      "2 1 group_runner",
      "4 1 assigned",
    ]);
    expect(await pairs(["--project", "acme/web/site"], "mia")).toEqual([
      "1 2 instance_runner",
      "2 2 group_runners_off",
      "3 2 group_runners_off",
    ]);
    expect(await pairs(["--project", "acme/off"])).toEqual(["2 4 ci_off", "1 4 ci_off"].sort());
  });

  test("of a project that its group keeps from instance runners: names the highest such group", async () => {
    const { projects, notes, access } = await review(["--project", "closed/deep/docs"]);
    expect(projects).toMatchObject([{ instanceRunnersOffBy: "closed" }]);
    expect(access).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("Instance runners are off")]);
  });

  test("of a runner: its projects", async () => {
    expect(await pairs(["--runner", "1"])).toEqual([
      "1 1 instance_runner",
      "1 4 ci_off",
      "1 5 instance_runner",
      "1 2 instance_runner",
      "1 3 instance_runners_off",
    ]);
    expect(await pairs(["--runner", "3"], "mia")).toEqual(["3 2 group_runners_off"]);
    expect(await pairs(["--runner", "4"], "mia")).toEqual(["4 1 assigned"]);
  });

  test("of a runner: says that projects may be missing, unless an administrator asks", async () => {
    const line =
      "Projects that the access token may not see are not listed. The token of an administrator sees all.\n";
    expect((await run(["--runner", "4"], "mia")).stderr).toBe(line);
    expect((await run(["--runner", "4"])).stderr).toBe("");
    expect((await run(["--runner", "4", "--project", "acme/app"], "mia")).stderr).toBe("");
  });

  test("of one runner and one project: why not, whatever the reason", async () => {
    expect(await pairs(["--runner", "4", "--project", "acme/off"])).toEqual(["4 4 not_assigned"]);
    expect(await pairs(["--runner", "3", "--project", "acme/app"])).toEqual(["3 1 other_group"]);
  });

  test.each([
    [
      ["--tags", "docker"],
      ["1 1 tags_missing", "2 1 tags_missing", "4 1 assigned"],
    ],
    [["--untagged"], ["1 1 instance_runner", "2 1 group_runner", "4 1 no_untagged_jobs"]],
    [["--no-protected-ref"], ["1 1 instance_runner", "2 1 protected_refs_only", "4 1 assigned"]],
    [["--protected-ref"], ["1 1 instance_runner", "2 1 group_runner", "4 1 assigned"]],
  ])("of jobs %j", async (options, expected) => {
    expect(await pairs(["--project", "acme/app", ...options])).toEqual(expected);
  });

  test("of a group: what is in it and below, with few requests", async () => {
    gitlab.requests.clear();
    const found = await pairs(["--group", "acme"], "mia");
    expect(found).toEqual([
      "1 1 instance_runner",
      "2 1 group_runner",
      "4 1 assigned",
      "1 4 ci_off",
      "2 4 ci_off",
      "1 5 instance_runner",
      "2 5 group_runner",
      "1 2 instance_runner",
      "2 2 group_runners_off",
      "3 2 group_runners_off",
    ]);
    // The group, its projects, its runners and each of these, and those below by GraphQL.
    expect(gitlab.requests.all().length).toBeLessThanOrEqual(6);
  });

  test("of the instance, as a table with the archived project among the others", async () => {
    const { code, stdout } = await run(["--all"]);
    expect(code).toBe(0);
    expect(stdout).toContain("acme/web/site");
    expect(stdout.replace(/\s+/g, " ")).toContain("acme/old 1 instance yes");
    const csv = await run(["--all", "--output", "csv", "--columns", "project,runner,access"]);
    expect(csv.stdout.split("\n").slice(0, 2)).toEqual(["project,runner,access", "acme/app,1,yes"]);
  });

  test("what GitLab hides is unknown, never yes", async () => {
    const { access } = await review(["--runner", "1", "--project", "acme/app"], "dev");
    expect(access).toMatchObject([{ access: "yes" }]);
    const refused = await run(["--project", "acme/app"], "dev");
    expect([refused.code, refused.stdout]).toEqual([3, ""]);
  });

  test("JSON has the schema, and --since says what changed", async () => {
    const file = join(folder, "before.json");
    const before = await run(["--group", "acme", "--json"], "mia");
    writeFileSync(file, before.stdout);
    expect((await review(["--group", "acme", "--since", file], "mia")).changes).toEqual([]);

    await ask(gitlab, "PUT", "/projects/2", { group_runners_enabled: true });
    await ask(gitlab, "PUT", "/projects/1", { shared_runners_enabled: false });
    await ask(gitlab, "DELETE", "/runners/4");
    const after = await review(["--group", "acme", "--since", file], "mia");
    const changes = (after.changes ?? []).map(
      ({ change, runnerId, project }) => `${change} ${runnerId} ${project}`,
    );
    expect(changes).toEqual([
      "lost 1 acme/app",
      "lost 4 acme/app",
      "gained 2 acme/web/site",
      "other 3 acme/web/site",
    ]);

    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    const valid = ajv.compile(
      JSON.parse(readFileSync("docs/access.schema.json", "utf8")) as object,
    );
    for (const one of [JSON.parse(before.stdout), after]) {
      valid(one);
      expect(valid.errors).toBeNull();
    }
    const csv = await run(["--group", "acme", "--since", file, "--output", "csv"], "mia");
    expect(csv.stdout.trim().split("\n")).toHaveLength(5);
  });

  test.each([
    ["no JSON", "{", "is not a review"],
    ["another document", "{}", "is not a review"],
  ])("--since refuses %s", async (_, text, reason) => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, text);
    const { code, stderr } = await run(["--group", "acme", "--since", file]);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  test("--since refuses a review of another scope", async () => {
    const file = join(folder, "other.json");
    writeFileSync(file, (await run(["--runner", "1", "--json"])).stdout);
    const { code, stderr } = await run(["--group", "acme", "--since", file]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("another scope")]);
  });

  test("needs a scope", async () => {
    const { code, stderr } = await run([]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("say whose access to show")]);
  });

  test("the page escapes what GitLab shows, and has no token", async () => {
    gitlab.seed({
      runners: [...HOSTILE, TOKEN].map((description, index) => ({
        id: 100 + index,
        runner_type: "instance_type" as const,
        description,
        tag_list: [description.slice(0, 250)],
      })),
    });
    const file = join(folder, "review.json");
    writeFileSync(file, (await run(["--all", "--json"])).stdout);
    await ask(gitlab, "PUT", "/projects/1", { shared_runners_enabled: false });
    const { code, stdout } = await run(["--all", "--since", file, "--html"]);
    expect(code).toBe(0);
    const [, changes = ""] = /aria-labelledby="changes"([\s\S]*?)<\/table>/.exec(stdout) ?? [];
    expect(changes).toContain(`<a href="${gitlab.url}/`);
    // A runner by its name.
    expect(changes).toMatch(/<td role="cell" data-heading="Runner"\s*>\d+\s+<bdi>/);
    expect(tagsOf(stdout)).not.toContain("img");
    // The page's own.
    expect(stdout.match(/<script/gi)).toHaveLength(1);
    expect(stdout).not.toContain(TOKEN);
  });
});
