import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { type CommandOptions, type Ended, runCommand } from "../helpers/commandLine";
import { type StepParts, previewJson, step } from "../unit/cli/auditSteps";

const ROOT = join(__dirname, "../..");

const UNLOCKED: StepParts = {
  op: "update",
  name: "deploy",
  before: { locked: true },
  after: { locked: false },
};
const DELETED: StepParts = { op: "delete", name: "busy", id: "3", before: {} };

describe("the audit of a preview", () => {
  let gitlab: Emulator;
  const directory = mkdtempSync(join(tmpdir(), "gitlab-audit-"));
  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [
          { username: "root", admin: true },
          { username: "bot" },
          { username: "dev" },
          { username: "other" },
        ],
        tokens: ["root", "bot", "dev", "other"].map((name) => ({ name, user: name })),
        projects: [{ id: 5, path_with_namespace: "acme/infra", merge_requests: [7] }],
        members: [
          { user: "bot", of: "acme/infra", role: "maintainer" },
          { user: "dev", of: "acme/infra", role: "developer" },
        ],
        runners: [
          {
            id: 3,
            runner_type: "project_type",
            projects: ["acme/infra"],
            jobs: [
              { status: "running", project: "acme/infra" },
              { status: "running", project: "acme/infra" },
              { status: "success", project: "acme/infra" },
            ],
          },
          { id: 4, runner_type: "project_type", projects: ["acme/infra"] },
        ],
      },
    });
  });
  afterAll(async () => {
    await gitlab.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    gitlab.requests.clear();
  });

  const run = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    runCommand(gitlab, ["audit", ...args], { as: "bot", ...options });
  const preview = (...steps: StepParts[]): string => previewJson(steps.map(step));
  const file = (name: string, text = ""): string => {
    const path = join(directory, name);
    if (text !== "") writeFileSync(path, text);
    return path;
  };

  test("reads a file, a pipe or standard input, and asks GitLab for nothing", async () => {
    const text = preview(UNLOCKED);
    const piped = await run([], { input: text, env: { GITLAB_TOKEN: "" } });
    expect(piped).toMatchObject({ code: 0, stderr: "" });
    expect(piped.stdout).toContain("### Runner audit of `fleet/dev`");
    expect(await run(["-"], { input: text })).toEqual(piped);
    expect(await run([file("preview.json", text)])).toEqual(piped);
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("writes several formats in one run", async () => {
    const files = ["markdown", "html", "json", "junit", "codequality"].map(
      (format) => [format, file(`report=${format}`)] as const,
    );
    const args = files.flatMap(([format, path]) => ["--format", `${format}=${path}`]);
    const shown = await run([...args, "--format", "json"], {
      input: preview(UNLOCKED),
      env: { CI_PROJECT_DIR: join(ROOT, "..") },
    });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    const [markdown, html, json, junit, quality] = files.map(([, path]) =>
      readFileSync(path, "utf8"),
    );
    expect(shown.stdout).toBe(json);
    expect(markdown).toContain("| major | unlocked | Runner `deploy` |");
    expect(html).toMatch(/^<!doctype html>/);
    expect(junit).toMatch(/^<\?xml/);
    const [issue] = JSON.parse(quality ?? "") as { location: { path: string } }[];
    // Paths are those of the repository, not of the Pulumi project.
    expect(issue?.location.path).toMatch(/^[^/]+\/Pulumi\.yaml$/);
  });

  test("ends by what it finds and what is not let pass", async () => {
    const text = preview(UNLOCKED);
    const stopped = await run(["--fail-on", "unlocked", "--fail-on", "minor"], { input: text });
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(
      /^major unlocked: Runner deploy: maintainers of further projects can assign it to them\n$/,
    );
    expect(stopped.stdout).toContain("### Runner audit");
    const passed = await run(["--fail-on", "critical", "--fail-on", "paused"], { input: text });
    expect(passed).toMatchObject({ code: 0, stderr: "" });
  });

  test("reports a preview that failed by an exit code of its own, with the report", async () => {
    const failed = previewJson([step(UNLOCKED)], [{ severity: "error", message: "error: boom" }]);
    const shown = await run(["--fail-on", "unlocked"], { input: failed });
    expect(shown.code).toBe(3);
    expect(shown.stdout).toContain("The preview failed");
    expect(shown.stdout).toContain("boom");
  });

  test.each([
    [["--format", "pdf"], "FORMAT=FILE"],
    [["--format", "html="], "FORMAT=FILE"],
    [["--format", "html", "--format", "json"], "Only one format can go to standard output"],
    [["--fail-on", "rain"], "Give a severity (info, minor, major, critical) or a risk ("],
    [["--post"], "CI_MERGE_REQUEST_IID"],
    [["--merge-request", "seven"], "whole number"],
    [["nowhere.json"], "cannot read nowhere.json"],
    [["--format", "json=/nowhere/report.json"], "cannot write /nowhere/report.json"],
    [["package.json"], "this is not the output of pulumi preview --json"],
  ])("%j is a wrong command line", async (args, reason) => {
    const shown = await run(args, { input: preview(UNLOCKED) });
    expect(shown.code).toBe(2);
    expect(shown.stderr).toContain(reason);
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("says that a preview that is run has no Pulumi", async () => {
    const shown = await run(["--stack", "dev"], { env: { PATH: "/nowhere" } });
    expect(shown).toMatchObject({ code: 2, stdout: "" });
    expect(shown.stderr).toContain("there is no pulumi on PATH");
  });

  test("asks for jobs of runners that are deleted when it is asked to", async () => {
    const text = preview(DELETED, { ...DELETED, name: "idle", id: "4" }, UNLOCKED);
    const shown = await run(["--check-jobs", "--format", "json"], { input: text });
    expect(shown.stderr).toBe("");
    const { changes } = JSON.parse(shown.stdout) as {
      changes: { name: string; runningJobs?: number; risks: { id: string; reason: string }[] }[];
    };
    expect(
      changes.map(({ name, runningJobs, risks }) => [name, runningJobs, risks[0]?.id]),
    ).toEqual([
      ["busy", 2, "deleted-while-running-jobs"],
      ["deploy", undefined, "unlocked"],
      ["idle", 0, "deleted"],
    ]);
    expect(changes[0]?.risks[0]?.reason).toBe("GitLab deletes the runner while it runs 2 jobs");
    const asked = gitlab.requests.all().map(({ method, path }) => `${method} ${path}`);
    const jobs = [3, 4].map((id) => `GET /api/v4/runners/${id}/jobs?status=running`);
    expect(asked.map((each) => each.split("&")[0]).sort()).toEqual(jobs);
    expect((await run([], { input: text })).stdout).not.toContain("running-jobs");
  });

  test("says which jobs it could not look at", async () => {
    const refused = await run(["--check-jobs", "--fail-on", "deleted-while-running-jobs"], {
      input: preview(DELETED),
      as: "dev",
    });
    expect(refused.stdout).toMatch(/\*\*warning\*\*\s+<pre>\s--check-jobs: .*runner 3.*403/);
    expect(refused.code).toBe(0);
  });

  describe("posted to the merge request", () => {
    const CI = { CI_PROJECT_ID: "5", CI_MERGE_REQUEST_IID: "7" };
    const notes = async (): Promise<
      { id: number; body: string; author: { username: string } }[]
    > => {
      const answer = await fetch(
        `${gitlab.url}/api/v4/projects/5/merge_requests/7/notes?sort=asc`,
        {
          headers: { "private-token": gitlab.tokens["root"] ?? "" },
        },
      );
      return (await answer.json()) as Awaited<ReturnType<typeof notes>>;
    };

    test("is one note a stack, which later runs update", async () => {
      const first = await run(["--post"], { input: preview(UNLOCKED), env: CI });
      expect(first).toMatchObject({ code: 0, stderr: "" });
      const [note] = await notes();
      expect(note?.author.username).toBe("bot");
      expect(note?.body).toBe(
        `<!-- gitlab-runners audit of fleet%2Fdev -->\n\n${first.stdout.trimEnd()}\n`,
      );
      const options = ["--project", "acme/infra", "--merge-request", "7"];
      const second = await run(["--post", ...options, "--format", `html=${file("post.html")}`], {
        input: preview(DELETED),
      });
      expect(second).toMatchObject({ code: 0, stdout: "" });
      const other = preview(UNLOCKED).replaceAll("urn:pulumi:dev::", "urn:pulumi:prod::");
      await run(["--post"], { input: other, env: CI });
      const all = await notes();
      expect(all).toHaveLength(2);
      expect(all[0]).toMatchObject({
        id: note?.id,
        body: expect.stringContaining("busy") as string,
      });
      expect(all[1]?.body).toContain("fleet/prod");
    });

    test("leaves alone what somebody else wrote with the same mark", async () => {
      const forged = "<!-- gitlab-runners audit of fleet%2Fforged -->\n\nAll is well.";
      await fetch(`${gitlab.url}/api/v4/projects/5/merge_requests/7/notes`, {
        method: "POST",
        headers: {
          "private-token": gitlab.tokens["dev"] ?? "",
          "content-type": "application/json",
        },
        body: JSON.stringify({ body: forged }),
      });
      const text = preview(UNLOCKED).replaceAll("urn:pulumi:dev::", "urn:pulumi:forged::");
      await run(["--post"], { input: text, env: CI });
      const marked = (await notes()).filter(({ body }) => body.includes("fleet%2Fforged"));
      expect(marked.map(({ author }) => author.username)).toEqual(["dev", "bot"]);
      expect(marked[0]?.body).toBe(forged);
    });

    test("is there of a preview that a gate stops, or that failed", async () => {
      const text = preview(UNLOCKED).replaceAll("urn:pulumi:dev::", "urn:pulumi:gate::");
      const shown = await run(["--post", "--fail-on", "major"], { input: text, env: CI });
      expect(shown.code).toBe(1);
      expect((await notes()).at(-1)?.body).toContain("fleet/gate");
    });

    test("ends with GitLab's reason where it is refused", async () => {
      const shown = await run(["--post"], { input: preview(UNLOCKED), env: CI, as: "other" });
      expect(shown.code).toBe(3);
      expect(shown.stderr).toMatch(/cannot list the notes of merge request 5!7: .*404/);
      expect(shown.stdout).toContain("### Runner audit");
    });
  });
});
