import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const OWN = `
const { Runner } = require("pulumi-gitlab-runners");
const runner = new Runner("build", { runnerType: "instance_type", description: DESCRIPTION });
exports.token = runner.token;
`;
const own = (description: string): string =>
  OWN.replace("DESCRIPTION", JSON.stringify(description));

describe("tokens", () => {
  let gitlab: Emulator;
  let stack: Stack;
  const tokens = new Set<string>();
  const shown: string[] = [];

  /** Every output is looked through at the end, whatever the operation was. */
  const run = async (operation: Promise<{ exitCode: number; output: string }>): Promise<string> => {
    const { output } = await operation;
    shown.push(output);
    return output;
  };
  const reset = async (id: number): Promise<string> => {
    const { body } = await ask(gitlab, "POST", `/runners/${id}/reset_authentication_token`);
    const { token } = body as { token: string };
    tokens.add(token);
    return token;
  };
  const tokenOfStack = async (): Promise<string> => {
    const { output } = await stack.pulumi("stack", "output", "token", "--show-secrets");
    const token = output.trim();
    tokens.add(token);
    return token;
  };

  beforeAll(async () => {
    gitlab = await startGitLab();
    tokens.add(gitlab.tokens["root"] ?? "");
    stack = await Stack.create({ program: own("one"), env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("a created runner's token is a secret output that GitLab accepts", async () => {
    await run(stack.up());
    const token = await tokenOfStack();
    expect(token).toMatch(/^glrt-/);
    const verified = await ask(gitlab, "POST", "/runners/verify", { token, system_id: "s_test" });
    expect(verified).toMatchObject({ status: 200, body: { id: 1 } });
  });

  test("a preview leaves no trace on the runner", async () => {
    await run(stack.preview("--diff"));
    const { body } = await ask(gitlab, "GET", "/runners/1/managers");
    expect(body).toMatchObject([{ system_id: "s_test" }]);
  });

  test("a token that somebody reset is reported at preview and replaced by up", async () => {
    const before = await tokenOfStack();
    const theirs = await reset(1);
    const preview = await run(stack.preview("--diff"));
    expect(preview).toContain("GitLab rejects the token of runner 1");
    expect(preview).toContain("~ 1 to update");
    await run(stack.up());
    const after = await tokenOfStack();
    expect([before, theirs]).not.toContain(after);
    const verified = await ask(gitlab, "POST", "/runners/verify", { token: after });
    expect(verified.status).toBe(200);
    const again = stack.preview("--expect-no-changes");
    expect(await run(again)).toContain("2 unchanged");
    expect((await again).exitCode).toBe(0);
  });

  test("a runner is adopted by its token, which is verified at preview", async () => {
    const { body } = await ask(gitlab, "POST", "/user/runners", { runner_type: "instance_type" });
    const { id, token } = body as { id: number; token: string };
    tokens.add(token);
    await stack.config("runnerToken", token, "secret");
    stack.program(`
const pulumi = require("@pulumi/pulumi");
const { Runner } = require("pulumi-gitlab-runners");
const authenticationToken = new pulumi.Config().requireSecret("runnerToken");
exports.id = new Runner("adopted", { authenticationToken, description: "adopted" }).id;
`);
    await run(stack.up());
    expect(stack.resource("adopted")?.id).toBe(String(id));
    expect(await runnerAt(gitlab, id)).toMatchObject({ description: "adopted" });
  });

  test("a dead token stops the preview with a failure that names the property, not the token", async () => {
    await reset(Number(stack.resource("adopted")?.id));
    const failed = stack.preview("--diff");
    const output = await run(failed);
    expect((await failed).exitCode).not.toBe(0);
    expect(output).toContain("authenticationToken");
    expect(output).toContain("rejects this token");
    const up = stack.up();
    await run(up);
    expect((await up).exitCode).not.toBe(0);
  });

  test("a token that cannot be verified is a warning", async () => {
    gitlab.faults.add({
      kind: "status",
      status: 503,
      path: "/runners/router/discovery",
      times: 50,
    });
    await stack.config("gitlab:retries", "0");
    const preview = stack.preview();
    expect(await run(preview)).toContain("could not verify authenticationToken: ");
    expect((await preview).exitCode).toBe(0);
    gitlab.faults.clear();
  });

  test("a refresh and a destroy release the adopted runner", async () => {
    const id = stack.resource("adopted")?.id ?? "";
    await run(stack.refresh("--diff"));
    await run(stack.destroy());
    expect(await runnerAt(gitlab, id)).toBeDefined();
  });

  test("no token of all these is in any output or in anything that was written", () => {
    expect(tokens.size).toBeGreaterThanOrEqual(6);
    const everything = [...shown, stack.written()].join("\n");
    expect(everything).toContain("gitlab-runners:Runner");
    for (const token of tokens) expect(everything).not.toContain(token);
    expect(everything).not.toMatch(/glrt-\w/);
  });
});
