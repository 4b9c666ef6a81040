import { type Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES } from "../helpers/host/adapters";
import { Stack } from "../helpers/stack";

describe.each(ADAPTERS)("(%s) two GitLab instances in one stack", (adapter) => {
  let eu: Emulator;
  let us: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    [eu, us] = await Promise.all([startGitLab(), startGitLab({ version: "17" })]);
    stack = await Stack.create({
      program: `
const pulumi = require("@pulumi/pulumi");
const { Provider, Runner } = require("${MODULES[adapter]}");
const us = new Provider("us", { baseUrl: process.env.US_URL, token: process.env.US_TOKEN });
new Runner("here", { runnerType: "instance_type", description: "eu" });
new Runner("there", { runnerType: "instance_type", description: "us" }, { provider: us });
`,
      plugin: adapter === "plugin",
      env: { ...environmentOf(eu), US_URL: us.url, US_TOKEN: us.tokens["root"] ?? "" },
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await Promise.all([eu.close(), us.close()]);
  });

  test("each runner is made where its provider says", async () => {
    const { exitCode } = await stack.up();
    expect(exitCode).toBe(0);
    expect(await runnerAt(eu, 1)).toMatchObject({ description: "eu" });
    expect(await runnerAt(us, 1)).toMatchObject({ description: "us" });
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("the provider's token is a secret of the state", async () => {
    expect(stack.written()).not.toContain(us.tokens["root"]);
    const { output } = await stack.preview("--diff", "--show-sames");
    expect(output).not.toContain(us.tokens["root"]);
  });

  test("a dead token is the provider's, in a preview and a refresh, and of no key of the stack", async () => {
    us.faults.add({ kind: "status", status: 401, times: 1_000 });
    const preview = await stack.preview();
    const refresh = await stack.refresh();
    us.faults.clear();
    for (const { exitCode, output } of [preview, refresh]) {
      expect(exitCode).not.toBe(0);
      expect(output.replace(/\s+/g, " ")).toContain(
        "The token comes from token of the provider us, the address " +
          `${us.url}/api/v4 from baseUrl of the provider us`,
      );
      expect(output).not.toMatch(/gitlab(-runners)?:(token|baseUrl)/);
    }
  });

  test("refresh and destroy reach both", async () => {
    await ask(us, "PUT", "/runners/1", { description: "changed" });
    const refresh = await stack.refresh("--diff");
    expect(refresh.output).toMatch(/"us" => "changed"/);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(eu, 1)).toBeUndefined();
    expect(await runnerAt(us, 1)).toBeUndefined();
  });
});

describe.each(ADAPTERS)("(%s) a misspelt name", (adapter) => {
  test("fails the preview before GitLab is asked, and names what was meant", async () => {
    const gitlab = await startGitLab();
    const program = (args: string): string => `
const { Provider, Runner } = require("${MODULES[adapter]}");
const provider = new Provider("eu", ${args});
new Runner("here", { runnerType: "instance_type" }, { provider });
new Runner("default", { runnerType: "instance_type" });
`;
    const { GITLAB_TOKEN: token } = environmentOf(gitlab);
    const given = { baseUrl: gitlab.url, token };
    const stack = await Stack.create({
      program: program(JSON.stringify({ baseURL: gitlab.url, token })),
      plugin: adapter === "plugin",
      env: environmentOf(gitlab),
    });
    const argument = await stack.preview();
    expect(argument.exitCode).not.toBe(0);
    expect(argument.output).toContain(
      "the provider eu has no argument baseURL; did you mean baseUrl?",
    );

    stack.program(program(JSON.stringify(given)));
    await stack.config("gitlab-runners:creationMark", "false");
    const key = await stack.preview();
    expect(key.exitCode).not.toBe(0);
    expect(key.output).toContain(
      "gitlab-runners has no configuration gitlab-runners:creationMark; did you mean " +
        "gitlab-runners:creationMarker? To remove it: pulumi config rm gitlab-runners:creationMark",
    );
    expect(gitlab.requests.all()).toEqual([]);

    await stack.pulumi("config", "rm", "gitlab-runners:creationMark");
    await stack.config("gitlab-runners:creationMarker", "false");
    expect((await stack.up()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 2)).toBeDefined();
    await stack.dispose();
    await gitlab.close();
  });
});

describe("Runner.get", () => {
  test("reads a runner that is managed elsewhere, and a missing one fails the preview", async () => {
    const gitlab = await startGitLab();
    await ask(gitlab, "POST", "/user/runners", {
      runner_type: "instance_type",
      description: "theirs",
    });
    const program = (id: string): string => `
const { Runner } = require("pulumi-gitlab-runners");
exports.description = Runner.get("theirs", "${id}").description;
`;
    const stack = await Stack.create({ program: program("1"), env: environmentOf(gitlab) });
    expect((await stack.up()).exitCode).toBe(0);
    const { output } = await stack.pulumi("stack", "output", "description");
    expect(output.trim()).toBe("theirs");
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeDefined();

    stack.program(program("99"));
    const missing = await stack.preview();
    expect(missing.exitCode).not.toBe(0);
    expect(missing.output).toContain("99");
    expect(missing.output).toContain("404");
    await stack.dispose();
    await gitlab.close();
  });
});
