import { spawn } from "node:child_process";
import { join } from "node:path";

import { type Emulator, companySeed, startEmulator } from "../../emulator";

const ROOT = join(__dirname, "../..");
const TOKEN = "glrt-tokenofrunnerforty";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

describe("the command line", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    gitlab.seed({ runners: [{ id: 40, runner_type: "instance_type", token: TOKEN }] });
  });
  afterAll(() => gitlab.close());

  function run(
    args: readonly string[],
    { as = "root", input = "", env = {} }: { as?: string; input?: string; env?: object } = {},
  ): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const script = ["-r", "ts-node/register/transpile-only", join("cli", "cli.ts")];
      const child = spawn(process.execPath, [...script, ...args], {
        cwd: ROOT,
        env: {
          PATH: process.env["PATH"] ?? "",
          GITLAB_BASE_URL: gitlab.url,
          GITLAB_TOKEN: gitlab.tokens[as] ?? "",
          ...env,
        },
      });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, stdout, stderr });
      });
      child.stdin.end(input);
    });
  }
  const json = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run([...args, "--json"])).stdout);

  test("list prints a table without colours where there is no terminal", async () => {
    const { code, stdout } = await run(["list", "--all", "--type", "instance_type"]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^ID\s+TYPE\s+STATUS\s+PAUSED\s+DESCRIPTION/);
    expect(lines).toHaveLength(8);
    expect(lines[1]).toMatch(/^1\s+instance\s+online\s+Shared linux-amd64-01/);
    expect(stdout).not.toMatch(/\u001b/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
  });

  test("list prints JSON, by every filter", async () => {
    const rows = (await json("list", "--all", "--tag", "docker", "arm64", "--no-paused")) as {
      tag_list?: string[];
      paused: boolean;
    }[];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ paused }) => !paused)).toBe(true);
    expect(await json("list", "--project", "acme/products/shop", "--limit", "2")).toHaveLength(2);
    expect(await json("list", "--group", "acme", "--status", "stale")).not.toEqual([]);
  });

  test("show, managers and jobs", async () => {
    expect(await json("show", "1")).toMatchObject({ id: 1, runnerType: "instance_type" });
    expect((await run(["show", "1"])).stdout).toMatch(/^runnerType\s+instance_type$/m);
    expect(await json("managers", "3")).toHaveLength(3);
    expect(await json("jobs", "1")).toHaveLength(20);
    const failed = (await json("jobs", "1", "--status", "failed", "--limit", "3")) as {
      status: string;
    }[];
    expect(failed.map(({ status }) => status)).toEqual(["failed", "failed", "failed"]);
    expect((await run(["jobs", "1"])).stdout).toMatch(/^ID\s+STATUS\s+STARTED\s+SECONDS\s+JOB/);
  });

  test("verify reads the token from standard input or the environment, and tells by its exit code", async () => {
    const good = await run(["verify"], { input: `${TOKEN}\n` });
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("valid") as string });
    const full = await run(["verify", "--full", "--json"], { env: { RUNNER_TOKEN: TOKEN } });
    expect(JSON.parse(full.stdout)).toMatchObject({ state: "valid", runnerId: 40 });
    const bad = await run(["verify"], { input: "glrt-wrong" });
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining("rejected") as string });
    const none = await run(["verify"]);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain("no token");
    for (const { stdout, stderr } of [good, full, bad])
      expect(stdout + stderr).not.toMatch(/glrt-/);
  });

  test("a wrong command line is told before GitLab is asked", async () => {
    gitlab.requests.clear();
    const { code, stderr } = await run(["list", "--status", "asleep"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Allowed choices are online, offline, stale, never_contacted/);
    expect((await run(["show", "one"])).stderr).toContain("It is a whole number");
    expect(gitlab.requests.all()).toEqual([]);
    expect((await run(["--help"])).stdout).toMatch(/verify .*standard input/s);
  });

  test("GitLab's refusal has an exit code of its own and says which token was used", async () => {
    const refused = await run(["list", "--all"], { as: "linus" });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/cannot list all runners: GitLab answered 403/);
    const unknown = await run(["list"], { env: { GITLAB_TOKEN: "glpat-wrongtoken" } });
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toMatch(/401.*GITLAB_TOKEN/s);
    expect(unknown.stderr).not.toContain("wrongtoken");
    const missing = await run(["list"], { env: { GITLAB_TOKEN: "" } });
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain("there is no token");
  });
});
