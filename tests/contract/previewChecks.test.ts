import * as https from "node:https";

import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { CertificateFolder } from "../helpers/certificates";
import { ask, runnerAt, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, shownKey } from "../helpers/host/adapters";
import type { Declared, Program } from "../helpers/host/declared";
import { HostDeployment, type Previewed } from "../helpers/host/hostDeployment";
import { HostLane } from "../helpers/host/hostLane";
import { type LoopbackServer, listen, serve } from "../helpers/server";

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

const runner = (args: Declared["args"], name = "checked"): Declared => ({
  name,
  type: "Runner",
  args,
});
const assignment = (
  projectId: number,
  runnerId: number | { idOf: string },
  name = "checked",
): Declared => ({ name, type: "ProjectRunnerAssignment", args: { projectId, runnerId } });
const ofProject = (projectId: number | string): Declared =>
  runner({ runnerType: "project_type", projectId });
const ofGroup = (groupId: number | string): Declared =>
  runner({ runnerType: "group_type", groupId });

/** Either is asked what the engine asks it in a preview. */
describe.each(ADAPTERS)("by the adapter %s,", (adapter) => {
  const lane = new HostLane(adapter);
  const deployments: HostDeployment[] = [];
  afterAll(async () => {
    for (const deployment of deployments) await deployment.dispose();
    lane.kill();
  });

  function deploymentAt(config: Readonly<Record<string, string>>): HostDeployment {
    const deployment = new HostDeployment(lane, config);
    deployments.push(deployment);
    return deployment;
  }

  describe("what a preview finds out from GitLab", () => {
    let gitlab: Emulator;
    beforeAll(async () => {
      gitlab = await startEmulator({ seed: SEED });
    });
    afterAll(() => gitlab.close());

    const deploymentAs = (user: string): HostDeployment =>
      deploymentAt({ "gitlab:baseUrl": gitlab.url, "gitlab:token": gitlab.tokens[user] ?? "" });

    /** Previews a program, which changes nothing at GitLab. */
    async function previewBy(deployment: HostDeployment, ...program: Program): Promise<Previewed> {
      gitlab.requests.clear();
      const previewed = await deployment.preview(program);
      expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
      return previewed;
    }
    const preview = (as: string, ...program: Program): Promise<Previewed> =>
      previewBy(deploymentAs(as), ...program);

    test.each<[what: string, as: string, declared: Declared, property: string, reason: RegExp]>([
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
        /manage the runners of group acme \(7\): that needs the role Owner/,
      ],
      [
        "a project with as many runners as it may have",
        "root",
        ofProject("acme/full/app"),
        "projectId",
        /project acme\/full\/app \(\d+\) has 4 runners .* GitLab allows 4\. 5 of its runners never contacted GitLab, 1 are stale/,
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
        /the project acme\/app \(11\) owns the runner 1/,
      ],
      ["an assignment to no project", "owner", assignment(99, 1), "projectId", /no project 99/],
    ])("%s", async (_, as, declared, property, reason) => {
      const { output, steps, succeeded } = await preview(as, declared);
      expect(output).toMatch(new RegExp(`^checked: ${property}: .*${reason.source}`));
      expect(steps).toEqual({});
      expect(succeeded).toBe(false);
    });

    test("an assignment without a role in the project", async () => {
      const { output, succeeded } = await preview("developer", assignment(12, 3));
      expect(output).toMatch(/manage the runners of project 12: that needs the role Maintainer/);
      expect(output).toMatch(/only a project runner is assigned/);
      expect(succeeded).toBe(false);
    });

    test.each<[what: string, as: string, declared: Declared, output: string]>([
      ["a maintainer's project runner", "maintainer", ofProject("acme/site"), ""],
      ["an owner's group runner", "owner", ofGroup(7), ""],
      [
        "an administrator's assignment of a locked runner",
        "root",
        assignment(12, 2),
        "1 project gains runner 2: acme/site (12)\n",
      ],
      ["an assignment that is there already", "owner", assignment(12, 5), ""],
    ])("%s is fine", async (_, as, declared, output) => {
      expect(await preview(as, declared)).toEqual({
        output,
        steps: { checked: "create" },
        succeeded: true,
      });
    });

    test("scopes that don't suffice", async () => {
      const { output, succeeded } = await preview("reader", ofProject(11));
      expect(output).toMatch(
        /has the scopes read_api; to create runners it needs create_runner or api/,
      );
      expect(succeeded).toBe(false);
      const assigning = await preview("least", assignment(12, 1));
      expect(assigning.output).toMatch(/to assign runners to projects it needs api/);
      expect(assigning.succeeded).toBe(false);
    });

    test("a token of least privilege works, with a word on what isn't checked", async () => {
      const deployment = deploymentAs("least");
      const { output, steps, succeeded } = await previewBy(deployment, ofProject(11));
      expect(output).toMatch(/^warning: .*neither read_api nor api/);
      expect(steps).toEqual({ checked: "create" });
      expect(succeeded).toBe(true);
      expect(await deployment.up([ofProject(11)])).toMatchObject({ succeeded: true });
      const id = deployment.ids().get("checked") ?? "";
      expect(await deployment.refresh()).toMatchObject({ succeeded: true });
      const paused = [runner({ runnerType: "project_type", projectId: 11, paused: true })];
      expect(await previewBy(deployment, ...paused)).toMatchObject({
        steps: { checked: "update" },
      });
      expect(await deployment.up(paused)).toMatchObject({ succeeded: true });
      expect(await runnerAt(gitlab, id)).toMatchObject({ paused: true });
      expect(await deployment.destroy()).toMatchObject({ succeeded: true });
      expect(await runnerAt(gitlab, id)).toBeUndefined();
    });

    test("a token that expires within 7 days is a warning", async () => {
      const { output, steps, succeeded } = await preview("expiring", ofProject(11));
      expect(output).toMatch(
        new RegExp(`^warning: .*${shownKey(adapter, "token")} expires on ${inDays(3)}`),
      );
      expect(steps).toEqual({ checked: "create" });
      expect(succeeded).toBe(true);
    });

    test("each thing is looked at once, however many need it", async () => {
      const many = Array.from({ length: 10 }, (_, index) => [
        runner({ runnerType: "project_type", projectId: "acme/site" }, `r${index}`),
        assignment(12, index === 0 ? 1 : { idOf: `r${index}` }, `a${index}`),
      ]).flat();
      const { steps, succeeded } = await preview("owner", ...many);
      expect(steps).toEqual(Object.fromEntries(many.map(({ name }) => [name, "create"])));
      expect(succeeded).toBe(true);
      const asked = gitlab.requests.all().map(({ path }) => path);
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThanOrEqual(5);
    });

    test("a look that fails is a warning", async () => {
      const failing = { kind: "status" as const, status: 403, times: 99 };
      gitlab.faults.add({
        ...failing,
        path: "/projects/:id/runners",
        body: { error: "insufficient_scope" },
      });
      const { output, steps, succeeded } = await preview("owner", ofProject(12));
      gitlab.faults.clear();
      expect(output).toMatch(/^warning: .*could not check project 12: /);
      expect(steps).toEqual({ checked: "create" });
      expect(succeeded).toBe(true);
    });

    test("one key makes a preview do without a network", async () => {
      const deployment = deploymentAt({
        "gitlab:baseUrl": "http://127.0.0.1:9",
        "gitlab:token": "glpat-x",
        "gitlab-runners:previewChecks": "false",
      });
      expect(await deployment.preview([ofProject("acme/nothing")])).toEqual({
        output: "",
        steps: { checked: "create" },
        succeeded: true,
      });
    });
  });

  describe("an address where there is no GitLab", () => {
    const certificates = new CertificateFolder();
    const open: LoopbackServer[] = [];
    let secure: LoopbackServer;
    let page: LoopbackServer;
    beforeAll(async () => {
      const { cert, key } = certificates.authority("authority").sign("127.0.0.1");
      secure = await listen(https.createServer({ cert, key }), "https");
      page = await serve((_, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
      });
      open.push(secure, page);
    });
    afterAll(async () => {
      await Promise.all(open.map((server) => server.close()));
      certificates.remove();
    });

    test.each<[what: string, address: () => string, reason: RegExp]>([
      [
        "whose certificate is not trusted",
        () => secure.url,
        new RegExp(`set the authority that signed it: ${shownKey(adapter, "cacertFile")}`),
      ],
      ["of an unknown host", () => "https://gitlab.invalid", /ENOTFOUND gitlab\.invalid/],
      [
        "with a page to sign in at",
        () => page.url,
        /is not JSON but begins \\?"<h1>Sign in.*Is the base URL GitLab's address/,
      ],
      [
        "with https in place of http",
        () => page.url.replace("http:", "https:"),
        /Does GitLab's address begin with http:\/\/\?/,
      ],
      [
        "with http in place of https",
        () => secure.url.replace("https:", "http:"),
        /That port speaks TLS\. Give the address with https:\/\//,
      ],
    ])("%s fails the preview", async (_, address, reason) => {
      const deployment = deploymentAt({
        "gitlab:baseUrl": address(),
        "gitlab:token": "glpat-x",
        "gitlab:retries": "1",
      });
      const declared = runner({ runnerType: "instance_type" }, "one");
      const { output, steps, succeeded } = await deployment.preview([declared]);
      expect(output).toMatch(new RegExp(`^one: .*${reason.source}`));
      expect(steps).toEqual({});
      expect(succeeded).toBe(false);
    });
  });

  test("a GitLab that is down is a warning for what it has served; a new resource fails", async () => {
    const gitlab = await startGitLab();
    const program = (count: number): Program =>
      Array.from({ length: count }, (_, index) =>
        runner({ runnerType: "instance_type" }, `r${index}`),
      );
    const deployment = deploymentAt({
      "gitlab:baseUrl": gitlab.url,
      "gitlab:token": gitlab.tokens["root"] ?? "",
    });
    expect(await deployment.up(program(20))).toMatchObject({ succeeded: true });
    expect((await ask(gitlab, "GET", "/runners/all?per_page=100")).body).toHaveLength(20);
    await gitlab.close();
    // A preview is of another process, which nothing has answered yet.
    lane.kill();
    const { output, steps, succeeded } = await deployment.preview(program(20));
    expect(output).toMatch(/warning: could not check the token: .*ECONNREFUSED.*\(6 attempts\)/);
    expect(steps).toEqual(Object.fromEntries(program(20).map(({ name }) => [name, "same"])));
    expect(succeeded).toBe(true);
    // One request has waited for all.
    expect(output.match(/, waiting \d+\.\d s/g)).toHaveLength(5);

    const grown = await deployment.preview(program(21));
    expect(grown.output).toMatch(/r20: .*Nothing listens there/);
    expect(grown.steps).toEqual(steps);
    expect(grown.succeeded).toBe(false);
  });
});
