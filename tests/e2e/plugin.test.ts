import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

/** A class as generators make it, in as few words as it takes. */
const HEAD = `
const pulumi = require("@pulumi/pulumi");
const OUTPUTS = { token: undefined, active: undefined, status: undefined, projectIds: undefined };
const make = (kind) => (name, args, opts) =>
  new pulumi.CustomResource("gitlab-runners:index:" + kind, name, { ...OUTPUTS, ...args }, opts);
const [runner, assignment, assignments] =
  ["Runner", "ProjectRunnerAssignment", "RunnerAssignments"].map(make);
`;
const done = ({ exitCode, output }: Shown): void => {
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
};

describe("the plugin", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: HEAD, plugin: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  const program = (text: string): void => {
    stack.program(HEAD + text);
  };
  const BUILD = `{ runnerType: "project_type", projectId: "acme/app", tagList: ["a"], description: "one" }`;

  test("creates, shows no change, refreshes", async () => {
    program(`exports.token = runner("build", ${BUILD}).token;`);
    done(await stack.preview());
    const up = await stack.up();
    done(up);
    const { output } = await stack.pulumi("stack", "output", "token", "--show-secrets");
    expect(output).toMatch(/^glrt-/);
    expect(up.output).not.toContain(output.trim());
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.refresh("--expect-no-changes"));
  });

  test("updates what has changed, and the preview keeps the rest", async () => {
    program(
      `const build = runner("build", { ...${BUILD}, description: "two" });
       runner("other", { runnerType: "instance_type", maintenanceNote: build.active.apply(String) });`,
    );
    const preview = await stack.preview("--diff");
    expect(preview.output).toMatch(/~ description: "one" => "two"/);
    expect(preview.output).toMatch(/maintenanceNote: "true"/);
    done(await stack.up());
    const id = stack.resource("build")?.id ?? "";
    expect(await runnerAt(gitlab, id)).toMatchObject({ description: "two" });
    done(await stack.destroy());
    expect((await ask(gitlab, "GET", "/runners/all")).body).toEqual([]);
  });
});
