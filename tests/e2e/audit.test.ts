import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../emulator";
import { SCRIPT } from "../helpers/commandLine";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

const BEFORE = `
const { ProjectRunnerAssignment, Runner, RunnerAssignments } = require("pulumi-gitlab-runners");
const deploy = new Runner("deploy", {
  runnerType: "project_type", projectId: 11, description: "Deploy", locked: true,
  accessLevel: "ref_protected", runUntagged: false, tagList: ["deploy", "linux"], maximumTimeout: 600,
});
const docker = new Runner("docker", { runnerType: "project_type", projectId: 11 });
new RunnerAssignments("docker", { runnerId: docker.id, projectIds: [12] });
const shared = new Runner("shared", { runnerType: "instance_type", description: "Shared" });
new Runner("moved", { runnerType: "instance_type" });
new Runner("busy", { runnerId: 50, deleteOnDestroy: true });
new Runner("left", { runnerId: 51 });
exports.tokens = [deploy.token, docker.token, shared.token];
`;

const AFTER = `
const { ProjectRunnerAssignment, Runner, RunnerAssignments } = require("pulumi-gitlab-runners");
const pulumi = require("@pulumi/pulumi");
const deploy = new Runner("deploy", {
  runnerType: "project_type", projectId: 11, description: "<script>|\`\\n/close", locked: false,
  accessLevel: "not_protected", tagList: ["deploy"], paused: true,
});
const docker = new Runner("docker", { runnerType: "project_type", projectId: 11 });
new RunnerAssignments("docker", { runnerId: docker.id, projectIds: [12, 13] });
const shared = new Runner("shared", { runnerType: "instance_type", description: "Shared" });
new Runner("moved", { runnerType: "project_type", projectId: 12, maintenanceNote: pulumi.secret("quiet") });
const created = new Runner("created", { runnerType: "project_type", projectId: 11 });
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: created.id });
new Runner("adopted", { runnerId: 52, locked: false, description: "Mine" });
Runner.get("read", "53");
exports.tokens = [deploy.token, docker.token, shared.token];
`;

interface Report {
  failed: boolean;
  changes: {
    name: string;
    type: string;
    action: string;
    id?: string;
    runningJobs?: number;
    replaceReasons: string[];
    properties: { name: string; before?: unknown; after?: unknown }[];
    risks: { id: string }[];
    source?: { path: string; line: number };
  }[];
  messages: { severity: string; text: string }[];
}

/** The two forms of resources, with what follows the name of the package in the import. */
const FORMS = [
  ["dynamic resources", ""],
  ["the plugin", "/plugin"],
] as const;

describe.each(FORMS)("an audit of real previews with %s", (_, entry) => {
  const served = (program: string): string =>
    program.replace("pulumi-gitlab-runners", `$&${entry}`);
  let gitlab: Emulator;
  let stack: Stack;
  let preview: Shown;
  const shown: string[] = [];

  const audit = async (...args: string[]): Promise<Shown> => {
    const ended = await stack.node(SCRIPT, "audit", ...args);
    shown.push(ended.output);
    return ended;
  };
  const report = async (...args: string[]): Promise<Report> =>
    JSON.parse((await audit(...args, "--format", "json")).output) as Report;
  const write = (name: string, { output }: Shown): string => {
    writeFileSync(join(stack.directory, name), output);
    return name;
  };

  beforeAll(async () => {
    gitlab = await startGitLab();
    const runner = { runner_type: "instance_type" as const };
    gitlab.seed({
      projects: [{ id: 13, path_with_namespace: "acme/docs", merge_requests: [1] }],
      runners: [
        { ...runner, id: 50, jobs: [{ status: "running", project: "acme/app" }] },
        { ...runner, id: 51 },
        { ...runner, id: 52, locked: true, description: 'found, "locked false" => true' },
        { ...runner, id: 53 },
      ],
    });
    stack = await Stack.create({
      program: served(BEFORE),
      plugin: true,
      env: environmentOf(gitlab),
    });
    expect((await stack.up()).exitCode).toBe(0);
    const { id } = stack.resource("shared") ?? {};
    await ask(gitlab, "POST", `/runners/${id ?? ""}/reset_authentication_token`);
    stack.program(served(AFTER));
    preview = await stack.preview("--json");
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("shows what changes, from what to what, and the risks", async () => {
    expect(preview.exitCode).toBe(0);
    const { changes, failed } = await report(write("preview.json", preview));
    expect(failed).toBe(false);
    const risks = Object.fromEntries(
      changes.map(({ type, name, action, risks: found }) => [
        `${type} ${name}: ${action}`,
        found.map(({ id }) => id),
      ]),
    );
    expect(risks).toEqual({
      "Runner deploy: update": [
        ...["unprotected", "unlocked", "runs-untagged", "paused", "timeout-raised", "tags-removed"],
      ],
      "RunnerAssignments docker: update": ["shared-with-more-projects"],
      "Runner shared: update": ["token-reset"],
      "Runner moved: replace": ["replaced", "replaced-without-drain"],
      "Runner busy: delete": ["deleted"],
      "Runner left: release": ["released"],
      "Runner created: create": ["unprotected", "unlocked", "runs-untagged"],
      "ProjectRunnerAssignment site: create": ["shared-with-more-projects"],
      "Runner adopted: adopt": ["unlocked", "adopted"],
      "Runner read: read": [],
    });
    const of = (wanted: string): Report["changes"][number] | undefined =>
      changes.find(({ name, type }) => name === wanted && type === "Runner");
    expect(of("deploy")?.properties).toEqual([
      { name: "accessLevel", before: "ref_protected", after: "not_protected" },
      { name: "description", before: "Deploy", after: "<script>|`\n/close" },
      { name: "locked", before: true, after: false },
      { name: "maximumTimeout", before: 600 },
      { name: "paused", before: false, after: true },
      { name: "runUntagged", before: false, after: true },
      { name: "tagList", before: ["deploy", "linux"], after: ["deploy"] },
    ]);
    expect(of("deploy")?.source).toEqual({ path: "index.js", line: 4 });
    expect(of("adopted")).toMatchObject({
      id: "52",
      properties: [
        { name: "description", before: 'found, "locked false" => true', after: "Mine" },
        { name: "locked", before: true, after: false },
        { name: "runnerId", after: 52 },
      ],
    });
    expect(of("moved")?.replaceReasons).toEqual(["runnerType"]);
    expect(of("moved")?.properties).toContainEqual({ name: "maintenanceNote", after: "[secret]" });
    expect(changes.find(({ name }) => name === "site")?.properties).toContainEqual({
      name: "runnerId",
      after: "[unknown]",
    });
  });

  test("runs the preview itself, asks for jobs, posts and stops", async () => {
    const ended = await audit(
      ...["--stack", "dev", "--check-jobs", "--post", "--project", "acme/docs"],
      ...["--merge-request", "1", "--fail-on", "deleted-while-running-jobs"],
    );
    expect(ended.output).toMatch(/critical \| deleted-while-running-jobs \| Runner `busy`/);
    expect(ended.exitCode).toBe(1);
    const { body } = await ask(gitlab, "GET", "/projects/13/merge_requests/1/notes");
    const [note] = body as { body: string }[];
    expect(note?.body).toContain("Its runner runs 1 job now.");
    // What the state of another runner shows, and what the check of the new one has read.
    expect(note?.body).toContain("| `projectId` |  | `acme/app (11)` |");
    expect(note?.body).toContain("&#60;script&#62;");
    shown.push(note?.body ?? "");
  });

  test("shows drift as what undoes it", async () => {
    const { id } = stack.resource("moved") ?? {};
    await ask(gitlab, "PUT", `/runners/${id ?? ""}`, { access_level: "ref_protected" });
    stack.program(served(BEFORE));
    const { changes } = await report(
      write("drift.json", await stack.preview("--json", "--refresh")),
    );
    const moved = changes.filter(({ name }) => name === "moved");
    expect(moved).toMatchObject([
      {
        action: "update",
        properties: [{ name: "accessLevel", before: "ref_protected", after: "not_protected" }],
        risks: [{ id: "unprotected" }],
      },
    ]);
  });

  test("shows what a destroy takes away", async () => {
    const destroy = await stack.pulumi("destroy", "--preview-only", "--json");
    const { changes } = await report(write("destroy.json", destroy));
    const actions = changes.map(({ name, type, action }) => `${type} ${name}: ${action}`);
    expect(actions.sort()).toEqual([
      "Runner busy: delete",
      "Runner deploy: delete",
      "Runner docker: delete",
      "Runner left: release",
      "Runner moved: delete",
      "Runner shared: delete",
      "RunnerAssignments docker: delete",
    ]);
  });

  test("reports a preview that fails, and a stack that is not there", async () => {
    stack.program(
      served(
        `new (require("pulumi-gitlab-runners").Runner)("none", { runnerType: "instance_type", runUntagged: false });`,
      ),
    );
    const failed = await audit("--stack", "dev");
    expect(failed.exitCode).toBe(3);
    expect(failed.output).toContain("The preview failed");
    expect(failed.output).toMatch(/tagList value .* is empty while runUntagged is false/);
    const missing = await audit("--stack", "nowhere");
    expect(missing.exitCode).toBe(3);
    expect(missing.output).toContain("cannot preview the stack nowhere: no stack named 'nowhere'");
  });

  test("holds no token", async () => {
    const outputs = await stack.pulumi("stack", "output", "tokens", "--json", "--show-secrets");
    const tokens = JSON.parse(outputs.output) as string[];
    expect(tokens).toHaveLength(3);
    for (const token of [...tokens, gitlab.tokens["root"] ?? ""]) {
      expect(token).toMatch(/^gl/);
      expect(shown.join("\n")).not.toContain(token);
    }
    expect(shown.join("\n")).not.toMatch(/glrt-\w|__provider|__origin/);
  });
});
