import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { type Emulator, startEmulator } from "../../emulator";
import { markerLine } from "../../gitlab";
import { type CommandOptions, type Ended, SCRIPT, runCommand } from "../helpers/commandLine";
import { ask, environmentOf, runnersAt } from "../helpers/gitlab";
import { HAS_TERMINAL, runAtTerminal } from "../helpers/terminal";

const STACK = markerLine({ resource: "0123456789abcdef", attempt: "01234567" });
const HOSTILE = "\u001b[2J\u202e\r\n9  paused";

describe("pause and resume", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    const acme = { runner_type: "group_type" as const, group: "acme", tag_list: ["docker"] };
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }, { username: "mia" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "mia", user: "mia" },
        ],
        groups: [{ full_path: "acme" }],
        projects: [{ id: 1, path_with_namespace: "acme/app" }],
        members: [{ user: "mia", of: "acme", role: "owner" }],
        runners: [
          { id: 1, ...acme, description: HOSTILE },
          { id: 2, ...acme, maintenance_note: STACK },
          { id: 3, ...acme, paused: true },
          { id: 4, ...acme, tag_list: ["gpu"] },
          { id: 5, runner_type: "instance_type", tag_list: ["docker"] },
          { id: 6, runner_type: "project_type", projects: ["acme/app"], locked: true },
        ],
      },
    });
  });
  beforeEach(() => {
    gitlab.reset();
  });
  afterAll(() => gitlab.close());

  const run = (args: readonly string[], options?: CommandOptions): Promise<Ended> =>
    runCommand(gitlab, args, options);
  const paused = async (): Promise<number[]> => {
    const runners = (await runnersAt(gitlab)) as { id: number; paused?: boolean }[];
    return runners.filter((runner) => runner.paused).map(({ id }) => id);
  };
  const changes = (): string[] =>
    gitlab.requests
      .all()
      .filter(({ method }) => method !== "GET" && method !== "POST")
      .map(({ method, path }) => `${method} ${path}`);

  test("runners by id", async () => {
    const { code, stdout, stderr } = await run(["pause", "1", "3,6", "--yes"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ID\s+OUTCOME\s+REASON\s+DESCRIPTION\s*\n1\s+paused\s.*\n6\s+paused/);
    expect(stdout).not.toMatch(/[\u001b\u202e\r]|^9 {2}paused/m);
    expect(stderr).toBe("Runner 3 is already paused.\n");
    expect(await paused()).toEqual([1, 3, 6]);
    const { body } = await ask(gitlab, "GET", "/runners/6");
    expect(body).toMatchObject({ locked: true, paused: true });
    const back = await run(["resume", "1", "3", "6", "--yes", "--json"]);
    expect(JSON.parse(back.stdout)).toMatchObject(
      [1, 3, 6].map((id) => ({ id, outcome: "resumed" })),
    );
    expect(await paused()).toEqual([]);
    expect((await run(["resume", "3", "--yes"])).stderr).toMatch(/^Runner 3 is not paused\.\n/);
  });

  test("runners by the filters of list; a stack that has one of them is named", async () => {
    const filters = ["--all", "--tag", "docker", "--type", "group_type"];
    const { code, stderr } = await run(["pause", ...filters, "--yes"]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      "A stack has runner 2. Its next pulumi up --refresh undoes this where its program does not say paused: true.\n",
    );
    expect(changes()).toEqual(["PUT /api/v4/runners/1", "PUT /api/v4/runners/2"]);
    expect((await run(["resume", "--group", "acme", "--yes"])).code).toBe(0);
    expect(await paused()).toEqual([]);
    expect(await run(["resume", "--group", "acme", "--yes"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "There are no runners to resume.\n",
    });
  });

  test("--dry-run shows what would change and changes nothing", async () => {
    const shown = await run(["pause", "--group", "acme", "--dry-run"]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^ID\s+TYPE\s+STATUS\s+STACK\s+DESCRIPTION/);
    expect(shown.stdout).toMatch(/^2\s+group\s+never_contacted\s+yes/m);
    expect(shown.stderr).toContain("A stack has runner 2.");
    const { stdout } = await run(["pause", "--group", "acme", "--dry-run", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 1, belongsToStack: false, description: HOSTILE },
      { id: 2, belongsToStack: true },
      { id: 4, belongsToStack: false },
      { id: 5, runnerType: "instance" },
    ]);
    expect(changes()).toEqual([]);
  });

  test("what GitLab refuses is reported, and the rest is done", async () => {
    const { code, stdout } = await run(["pause", "--group", "acme", "--yes", "--json"], {
      as: "mia",
    });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 1, outcome: "paused" },
      { id: 2, outcome: "paused" },
      { id: 4, outcome: "paused" },
      { id: 5, outcome: "failed", reason: expect.stringContaining("403") as string },
    ]);
    expect(await paused()).toEqual([1, 2, 3, 4]);
  });

  test("an id that is not there is reported, and the others are paused", async () => {
    const { code, stdout, stderr } = await run(["pause", "99", "1", "--yes", "--json"]);
    expect(code).toBe(3);
    expect(stderr).toBe("cannot read runner 99: GitLab answered 404 (404 Runner Not Found)\n");
    expect(JSON.parse(stdout)).toMatchObject([{ id: 1, outcome: "paused" }]);
    expect(await paused()).toEqual([1, 3]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("at %s it says what it has done", async (signal) => {
    gitlab.faults.add({ kind: "latency", milliseconds: 60_000, method: "PUT", path: "/runners/4" });
    const child = spawn(process.execPath, [SCRIPT, "pause", "1", "4", "--yes", "--json"], {
      env: { PATH: process.env["PATH"], ...environmentOf(gitlab) },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    const closed = once(child, "close");
    while ((await paused()).length < 2) await sleep(20);
    // GitLab has done it; the command also has to hear of it.
    await sleep(500);
    child.kill(signal);
    expect(await closed).toEqual([null, signal]);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 1, outcome: "paused" },
      { id: 4, outcome: "failed", reason: expect.stringContaining("may do it") as string },
    ]);
  });

  test("no runners, both ways of saying which, and nobody to ask", async () => {
    const [none, both, alone] = await Promise.all([
      run(["pause", "--yes"]),
      run(["pause", "1", "--all", "--yes"]),
      run(["pause", "1"]),
    ]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("say which runners: give their ids, or filters");
    expect(both).toMatchObject({ code: 2, stderr: none.stderr });
    expect(alone.code).toBe(2);
    expect(alone.stderr).toMatch(/no terminal to ask at\. Pause 1 runner\? Say so with --yes\n$/);
    expect(changes()).toEqual([]);
  });

  (HAS_TERMINAL ? test : test.skip)("at a terminal it shows the runners and asks", async () => {
    const question = /Pause 3 runners\? Type yes to do it:/;
    const command = ["pause", "--group", "acme", "--type", "group_type"];
    const no = await runAtTerminal(gitlab, command, { question, keys: "no\r" });
    expect(no.shown).toMatch(/^2\s+group\s+never_contacted\s+yes/m);
    expect(no.shown).toContain("A stack has runner 2.");
    expect(no.code).toBe(1);
    expect(changes()).toEqual([]);
    expect((await runAtTerminal(gitlab, command, { question, keys: "yes\r" })).code).toBe(0);
    expect(await paused()).toEqual([1, 2, 3, 4]);
  });
});
