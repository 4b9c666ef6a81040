import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../helpers/stack";

const program = (args: string): string => `
const { Runner } = require("pulumi-gitlab-runners");
const runner = new Runner("build", ${args});
exports.id = runner.id;
exports.token = runner.token;
`;

describe("the life of a runner", () => {
  let gitlab: Emulator;
  let stack: Stack;

  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ id: 7, full_path: "acme" }],
        projects: [{ id: 11, path_with_namespace: "acme/app" }],
      },
    });
    stack = await Stack.create({
      program: program(
        `{ runnerType: "project_type", projectId: "acme/app", description: "build", tagList: ["linux"] }`,
      ),
      env: { GITLAB_BASE_URL: gitlab.url, GITLAB_TOKEN: gitlab.tokens["root"] ?? "" },
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const atGitLab = async (id: number): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${gitlab.url}/api/v4/runners/${id}`, {
      headers: { "private-token": gitlab.tokens["root"] ?? "" },
    });
    return { http: answer.status, ...((await answer.json()) as object) };
  };

  test("preview shows the runner with GitLab's defaults and makes nothing", async () => {
    const shown = await stack.preview("--diff");
    expect(shown.output).toContain("+ 2 to create");
    expect(shown.output).toMatch(/runUntagged\s*: true/);
    expect(shown.exitCode).toBe(0);
    expect(await atGitLab(1)).toMatchObject({ http: 404 });
  });

  test("up creates it", async () => {
    const shown = await stack.up();
    expect(shown.output).toContain("+ 2 created");
    expect(await atGitLab(1)).toMatchObject({
      runner_type: "project_type",
      description: "build",
      tag_list: ["linux"],
      projects: [{ path_with_namespace: "acme/app" }],
    });
  });

  test("a second preview shows no change", async () => {
    const shown = await stack.preview("--expect-no-changes");
    expect(shown.output).toContain("unchanged");
    expect(shown.exitCode).toBe(0);
  });
});
