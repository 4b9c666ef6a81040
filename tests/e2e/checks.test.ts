import type { Emulator } from "../../emulator";
import { environmentOf, startGitLab } from "../helpers/gitlab";
import { type Shown, Stack } from "../helpers/stack";

const program = (name: string, args: string): string => `
const pulumi = require("@pulumi/pulumi");
const { Runner, ProjectRunnerAssignment } = require("pulumi-gitlab-runners");
new ${name}("checked", ${args});
`;

describe("what a preview refuses", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: "", env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const preview = (args: string, name = "Runner"): Promise<Shown> => {
    stack.program(program(name, args));
    return stack.preview();
  };

  test("all findings of a resource at once, each with its property, and nothing was made", async () => {
    const { output, exitCode } = await preview(`{
      runnerType: "group_type", projectId: 11, maximumTimeout: 599, runUntagged: false,
      description: "x".repeat(1025), accessLevel: "everybody", tagList: [],
    }`);
    expect(exitCode).not.toBe(0);
    for (const property of ["groupId", "projectId", "maximumTimeout", "tagList", "accessLevel"])
      expect(output).toContain(`property ${property} value`);
    expect(output).toMatch(/description: is longer than the 1024 characters.*1025/);
    expect(output).not.toContain("x".repeat(100));
    expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("a value in camelCase is answered with the one that was meant", async () => {
    const { output } = await preview(`{ runnerType: "instanceType" }`);
    expect(output).toContain("instance_type");
    expect(output).toMatch(/did you mean/i);
  });

  test("an argument in snake_case is answered with the one that was meant", async () => {
    const { output } = await preview(`{ runnerType: "instance_type", tag_list: ["a"] }`);
    expect(output).toMatch(/tag_list.*tagList/);
  });

  test("51 tags", async () => {
    const { output, exitCode } = await preview(
      `{ runnerType: "instance_type", tagList: Array.from({ length: 51 }, (_, i) => "t" + i) }`,
    );
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/tagList.*50/);
  });

  test("a project that isn't there", async () => {
    const { output, exitCode } = await preview(
      `{ runnerType: "project_type", projectId: "acme/nothing" }`,
    );
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/projectId.*acme\/nothing/s);
  });

  test("two ways into being at once", async () => {
    const { output, exitCode } = await preview(`{ runnerType: "instance_type", runnerId: 3 }`);
    expect(exitCode).not.toBe(0);
    expect(output).toContain("exclude one another");
  });

  test("an assignment without its runner", async () => {
    const { output, exitCode } = await preview(`{ projectId: 11 }`, "ProjectRunnerAssignment");
    expect(exitCode).not.toBe(0);
    expect(output).toContain("runnerId");
  });

  test("what is not known yet is skipped, not guessed", async () => {
    const { output, exitCode } = await preview(`{
      runnerType: "project_type",
      projectId: new Runner("first", { runnerType: "instance_type" }).id.apply(() => "11"),
      description: pulumi.output("known"),
    }`);
    expect(output).toContain("+ 3 to create");
    expect(exitCode).toBe(0);
  });
});

describe("what the configuration must be", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startGitLab();
  });
  afterAll(() => gitlab.close());

  const previewWith = async (env: Record<string, string>): Promise<Shown> => {
    const stack = await Stack.create({
      program: program("Runner", `{ runnerType: "instance_type" }`),
      env,
    });
    const shown = await stack.preview();
    await stack.dispose();
    return shown;
  };

  test("a missing token says where it is looked for", async () => {
    const { output, exitCode } = await previewWith({ GITLAB_BASE_URL: gitlab.url });
    expect(exitCode).not.toBe(0);
    expect(output).toContain("gitlab:token");
    expect(output).toContain("GITLAB_TOKEN");
    expect(output).toContain(gitlab.url);
  });

  test("a wrong token says which GitLab and which source of the token was used", async () => {
    const wrong = "glpat-wrongwrongwrongwrong";
    const { output, exitCode } = await previewWith({
      GITLAB_BASE_URL: gitlab.url,
      GITLAB_TOKEN: wrong,
    });
    expect(exitCode).not.toBe(0);
    expect(output).toContain("401 Unauthorized");
    expect(output).toContain("GITLAB_TOKEN");
    expect(output).toContain(`${gitlab.url}/api/v4`);
    expect(output).not.toContain(wrong);
  });

  test.each(["", "/", "/api/v4", "/api/v4/"])("the base URL may end with '%s'", async (end) => {
    const { output, exitCode } = await previewWith({
      ...environmentOf(gitlab),
      GITLAB_BASE_URL: gitlab.url + end,
    });
    expect(output).toContain("+ 2 to create");
    expect(exitCode).toBe(0);
  });

  test("configuration beats the environment, and a key in snake_case gets a warning", async () => {
    const stack = await Stack.create({
      program: program("Runner", `{ runnerType: "instance_type" }`),
      env: { GITLAB_BASE_URL: "http://127.0.0.1:9", GITLAB_TOKEN: "wrong" },
    });
    await stack.config("gitlab:baseUrl", gitlab.url);
    await stack.config("gitlab:token", gitlab.tokens["root"] ?? "", "secret");
    await stack.config("gitlab:base_url", "http://127.0.0.1:9");
    const { output, exitCode } = await stack.preview();
    expect(output).toMatch(/base_url.*baseUrl/);
    expect(output).toContain("+ 2 to create");
    expect(exitCode).toBe(0);
    await stack.dispose();
  });
});
