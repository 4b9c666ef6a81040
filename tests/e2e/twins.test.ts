import type { Emulator } from "../../emulator";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

const HEAD = `const { ProjectRunnerAssignment, Runner, RunnerAssignments } = require("pulumi-gitlab-runners");\n`;
const assign = (name: string, projectId: number, more = "{}"): string =>
  `new ProjectRunnerAssignment("${name}", { projectId: ${projectId}, runnerId: 1 }, ${more});\n`;
const done = ({ exitCode, output }: Shown): void => {
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
};

/** Two resources of a program for one thing of GitLab's. */
describe("a thing that two resources declare", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ id: 7, full_path: "acme" }],
        projects: [11, 12, 13].map((id) => ({ id, path_with_namespace: `acme/p${id}` })),
        runners: [
          { id: 1, runner_type: "project_type", projects: ["acme/p11"] },
          { id: 2, runner_type: "instance_type", description: "shared" },
        ],
      },
    });
    stack = await Stack.create({ program: HEAD, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });
  const projects = async (): Promise<number[]> =>
    ((await runnerAt(gitlab, 1))?.["projects"] as { id: number }[]).map(({ id }) => id).sort();
  const apply = async (program: string): Promise<Shown> => {
    stack.program(HEAD + program);
    return stack.up();
  };

  const BOTH =
    /"(site|again|all)" assigns runner 1 to project acme\/p12 \(12\), too. Declare that in only one of them/;
  test.each([
    [assign("site", 12) + assign("again", 12), BOTH],
    [
      assign("site", 12) + `new RunnerAssignments("all", { runnerId: 1, projectIds: [12, 13] });`,
      BOTH,
    ],
    [
      `new Runner("ours", { runnerId: 2 });\nnew Runner("theirs", { runnerId: 2 });`,
      /Runner "(ours|theirs)" manages runner 2, too, and each overwrites the other. Declare the runner in only one of/,
    ],
  ])("the preview refuses a second one, and names the other: %s", async (program, reason) => {
    stack.program(HEAD + program);
    const { exitCode, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(reason);
  });

  test("the preview refuses an assignment that an authoritative list takes away", async () => {
    stack.program(
      HEAD +
        assign("site", 12) +
        `new RunnerAssignments("all", { runnerId: 1, projectIds: [13], authoritative: true });`,
    );
    const { exitCode, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(output).toContain(
      'RunnerAssignments "all" is authoritative for runner 1 and does not name project acme/p12 (12), which ' +
        'ProjectRunnerAssignment "site" assigns',
    );
  });

  test("a rename without an alias leaves the assignment", async () => {
    done(await apply(assign("site", 12)));
    const renamed = await apply(assign("renamed", 12));
    done(renamed);
    expect(renamed.output).toContain(
      'project acme/p12 (12) keeps runner 1: ProjectRunnerAssignment "renamed" declares it',
    );
    expect(await projects()).toEqual([11, 12]);
  });

  test("a replacement on demand leaves it, too", async () => {
    const urn = stack.resource("renamed")?.urn ?? "";
    done(await stack.up("--replace", urn));
    expect(await projects()).toEqual([11, 12]);
    done(await stack.preview("--expect-no-changes"));
  });

  test("two assignments that swap their projects keep both", async () => {
    done(await apply(assign("renamed", 12) + assign("other", 13)));
    done(await apply(assign("renamed", 13) + assign("other", 12)));
    expect(await projects()).toEqual([11, 12, 13]);
    done(await apply(assign("other", 12)));
    expect(await projects()).toEqual([11, 12]);
  });

  test("two that the state holds already: a warning, and the one that stays keeps it", async () => {
    stack.editResources((resources) => {
      const one = resources.find(({ urn }) => urn.endsWith("::other"));
      if (one) resources.push({ ...one, urn: one.urn.replace("::other", "::twin") });
    });
    stack.program(HEAD + assign("other", 12) + assign("twin", 12));
    const preview = await stack.preview("--expect-no-changes");
    done(preview);
    // The engine checks resources in no fixed order, so either can be the second one.
    expect(preview.output).toMatch(
      /Assignment "(twin|other)": projectId: ProjectRunnerAssignment "(?!\1)(twin|other)" assigns runner 1/,
    );
    done(await apply(assign("other", 12)));
    expect(await projects()).toEqual([11, 12]);
  });

  test("an adopted runner that another resource takes over is not deleted", async () => {
    done(await apply(`new Runner("old", { runnerId: 2, deleteOnDestroy: true });`));
    const moved = await apply(`new Runner("new", { runnerId: 2, deleteOnDestroy: true });`);
    done(moved);
    expect(moved.output).toContain('runner 2 is kept: Runner "new" declares it');
    done(await stack.up("--replace", stack.resource("new")?.urn ?? ""));
    expect(await runnerAt(gitlab, 2)).toBeDefined();
    done(await stack.destroy());
    expect(await runnerAt(gitlab, 2)).toBeUndefined();
    expect(await projects()).toEqual([11]);
  });
});
