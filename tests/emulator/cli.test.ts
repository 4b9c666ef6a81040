import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SCRIPT = join(__dirname, "../../dist/emulator/cli.js");

describe("the command line", () => {
  let folder: string;
  const running = new Set<ChildProcess>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-cli-"));
  });
  afterEach(() => {
    for (const child of running) child.kill("SIGKILL");
    running.clear();
    rmSync(folder, { recursive: true });
  });

  interface Started {
    child: ChildProcess;
    output: () => string;
    ended: Promise<number | null>;
    /** The first match in what it prints. */
    says: (pattern: RegExp) => Promise<string>;
  }

  function start(...args: string[]): Started {
    const child = spawn(process.execPath, [SCRIPT, ...args]);
    running.add(child);
    let output = "";
    const ended = new Promise<number | null>((resolve) => {
      child.once("close", (code) => {
        running.delete(child);
        resolve(code);
      });
    });
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const says = (pattern: RegExp): Promise<string> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (found) resolve(found[1] ?? found[0]);
        };
        child.stdout.on("data", look);
        look();
        void ended.then(() => {
          reject(new Error(`it ended without ${String(pattern)}:\n${output}`));
        });
      });
    return { child, output: () => output, ended, says };
  }

  test("serves on loopback, prints its tokens, and ends when asked to", async () => {
    const { child, says, ended } = start("--version", "17");
    const url = await says(/at (http:\/\/127\.0\.0\.1:\d+)/);
    const token = await says(/token root: (glpat-\S+)\n/);
    const answer = await fetch(`${url}/api/v4/version`, { headers: { "private-token": token } });
    expect(await answer.json()).toMatchObject({ version: "17.11.7-ee" });
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  test("prints projects for a first stack, and what a shell needs to use it", async () => {
    const { child, says, ended } = start("--seed", "company");
    const projects = await says(/projects: (.*)\n/);
    const url = await says(/export GITLAB_BASE_URL=(\S+)\n/);
    const token = await says(/export GITLAB_TOKEN=(\S+)\n/);
    expect(projects.split(", ")).toEqual(expect.arrayContaining(["acme/app", "acme/site"]));
    const answer = await fetch(`${url}/api/v4/user`, { headers: { "private-token": token } });
    expect(await answer.json()).toMatchObject({ username: "root" });
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  test("keeps what it holds over a restart", async () => {
    const state = join(folder, "state.json");
    const first = start("--state", state);
    const token = await first.says(/token root: (glpat-\S+)\n/);
    const url = await first.says(/at (http:\S+)/);
    await fetch(`${url}/api/v4/user/runners`, {
      method: "POST",
      headers: { "private-token": token, "content-type": "application/json" },
      body: JSON.stringify({ runner_type: "instance_type", description: "kept" }),
    });
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(0);
    expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ format: 1 });

    const second = start("--state", state);
    const again = await second.says(/at (http:\S+)/);
    const answer = await fetch(`${again}/api/v4/runners/1`, {
      headers: { "private-token": token },
    });
    expect(await answer.json()).toMatchObject({ description: "kept" });
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });

  test("refuses a seed that is not there, and a port that is in use, with the way out", async () => {
    const without = start("--seed", "nowhere.json");
    expect(await without.ended).toBe(1);
    expect(without.output()).toBe(
      'The seed nowhere.json cannot be read: no such file or directory. The server\'s own seed is "company".\n',
    );
    const first = start();
    const port = await first.says(/at http:\S+:(\d+)/);
    const second = start("--port", port);
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `Port ${port} of 127.0.0.1 is in use. Give another one by --port, or none for a free port.\n`,
    );
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
  });

  test("refuses a seed that is wrong, by every path in it that is wrong", async () => {
    const seed = join(folder, "seed.json");
    writeFileSync(
      seed,
      JSON.stringify({ users: [{ name: "no username" }], runners: [{ runner_type: "instance" }] }),
    );
    const { ended, output } = start("--seed", seed);
    expect(await ended).toBe(1);
    expect(output()).toContain("users.0.username");
    expect(output()).toContain("runners.0.runner_type");
  });

  test.each([
    ["--port", "many"],
    ["--version", "9"],
    ["--seed", "nothing.json"],
  ])("refuses %s %s", async (...args) => {
    const { ended, output } = start(...args);
    expect(await ended).toBe(1);
    expect(output()).toContain(args[1]);
  });

  test("explains itself", async () => {
    const { ended, output } = start("--help");
    expect(await ended).toBe(0);
    for (const option of ["--port", "--host", "--seed", "--state", "--version"])
      expect(output()).toContain(option);
  });
});
