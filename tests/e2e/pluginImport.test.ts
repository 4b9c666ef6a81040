import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import type { Emulator } from "../../emulator";
import { ask, environmentOf, startGitLab } from "../helpers/gitlab";
import { testWith } from "../helpers/languageTools";
import { done, pluginStack } from "../helpers/pluginStack";
import { Stack } from "../helpers/stack";

/** Runners of each type that somebody made, and that the project runner may be used by another project. */
async function makeRunners(
  gitlab: Emulator,
): Promise<{ shared: number; group: number; project: number }> {
  const made = async (args: object): Promise<number> =>
    ((await ask(gitlab, "POST", "/user/runners", args)).body as { id: number }).id;
  const shared = await made({ runner_type: "instance_type", description: "shared" });
  const group = await made({ runner_type: "group_type", group_id: 7, tag_list: "a,b" });
  const project = await made({ runner_type: "project_type", project_id: 11, locked: false });
  await ask(gitlab, "POST", "/projects/12/runners", { runner_id: project });
  return { shared, group, project };
}

const changes = (gitlab: Emulator): string[] =>
  gitlab.requests
    .all()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);

describe("the import option", () => {
  const plugin = pluginStack();

  test("takes runners of each type and assignments, and leaves nothing to do", async () => {
    const { gitlab, stack } = plugin;
    const { shared, group, project } = await makeRunners(gitlab);
    const text = (id: (value: number | string) => string): string => `
      runner("shared", { runnerType: "instance_type", description: "shared" }, ${id(shared)});
      runner("group", { runnerType: "group_type", groupId: 7, tagList: ["b", "a"] }, ${id(group)});
      runner("project", { runnerType: "project_type", projectId: 11 }, ${id(project)});
      assignment("site", { projectId: 12, runnerId: ${project} }, ${id(`12:${project}`)});
      assignments("all", { runnerId: ${project}, projectIds: [11, 12] }, ${id(project)});`;
    plugin.program(text((value) => `{ import: "${value}" }`));
    gitlab.requests.clear();
    const up = await stack.up();
    done(up);
    expect(up.output).toContain("5 imported");
    expect(changes(gitlab)).toEqual([]);
    plugin.program(text(() => "{}"));
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.refresh("--expect-no-changes"));
    done(await stack.preview("--expect-no-changes", "--diff"));
  });
});

describe("pulumi import", () => {
  let gitlab: Emulator;
  let list: object[];
  beforeEach(async () => {
    gitlab = await startGitLab();
    const { shared, group, project } = await makeRunners(gitlab);
    const type = (kind: string): string => `gitlab-runners:index:${kind}`;
    list = [
      { type: type("Runner"), name: "shared", id: `${shared}` },
      { type: type("Runner"), name: "group", id: `${group}` },
      { type: type("Runner"), name: "project", id: `${project}` },
      { type: type("ProjectRunnerAssignment"), name: "site", id: `12:${project}` },
      { type: type("RunnerAssignments"), name: "all", id: `${project}` },
    ];
    gitlab.requests.clear();
  });
  afterEach(() => gitlab.close());

  const importAll = async (stack: Stack, ...args: string[]): Promise<void> => {
    writeFileSync(join(stack.directory, "import.json"), JSON.stringify({ resources: list }));
    const imported = await stack.pulumi("import", "--file", "import.json", "--yes", ...args);
    done(imported);
    expect(imported.output).toContain("5 imported");
  };

  testWith({ tools: ["yaml"] }, "writes YAML that leaves nothing to do", async ({ yaml }) => {
    const path = [dirname(yaml), process.env["PATH"], dirname(process.execPath)].join(delimiter);
    const env = { ...environmentOf(gitlab), PATH: path };
    const stack = await Stack.create({ program: "", plugin: true, env });
    const file = join(stack.directory, "Pulumi.yaml");
    const project = readFileSync(file, "utf8").replace(/main:.*\n|runtime:\n(  .*\n)+/g, "");
    writeFileSync(file, `${project}runtime: yaml\n`);
    await importAll(stack, "--out", "code.yaml");
    const code = readFileSync(join(stack.directory, "code.yaml"), "utf8");
    expect(code).toMatch(/groupId: 7\n[^]*projectId: 11\n/);
    writeFileSync(file, `${project}runtime: yaml\n${code}`);
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.up("--expect-no-changes"));
    done(await stack.refresh("--expect-no-changes"));
    expect(changes(gitlab)).toEqual([]);
    await stack.dispose();
  });

  test("takes what a TypeScript program then declares", async () => {
    const stack = await Stack.create({
      program: "",
      typescript: true,
      plugin: true,
      env: environmentOf(gitlab),
    });
    await importAll(stack, "--protect=false", "--generate-code=false");
    stack.program(`
      import { ProjectRunnerAssignment, Runner, RunnerAssignments } from "pulumi-gitlab-runners/plugin";
      new Runner("shared", { runnerType: "instance_type", description: "shared" });
      new Runner("group", { runnerType: "group_type", groupId: "acme", tagList: ["b", "a"] });
      const { id: runnerId } = new Runner("project", { runnerType: "project_type", projectId: 11 });
      new ProjectRunnerAssignment("site", { projectId: "acme/site", runnerId });
      new RunnerAssignments("all", { projectIds: [11, 12], runnerId });
    `);
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.up("--expect-no-changes"));
    expect(changes(gitlab)).toEqual([]);
    // What was imported is the stack's own: it goes with it.
    done(await stack.destroy());
    expect(await ask(gitlab, "GET", "/runners/all")).toMatchObject({ body: [] });
    await stack.dispose();
  });

  test.each([
    ["Runner", "99", /runner 99.*404/],
    ["Runner", "seven", /"seven" is not the id of a runner/],
    ["ProjectRunnerAssignment", "12:99", /runner 99 is not assigned to project 12/],
    ["ProjectRunnerAssignment", "13", /project:runner/],
    ["RunnerAssignments", "12:99", /"12:99" is not the id of a runner/],
  ])("of a %s %s that is not there fails and says so", async (kind, id, message) => {
    const stack = await Stack.create({ program: "", plugin: true, env: environmentOf(gitlab) });
    const type = `gitlab-runners:index:${kind}`;
    const { exitCode, output } = await stack.pulumi("import", type, "x", id, "--yes");
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(message);
    expect(stack.resource("x")).toBeUndefined();
    await stack.dispose();
  });
});
