import type { Emulator } from "../../emulator";
import { environmentOf, startGitLab } from "../helpers/gitlab";
import { serve } from "../helpers/server";
import { type Shown, Stack } from "../helpers/stack";

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const program = (projectId: number | string): string => `
  const { Runner } = require("pulumi-gitlab-runners");
  new Runner("checked", { runnerType: "project_type", projectId: ${JSON.stringify(projectId)} });
`;

/** One of each kind as the engine shows it; tests/contract/previewChecks.test.ts has the rest. */
describe("what a preview finds out from GitLab", () => {
  let gitlab: Emulator;
  let stack: Stack | undefined;
  beforeAll(async () => {
    gitlab = await startGitLab();
    gitlab.seed({ tokens: [{ name: "expiring", user: "root", expires_at: inDays(3) }] });
  });
  afterEach(() => stack?.dispose());
  afterAll(() => gitlab.close());

  async function preview(
    text: string,
    env: Record<string, string>,
    ...args: string[]
  ): Promise<Shown> {
    stack = await Stack.create({ program: text, env });
    gitlab.requests.clear();
    const shown = await stack.preview(...args);
    expect(gitlab.requests.all().filter(({ method }) => method !== "GET")).toEqual([]);
    return shown;
  }

  test("a failure stops it, and names the property", async () => {
    const { output, exitCode } = await preview(program(99), environmentOf(gitlab));
    expect(output).toContain("property projectId value");
    expect(output).toMatch(/no project 99/);
    expect(exitCode).not.toBe(0);
  });

  test("a warning is shown, and lets it pass", async () => {
    const { output, exitCode } = await preview(program(11), environmentOf(gitlab, "expiring"));
    expect(output).toMatch(new RegExp(`warning: .*GITLAB_TOKEN expires on ${inDays(3)}`));
    expect(output).toContain("+ 2 to create");
    expect(exitCode).toBe(0);
  });

  test("an address where there is no GitLab fails it", async () => {
    const page = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
    });
    const text = `
      const { Provider, Runner } = require("pulumi-gitlab-runners");
      const baseUrl = ${JSON.stringify(page.url)};
      const provider = new Provider("gitlab", { baseUrl, token: "glpat-x", retries: 1 });
      new Runner("one", { runnerType: "instance_type" }, { provider });
    `;
    const { output, exitCode } = await preview(text, {});
    await page.close();
    expect(output).toMatch(/resource 'one' has a problem/);
    expect(output).toMatch(
      /is not JSON but begins \\?"<h1>Sign in.*Is the base URL GitLab's address/,
    );
    expect(exitCode).not.toBe(0);
  });

  test("one key makes it do without a network", async () => {
    const { output, exitCode } = await preview(
      program("acme/nothing"),
      { GITLAB_BASE_URL: "http://127.0.0.1:9", GITLAB_TOKEN: "glpat-x" },
      "--config",
      "gitlab-runners:previewChecks=false",
    );
    expect(output).toContain("+ 2 to create");
    expect(output).not.toContain("warning");
    expect(exitCode).toBe(0);
  });
});

test("a GitLab that is down is a warning for what it has served; a new resource fails", async () => {
  const gitlab = await startGitLab();
  const several = (count: number): string => `
    const { Runner } = require("pulumi-gitlab-runners");
    for (let index = 0; index < ${count}; index += 1)
      new Runner("r" + index, { runnerType: "instance_type" });
  `;
  const stack = await Stack.create({ program: several(3), env: environmentOf(gitlab) });
  expect((await stack.up("--config", "gitlab:retries=1")).exitCode).toBe(0);
  await gitlab.close();
  const { output, exitCode } = await stack.preview();
  expect(output).toMatch(/warning: could not check the token: .*ECONNREFUSED.*\(2 attempts\)/);
  expect(output).toContain("4 unchanged");
  expect(exitCode).toBe(0);
  // One request has waited for all; each line is shown twice.
  expect(output.match(/, waiting \d+\.\d s/g)).toHaveLength(2);

  stack.program(several(4));
  const grown = await stack.preview();
  expect(grown.output).toMatch(/resource 'r3' has a problem: .*Nothing listens there/);
  expect(grown.exitCode).not.toBe(0);
  await stack.dispose();
});
