import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");

function demo(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const args = ["-r", "ts-node/register/transpile-only", "scripts/demo/demo.ts"];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: ROOT, env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
      },
    );
  });
}

describe("the demo", () => {
  test("runs against a given GitLab and leaves nothing there or here", async () => {
    const gitlab = await startGitLab();
    const before = readdirSync(ROOT);
    const env = { ...environmentOf(gitlab), GITLAB_PROJECT: "acme/app" };
    const { code, output } = await demo(env);
    expect(output).toContain("Every step was as it should be");
    expect(code).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
    expect(readdirSync(ROOT)).toEqual(before);
    expect(output).not.toMatch(/glrt-\w/);
    expect(output).not.toContain(gitlab.tokens["root"]);
    await gitlab.close();
  });

  test("ends badly, and cleans up, when a step is not as it should be", async () => {
    const gitlab = await startGitLab();
    gitlab.faults.add({ kind: "status", status: 403, method: "PUT", times: 99 });
    const env = { ...environmentOf(gitlab), GITLAB_PROJECT: "acme/app" };
    const { code, output } = await demo(env);
    expect(code).toBe(1);
    expect(output).toContain("Step 4 is not as it should be");
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
    await gitlab.close();
  });
});

test("the first stack of the README works as it stands", async () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const program = /`index\.ts`:\s+```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(program.split("\n").length).toBeLessThanOrEqual(16);
  const gitlab = await startGitLab();
  const stack = await Stack.create({ program, typescript: true, env: environmentOf(gitlab) });
  const { exitCode } = await stack.up();
  expect(exitCode).toBe(0);
  expect(await runnerAt(gitlab, 1)).toMatchObject({
    description: "Docker builds",
    projects: [{ path_with_namespace: "acme/app" }, { path_with_namespace: "acme/site" }],
  });
  expect((await stack.destroy()).exitCode).toBe(0);
  await stack.dispose();
  await gitlab.close();
});
