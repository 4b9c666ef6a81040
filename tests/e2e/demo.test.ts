import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

import { cacheDirectory } from "../../scripts/setUp/cache";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { LANGUAGES } from "../helpers/languageProject";
import { testWith } from "../helpers/languageTools";
import { blocksOf } from "../helpers/pageBlocks";
import { Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");

function demo(
  env: Record<string, string>,
  ...options: string[]
): Promise<{ code: number; output: string }> {
  const args = ["-r", "ts-node/register/transpile-only", "scripts/demo/demo.ts", ...options];
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
    expect(output).toContain("PULUMI_NODEJS_TRANSPILE_ONLY=true");
    expect(output).toContain("   |   maximumTimeout: 3600, // seconds\n");
    expect(output).toMatch(/All 8 steps behaved as expected.*\n\nNext:\n/);
    expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(output).not.toMatch(/^ {3}\| .*\S {3}\| /m);
    expect(code).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
    expect(readdirSync(ROOT)).toEqual(before);
    expect(output).not.toMatch(/glrt-\w/);
    expect(output).not.toContain(gitlab.tokens["root"]);
    await gitlab.close();
  });

  testWith(LANGUAGES.Python.needs, "runs in Python", async () => {
    const gitlab = await startGitLab();
    const env = { ...environmentOf(gitlab), GITLAB_PROJECT: "acme/app" };
    const { code, output } = await demo(env, "--language", "python");
    expect(output).toContain("   |     maximum_timeout=3600,  # seconds\n");
    expect(output).toContain('   | +     "adopted", authentication_token=');
    expect(output).toContain("All 8 steps behaved as expected");
    expect(output).not.toContain("using pulumi-language-");
    expect(code).toBe(0);
    expect(await runnerAt(gitlab, 1)).toBeUndefined();
    await gitlab.close();
  });

  testWith({ tools: ["python"] }, "says what Python needs where it is missing", async () => {
    // An engine and Node, but no python3.
    const path = (process.env["PATH"] ?? "").split(delimiter);
    const withoutPython = path.filter((folder) => !existsSync(join(folder, "python3")));
    const cache = cacheDirectory();
    const env = { PATH: withoutPython.join(delimiter), PULUMI_GITLAB_RUNNERS_CACHE: cache };
    const { code, output } = await demo(env, "--language", "python");
    expect(code).toBe(1);
    expect(output).toContain("Python needs python3 with venv and pip, and Pulumi's SDK from PyPI:");
    expect(output).toMatch(/^python3 .*: not found$/m);
    expect(output).toContain(
      "npm run demo shows the same in TypeScript, which needs nothing more.",
    );
  });

  testWith(
    LANGUAGES.YAML.needs,
    "runs in YAML; ends badly, and cleans up, when a step does not behave as expected",
    async () => {
      const gitlab = await startGitLab();
      gitlab.faults.add({ kind: "status", status: 403, method: "DELETE", times: 1 });
      const env = { ...environmentOf(gitlab), GITLAB_PROJECT: "acme/app" };
      const { code, output } = await demo(env, "--language", "yaml");
      expect(output).toContain("7. You adopt a runner by a token that is dead");
      expect(output).toContain("Step 8 did not behave as expected");
      expect(code).toBe(1);
      expect(await runnerAt(gitlab, 1)).toBeUndefined();
      await gitlab.close();
    },
  );
});

test("the first stack of the README works as it stands, and its errors are those of a preview", async () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const program = blocksOf("README.md").find(({ file }) => file === "index.ts")?.code ?? "";
  expect(program.split("\n").length).toBeLessThanOrEqual(16);
  const gitlab = await startGitLab();
  const stack = await Stack.create({ program, typescript: true, env: environmentOf(gitlab) });
  const { exitCode } = await stack.up();
  expect(exitCode).toBe(0);
  expect(await runnerAt(gitlab, 1)).toMatchObject({
    description: "Docker builds",
    projects: [{ path_with_namespace: "acme/app" }, { path_with_namespace: "acme/site" }],
  });
  const errors = Array.from(
    readme.matchAll(/error: … (property .*\n(?: {6}.*\n)+)/g),
    ([, text = ""]) => text.trim().replace(/\s+/g, " "),
  );
  expect(errors).toHaveLength(3);
  stack.program(
    program
      .replace('"acme/app"', '"acme/ap"')
      .replace('tagList: ["docker"]', "runUntagged: false, tagList: []")
      .replace("3600", "60"),
  );
  const refused = await stack.preview();
  for (const error of errors) expect(refused.output).toContain(error);
  expect(refused.exitCode).not.toBe(0);
  expect((await stack.destroy()).exitCode).toBe(0);
  await stack.dispose();
  await gitlab.close();
});
