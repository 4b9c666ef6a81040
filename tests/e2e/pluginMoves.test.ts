import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { parse } from "yaml";

import type { Emulator } from "../../emulator";
import { environmentOf, runnerAt, runnersAt, startGitLab } from "../helpers/gitlab";
import { descendantsOf, killNow } from "../helpers/processes";
import { CLASSES, done } from "../helpers/pluginStack";
import { Stack } from "../helpers/stack";

/** The one line by which a program chooses. */
const FORMS = { dynamic: "pulumi-gitlab-runners", plugin: "pulumi-gitlab-runners/plugin" } as const;
type Form = keyof typeof FORMS;

const PROGRAM = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { ProjectRunnerAssignment, Provider, Runner, RunnerAssignments, getRunnerOutput } from "FORM";

class Fleet extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("tests:Fleet", name, {}, opts);
    const below = { parent: this };
    const team = new Runner("team", { runnerType: "group_type", groupId: "acme" }, below);
    this.team = team;
    this.found = getRunnerOutput({ id: team.id.apply(Number) }, below).apply((found) => found.runnerType);
  }
  readonly team: Runner;
  readonly found: pulumi.Output<string>;
}

const own = new Provider("own", {
  baseUrl: process.env["GITLAB_BASE_URL"] ?? "",
  token: process.env["GITLAB_TOKEN"] ?? "",
  retries: 3,
  insecure: false,
});
const fleet = new Fleet("fleet", { providers: [own] });
const build = new Runner(
  "build",
  { runnerType: "project_type", projectId: "acme/app", description: pulumi.secret(readFileSync("description", "utf8")), tagList: ["z", "a"] },
  { customTimeouts: { create: "5m" } },
);
new Runner("adopted", { runnerId: 1, resetTokenOnAdopt: true });
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: build.id });
new RunnerAssignments("all", { runnerId: build.id, projectIds: ["acme/docs"] }, { provider: own });
export const toml = build.configToml({ executor: "shell" });
export const ofFleet = fleet.team.registerCommand({ executor: "shell" });
export const found = fleet.found;
`;
const KINDS = ["team", "build", "adopted", "site", "all"];

describe("a program that chooses by its import", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(() => Stack.checkTypes([textOf("dynamic"), textOf("plugin")]));
  beforeEach(async () => {
    gitlab = await startGitLab();
    gitlab.seed({
      projects: [{ id: 13, path_with_namespace: "acme/docs" }],
      runners: [{ id: 1, runner_type: "instance_type", description: "old" }],
    });
    stack = await Stack.create({
      program: "",
      typescript: true,
      plugin: true,
      env: environmentOf(gitlab),
    });
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const textOf = (form: Form): string => PROGRAM.replace("FORM", FORMS[form]);
  const program = (form: Form): void => {
    stack.program(textOf(form));
  };
  /** What changes is not in the text of the program, so that its types are checked once. */
  const describeAs = (description: string): void => {
    writeFileSync(join(stack.directory, "description"), description);
  };
  const changes = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);
  const typesOf = (): (string | undefined)[] => KINDS.map((name) => stack.resource(name)?.type);
  const isOf = (form: Form): RegExp =>
    form === "plugin" ? /^gitlab-runners:index:/ : /^pulumi-nodejs:dynamic\/gitlab-runners:/;

  test.each<[Form, Form[]]>([
    ["dynamic", ["plugin", "dynamic"]],
    ["plugin", ["dynamic"]],
  ])("moves from %s to %s, and nothing is shown or changed", async (first, moves) => {
    describeAs("b");
    program(first);
    done(await stack.up());
    const texts = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const ids = KINDS.map((name) => stack.resource(name)?.id);

    for (const form of moves) {
      program(form);
      gitlab.requests.clear();
      done(await stack.preview("--expect-no-changes", "--diff"));
      done(await stack.up("--expect-no-changes"));
      for (const type of typesOf()) expect(type).toMatch(isOf(form));
      done(await stack.refresh("--expect-no-changes"));
      done(await stack.preview("--expect-no-changes", "--diff"));
      expect(changes()).toEqual([]);
      expect(KINDS.map((name) => stack.resource(name)?.id)).toEqual(ids);
      const now = await stack.pulumi("stack", "output", "--json", "--show-secrets");
      expect(JSON.parse(now.output)).toEqual(JSON.parse(texts.output));
    }
    describeAs("changed");
    program("plugin");
    done(await stack.up());
    const id = stack.resource("build")?.id ?? "";
    expect(await runnerAt(gitlab, id)).toMatchObject({ description: "changed" });
    done(await stack.destroy());
    expect(await runnerAt(gitlab, id)).toBeUndefined();
    expect(stack.written()).not.toContain(gitlab.tokens["root"]);
  });
});

/** What a program in plain JavaScript has of the package. */
const small = (form: Form, text: string): string =>
  `const { Provider, Runner, getAllRunners } = require("${FORMS[form]}");\n${text}`;
const SHARED = `new Runner("shared", { runnerType: "instance_type" });`;

describe("a program with a generated SDK", () => {
  test("takes a stack over by the alias that the schema has, and gives it back without one", async () => {
    const gitlab = await startGitLab();
    const env = environmentOf(gitlab);
    const stack = await Stack.create({ program: "", plugin: true, env });
    const resources = `
      const build = runner("build", { runnerType: "project_type", projectId: 11, description: "b" });
      runner("adopted", { runnerId: 1, resetTokenOnAdopt: true });
      assignment("site", { projectId: 12, runnerId: build.id });
      assignments("all", { runnerId: build.id, projectIds: [13] });`;
    const generated = CLASSES.replace(
      "opts);",
      `{ aliases: [{ type: "pulumi-nodejs:dynamic/gitlab-runners:" + kind }], ...opts });`,
    );
    const ours = `
      const sdk = require("pulumi-gitlab-runners");
      const make = (kind) => (name, args) => new sdk[kind](name, args);
      const [runner, assignment, assignments] =
        ["Runner", "ProjectRunnerAssignment", "RunnerAssignments"].map(make);`;
    gitlab.seed({
      projects: [{ id: 13, path_with_namespace: "acme/docs" }],
      runners: [{ id: 1, runner_type: "instance_type", description: "old" }],
    });
    stack.program(ours + resources);
    done(await stack.up());
    gitlab.requests.clear();
    for (const classes of [generated, ours]) {
      stack.program(classes + resources);
      done(await stack.preview("--expect-no-changes", "--diff"));
      done(await stack.up("--expect-no-changes"));
      done(await stack.refresh("--expect-no-changes"));
      done(await stack.preview("--expect-no-changes"));
    }
    expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
    await stack.dispose();
    await gitlab.close();
  });
});

describe("a program that chose the plugin", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await startGitLab();
  });
  afterEach(() => gitlab.close());

  test("does not start where the plugin would not see gitlab:*, and says what mends it", async () => {
    const FOUND = `${SHARED} exports.found = getAllRunners().then(({ length }) => length);`;
    const stack = await Stack.create({ program: small("dynamic", FOUND), plugin: true });
    await stack.config("gitlab:token", gitlab.tokens["root"] ?? "", "secret");
    await stack.config("gitlab:baseUrl", gitlab.url);
    done(await stack.up());

    stack.program(small("plugin", FOUND));
    gitlab.requests.clear();
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain("gitlab:token, gitlab:baseUrl does not reach the plugin");
    expect(gitlab.requests.all()).toEqual([]);
    const [, commands = ""] = /Run: (.*)/.exec(refused.output) ?? [];
    expect(commands).toContain("pulumi config set --secret gitlab-runners:token");
    for (const command of commands.split("; "))
      done(await stack.node("-e", `require("child_process").execSync(${JSON.stringify(command)})`));
    done(await stack.preview("--expect-no-changes"));
    done(await stack.up("--expect-no-changes"));

    // Without the keys of the other namespace either form goes by the same ones.
    for (const key of ["gitlab:token", "gitlab:baseUrl"])
      expect(await stack.pulumi("config", "rm", key)).toMatchObject({ exitCode: 0 });
    done(await stack.preview("--expect-no-changes"));
    stack.program(small("dynamic", FOUND));
    done(await stack.up("--expect-no-changes"));
    expect((await stack.pulumi("stack", "output", "found")).output.trim()).toBe("1");
    expect(stack.written()).not.toContain(gitlab.tokens["root"]);
    await stack.dispose();
  });

  test("needs no keys of the stack for a provider of its own, which is of the same import", async () => {
    const own = `new Provider("own", ${JSON.stringify({ baseUrl: gitlab.url, token: gitlab.tokens["root"] })})`;
    const served = SHARED.replace(" });", ` }, { provider: ${own} });`);
    const stack = await Stack.create({ program: small("plugin", served), plugin: true });
    await stack.config("gitlab:baseUrl", "https://gitlab.invalid");
    done(await stack.preview());
    const ofTheOther = own.replace("new Provider", "new dynamic.Provider");
    const below = `new pulumi.ComponentResource("tests:Fleet", "fleet", {}, { providers: [${ofTheOther}] })`;
    for (const options of [`provider: ${ofTheOther}`, `parent: ${below}`]) {
      stack.program(
        `${small("plugin", `const pulumi = require("@pulumi/pulumi");`)}
         const dynamic = require("pulumi-gitlab-runners");
         ${SHARED.replace(" });", ` }, { ${options} });`)}`,
      );
      const mixed = await stack.preview();
      expect(mixed.exitCode).not.toBe(0);
      expect(mixed.output).toContain(
        "the resource shared is imported from pulumi-gitlab-runners/plugin, and its provider from " +
          "pulumi-gitlab-runners. Import both from one",
      );
    }
    await stack.dispose();
  });

  test("says how the engine finds the plugin where it does not", async () => {
    const env = environmentOf(gitlab);
    const stack = await Stack.create({ program: small("plugin", SHARED), env });
    mkdirSync(join(stack.directory, "home/.pulumi/plugins/resource-gitlab-runners-v0.0.1"), {
      recursive: true,
    });
    const { exitCode, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(
      /warning: the plugin gitlab-runners 0\.\d+\.\d+ is not installed \(there is 0\.0\.1\), .* Add to Pulumi\.yaml:\n/,
    );
    const [entry = "", indent = ""] =
      /^( *)plugins:\n(?:\1 .*\n)+/m.exec(output.replace(/ +$/gm, "")) ?? [];
    const { plugins } = parse(entry.replaceAll(new RegExp(`^${indent}`, "gm"), "")) as {
      plugins: unknown;
    };
    expect(plugins).toEqual({
      providers: [
        { name: "gitlab-runners", path: "./node_modules/pulumi-gitlab-runners/dist/plugin" },
      ],
    });
    await stack.dispose();
  });
});

describe("a runner that got lost before a move", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeEach(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: "", plugin: true, env: environmentOf(gitlab) });
  });
  afterEach(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  const CREATE = { method: "POST", path: "/user/runners" };
  const LOST = `
    const pulumi = require("@pulumi/pulumi");
    const below = { parent: new pulumi.ComponentResource("tests:Fleet", "fleet") };
    exports.token = new Runner("build", { runnerType: "project_type", projectId: 11 }, below).token;`;

  const killed = async (): Promise<void> => {
    gitlab.faults.add({ ...CREATE, kind: "latency", milliseconds: 10_000, when: "after" });
    const applied = stack.up();
    while ((await runnersAt(gitlab)).length === 0) await sleep(50);
    for (const { pid } of descendantsOf(process.pid)) killNow(pid);
    expect((await applied).exitCode).not.toBe(0);
    done(await stack.pulumi("cancel", "--yes"));
  };
  /** Neither the reply nor what GitLab then lists comes back. */
  const replyLost = async (): Promise<void> => {
    gitlab.faults.add({ ...CREATE, kind: "reset", when: "after" });
    for (const path of ["/runners/all", "/projects/:id/runners"])
      gitlab.faults.add({ kind: "status", status: 500, method: "GET", path, skip: 1, times: 99 });
    const config = ["retries=0", "waitBudget=0"].flatMap((key) => [
      "--config",
      `gitlab-runners:${key}`,
    ]);
    expect((await stack.up(...config)).exitCode).not.toBe(0);
  };

  test.each<[string, Form, Form, () => Promise<void>]>([
    ["by a kill of dynamic resources", "dynamic", "plugin", killed],
    ["with the reply to the plugin", "plugin", "dynamic", replyLost],
  ])("%s is taken over after it", async (_, from, to, lose) => {
    stack.program(small(from, LOST));
    await lose();
    gitlab.faults.clear();
    expect(await runnersAt(gitlab)).toHaveLength(1);
    expect(stack.resource("build")).toBeUndefined();
    stack.program(small(to, LOST));
    const up = await stack.up();
    done(up);
    expect(up.output).toMatch(/warning: up takes over runner 1 with a new token/);
    expect((await runnersAt(gitlab)).map(({ id }) => id)).toEqual([1]);
    expect(stack.resource("build")?.id).toBe("1");
    done(await stack.preview("--expect-no-changes"));
  });
});
