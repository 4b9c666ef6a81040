import type { Emulator } from "../../emulator";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

/** The one line by which a program chooses. */
const FORMS = { dynamic: "pulumi-gitlab-runners", plugin: "pulumi-gitlab-runners/plugin" } as const;
type Form = keyof typeof FORMS;

const PROGRAM = `
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
  { runnerType: "project_type", projectId: "acme/app", description: pulumi.secret("b"), tagList: ["z", "a"] },
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

const done = ({ exitCode, output }: Shown): void => {
  expect({ exitCode, output }).toEqual({ exitCode: 0, output });
};

describe("a program that chooses by its import", () => {
  let gitlab: Emulator;
  let stack: Stack;
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

  const program = (form: Form, text = PROGRAM): void => {
    stack.program(text.replace("FORM", FORMS[form]));
  };
  const changes = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);
  const typesOf = (): (string | undefined)[] => KINDS.map((name) => stack.resource(name)?.type);
  const isOf = (form: Form): RegExp =>
    form === "plugin" ? /^gitlab-runners:index:/ : /^pulumi-nodejs:dynamic\/gitlab-runners:/;

  test.each<[Form, Form]>([
    ["dynamic", "plugin"],
    ["plugin", "dynamic"],
  ])("moves from %s to %s, and back, and nothing is shown or changed", async (from, to) => {
    program(from);
    done(await stack.up());
    const texts = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const ids = KINDS.map((name) => stack.resource(name)?.id);

    for (const form of [to, from]) {
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
    program(to, PROGRAM.replace(`secret("b")`, `secret("changed")`));
    done(await stack.up());
    const id = stack.resource("build")?.id ?? "";
    expect(await runnerAt(gitlab, id)).toMatchObject({ description: "changed" });
    done(await stack.destroy());
    expect(await runnerAt(gitlab, id)).toBeUndefined();
    expect(stack.written()).not.toContain(gitlab.tokens["root"]);
  });
});
