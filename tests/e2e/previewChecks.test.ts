import { writeFileSync } from "node:fs";
import * as https from "node:https";
import { join } from "node:path";
import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { CertificateFolder } from "../helpers/certificates";
import { environmentOf, startGitLab } from "../helpers/gitlab";
import { type LoopbackServer, listen, serve } from "../helpers/server";
import { type Shown, Stack } from "../helpers/stack";

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const ofApp = { runner_type: "project_type" as const, projects: ["acme/app"] };

const SEED: Seed = {
  settings: { ci_registered_project_runners: 4, ci_registered_group_runners: 2 },
  users: [
    { username: "root", admin: true },
    ...["owner", "maintainer", "developer"].map((username) => ({ username })),
  ],
  tokens: [
    { name: "root", user: "root" },
    ...["owner", "maintainer", "developer"].map((name) => ({ name, user: name })),
    { name: "least", user: "owner", scopes: ["create_runner", "manage_runner"] },
    { name: "reader", user: "owner", scopes: ["read_api"] },
    { name: "expiring", user: "owner", expires_at: inDays(3) },
  ],
  groups: [
    { id: 7, full_path: "acme" },
    { id: 8, full_path: "acme/full" },
    { id: 9, full_path: "elsewhere" },
  ],
  projects: [
    { id: 11, path_with_namespace: "acme/app" },
    { id: 12, path_with_namespace: "acme/site" },
    { id: 13, path_with_namespace: "elsewhere/app" },
    { id: 14, path_with_namespace: "acme/full/app" },
  ],
  members: ["owner", "maintainer", "developer"].map((name) => ({
    user: name,
    of: "acme",
    role: name as "owner" | "maintainer" | "developer",
  })),
  runners: [
    { id: 1, ...ofApp },
    { id: 2, ...ofApp, locked: true },
    { id: 3, runner_type: "instance_type" },
    { id: 4, runner_type: "group_type", group: "acme" },
    { id: 5, ...ofApp, projects: ["acme/app", "acme/site"] },
    ...[21, 22, 23, 24].map((id) => ({ id, ...ofApp, projects: ["acme/full/app"] })),
    { id: 25, ...ofApp, projects: ["acme/full/app"], created_at: "-P9D" },
    ...[26, 27].map((id) => ({ id, runner_type: "group_type" as const, group: "acme/full" })),
  ],
};

describe("what a preview finds out from GitLab", () => {
  let gitlab: Emulator;
  const stacks = new Map<string, Stack>();
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: SEED });
  });
  afterAll(async () => {
    for (const stack of stacks.values()) await stack.dispose();
    await gitlab.close();
  });

  /** Previews a program as the user of a token. */
  async function preview(as: string, program: string): Promise<Shown> {
    const stack =
      stacks.get(as) ?? (await Stack.create({ program: "", env: environmentOf(gitlab, as) }));
    stacks.set(as, stack);
    stack.program(`
      const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");
      ${program}
    `);
    gitlab.requests.clear();
    const shown = await stack.preview();
    expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
    return shown;
  }

  const runner = (args: string): string => `new Runner("checked", { ${args} });`;
  const assignment = (projectId: number, runnerId: number): string =>
    `new ProjectRunnerAssignment("checked", { projectId: ${projectId}, runnerId: ${runnerId} });`;
  const ofProject = (id: number | string): string =>
    runner(`runnerType: "project_type", projectId: ${JSON.stringify(id)}`);
  const ofGroup = (id: number | string): string =>
    runner(`runnerType: "group_type", groupId: ${JSON.stringify(id)}`);

  test.each<[what: string, as: string, program: string, property: string, reason: RegExp]>([
    ["a project that isn't there", "owner", ofProject(99), "projectId", /no project 99/],
    ["a group that isn't there", "owner", ofGroup(99), "groupId", /no group 99/],
    ["a project that the user can't see", "owner", ofProject(13), "projectId", /no project 13/],
    [
      "a project in which the role is too low",
      "developer",
      ofProject(11),
      "projectId",
      /manage the runners of project 11: that needs the role Maintainer/,
    ],
    [
      "a group in which the role is too low",
      "maintainer",
      ofGroup("acme"),
      "groupId",
      /manage the runners of group 7: that needs the role Owner/,
    ],
    [
      "a project with as many runners as it may have",
      "root",
      ofProject("acme/full/app"),
      "projectId",
      /has 4 runners .* GitLab allows 4\. 5 of its runners have never been in contact, 1 are stale/,
    ],
    [
      "a group with as many, not counting those of the groups above",
      "root",
      ofGroup("acme/full"),
      "groupId",
      /has 2 runners .* GitLab allows 2\./,
    ],
    ["an assignment of no runner", "owner", assignment(12, 99), "runnerId", /no runner 99/],
    ["an assignment of a locked runner", "owner", assignment(12, 2), "runnerId", /locked/],
    [
      "an assignment of an instance runner",
      "owner",
      assignment(12, 3),
      "runnerId",
      /only a project runner is assigned/,
    ],
    [
      "an assignment of a group runner",
      "owner",
      assignment(12, 4),
      "runnerId",
      /only a project runner is assigned/,
    ],
    [
      "an assignment to the owner project",
      "owner",
      assignment(11, 1),
      "projectId",
      /owns the runner 1/,
    ],
    ["an assignment to no project", "owner", assignment(99, 1), "projectId", /no project 99/],
  ])("%s", async (_, as, program, property, reason) => {
    const { output, exitCode } = await preview(as, program);
    expect(output).toContain(`property ${property} value`);
    expect(output).toMatch(reason);
    expect(exitCode).not.toBe(0);
  });

  test("an assignment without a role in the project", async () => {
    const { output, exitCode } = await preview("developer", assignment(12, 3));
    expect(output).toMatch(/manage the runners of project 12: that needs the role Maintainer/);
    expect(output).toMatch(/only a project runner is assigned/);
    expect(exitCode).not.toBe(0);
  });

  test.each<[what: string, as: string, program: string]>([
    ["a maintainer's project runner", "maintainer", ofProject("acme/site")],
    ["an owner's group runner", "owner", ofGroup(7)],
    ["an administrator's assignment of a locked runner", "root", assignment(12, 2)],
    ["an assignment that is there already", "owner", assignment(12, 5)],
  ])("%s is fine", async (_, as, program) => {
    const { output, exitCode } = await preview(as, program);
    expect(output).not.toMatch(/warning|error/);
    expect(exitCode).toBe(0);
  });

  test("scopes that don't suffice", async () => {
    const { output, exitCode } = await preview("reader", ofProject(11));
    expect(output).toMatch(
      /has the scopes read_api; to create runners it needs create_runner or api/,
    );
    expect(exitCode).not.toBe(0);
    const assigning = await preview("least", assignment(12, 1));
    expect(assigning.output).toMatch(/to assign runners to projects it needs api/);
    expect(assigning.exitCode).not.toBe(0);
  });

  test("a token of least privilege works, with a word on what isn't checked", async () => {
    const { output, exitCode } = await preview("least", ofProject(11));
    expect(output).toMatch(/warning: .*neither read_api nor api/);
    expect(output).toContain("+ 2 to create");
    expect(exitCode).toBe(0);
    const stack = stacks.get("least");
    expect((await stack?.up())?.exitCode).toBe(0);
    expect((await stack?.refresh())?.exitCode).toBe(0);
    stack?.program(`
      const { Runner } = require("pulumi-gitlab-runners");
      new Runner("checked", { runnerType: "project_type", projectId: 11, paused: true });
    `);
    expect((await stack?.up())?.exitCode).toBe(0);
    expect((await stack?.destroy())?.exitCode).toBe(0);
  });

  test("a token that expires within 7 days is a warning", async () => {
    const { output, exitCode } = await preview("expiring", ofProject(11));
    expect(output).toMatch(new RegExp(`warning: .*GITLAB_TOKEN expires on ${inDays(3)}`));
    expect(exitCode).toBe(0);
  });

  test("each thing is looked at once, however many need it", async () => {
    const many = Array.from(
      { length: 10 },
      (_, index) =>
        `const r${index} = new Runner("r${index}", { runnerType: "project_type", projectId: "acme/site" });` +
        `new ProjectRunnerAssignment("a${index}", { projectId: 12, runnerId: ${index === 0 ? 1 : `r${index}.id`} });`,
    ).join("\n");
    const { exitCode } = await preview("owner", many);
    expect(exitCode).toBe(0);
    const asked = gitlab.requests.all().map(({ path }) => path);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  test("a look that fails is a warning", async () => {
    const failing = { kind: "status" as const, status: 403, times: 99 };
    gitlab.faults.add({
      ...failing,
      path: "/projects/:id/runners",
      body: { error: "insufficient_scope" },
    });
    const { output, exitCode } = await preview("owner", ofProject(12));
    gitlab.faults.clear();
    expect(output).toMatch(/warning: .*project 12 could not be checked/);
    expect(exitCode).toBe(0);
  });

  test("one key makes a preview do without a network", async () => {
    const stack = await Stack.create({
      program: `
        const { Runner } = require("pulumi-gitlab-runners");
        new Runner("checked", { runnerType: "project_type", projectId: "acme/nothing" });
      `,
      env: { GITLAB_BASE_URL: "http://127.0.0.1:9", GITLAB_TOKEN: "glpat-x" },
    });
    await stack.config("gitlab-runners:previewChecks", "false");
    const { output, exitCode } = await stack.preview();
    expect(output).toContain("+ 2 to create");
    expect(output).not.toContain("warning");
    expect(exitCode).toBe(0);
    await stack.dispose();
  });
});

describe("an address where there is no GitLab", () => {
  const certificates = new CertificateFolder();
  const open: LoopbackServer[] = [];
  let stack: Stack;
  let secure: LoopbackServer;
  let page: LoopbackServer;
  beforeAll(async () => {
    const { cert, key } = certificates.authority("authority").sign("127.0.0.1");
    secure = await listen(https.createServer({ cert, key }), "https");
    page = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
    });
    open.push(secure, page);
    stack = await Stack.create({
      program: `
        const { Provider, Runner } = require("pulumi-gitlab-runners");
        const { baseUrl } = require("./address.json");
        const provider = new Provider("gitlab", { baseUrl, token: "glpat-x", retries: 1 });
        new Runner("one", { runnerType: "instance_type" }, { provider });
      `,
      env: {},
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await Promise.all(open.map((server) => server.close()));
    certificates.remove();
  });

  test.each<[what: string, address: () => string, reason: RegExp]>([
    [
      "whose certificate is not trusted",
      () => secure.url,
      /give the authority that signed it: gitlab:cacertFile/,
    ],
    ["of an unknown host", () => "https://gitlab.invalid", /ENOTFOUND gitlab\.invalid/],
    [
      "with a page to sign in at",
      () => page.url,
      /is not JSON but begins \\?"<h1>Sign in.*Is the base URL that of GitLab/,
    ],
    [
      "with https in place of http",
      () => page.url.replace("http:", "https:"),
      /Is its address one with http:\/\/\?/,
    ],
    [
      "with http in place of https",
      () => secure.url.replace("https:", "http:"),
      /Is its address one with https:\/\/\?/,
    ],
  ])("%s fails the preview", async (_, address, reason) => {
    writeFileSync(join(stack.directory, "address.json"), JSON.stringify({ baseUrl: address() }));
    const { output, exitCode } = await stack.preview();
    expect(output).toMatch(/resource 'one' has a problem/);
    expect(output).toMatch(reason);
    expect(exitCode).not.toBe(0);
  });
});

test("a GitLab that is down is a warning for what it has served; a new resource fails", async () => {
  const gitlab = await startGitLab();
  const program = (count: number): string => `
    const { Runner } = require("pulumi-gitlab-runners");
    for (let index = 0; index < ${count}; index += 1)
      new Runner("r" + index, { runnerType: "instance_type" });
  `;
  const stack = await Stack.create({ program: program(20), env: environmentOf(gitlab) });
  expect((await stack.up()).exitCode).toBe(0);
  await gitlab.close();
  const { output, exitCode } = await stack.preview();
  expect(output).toMatch(/warning: the token could not be checked: .*ECONNREFUSED.*\(6 attempts\)/);
  expect(output).toContain("21 unchanged");
  expect(exitCode).toBe(0);
  // One request has waited for all; each line is shown twice.
  expect(output.match(/, waiting \d+\.\d s/g)).toHaveLength(10);

  stack.program(program(21));
  const grown = await stack.preview();
  expect(grown.output).toMatch(/resource 'r20' has a problem: .*Nothing listens there/);
  expect(grown.exitCode).not.toBe(0);
  await stack.dispose();
});
