import { type Emulator, startEmulator } from "../../emulator";
import { type CommandOptions, type Ended, runCommand } from "../helpers/commandLine";
import { ask } from "../helpers/gitlab";
import { HAS_TERMINAL, runAtTerminal } from "../helpers/terminal";

const TOKEN = "glrt-tokenofrunnerseven";
const OTHER_TOKEN = "glrt-tokenofrunnereight";
/** A machine has one system id for all of its runners. */
const SHARED = "s_both";

describe("prune-managers", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        runners: [
          {
            id: 7,
            runner_type: "instance_type",
            token: TOKEN,
            managers: [
              { system_id: SHARED, created_at: "-P9D", contacted_at: "-P5D" },
              { system_id: "s_silent", created_at: "-P4D" },
              { system_id: "s_recent", created_at: "-P9D", contacted_at: "-PT3H" },
              { system_id: "s_online", created_at: "-P9D", contacted_at: "-PT1M" },
            ],
          },
          {
            id: 8,
            runner_type: "instance_type",
            token: OTHER_TOKEN,
            managers: [{ system_id: SHARED, created_at: "-P9D", contacted_at: "-P5D" }],
          },
        ],
      },
    });
  });
  afterEach(() => gitlab.close());

  const run = (args: readonly string[], options?: CommandOptions): Promise<Ended> =>
    runCommand(gitlab, ["prune-managers", "7", "--older-than", "2d", ...args], options);
  const systemIds = async (runner = 7): Promise<string[]> => {
    const { body } = await ask(gitlab, "GET", `/runners/${runner}/managers`);
    return (body as { system_id: string }[]).map(({ system_id }) => system_id).sort();
  };
  const ALL = [SHARED, "s_online", "s_recent", "s_silent"];

  test("deletes the stale ones by the runner's token, and no other", async () => {
    const { code, stdout } = await run(["--yes", "--json"], { input: TOKEN });
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as { outcome: string; description: string }[];
    expect(rows.map(({ outcome, description }) => `${description} ${outcome}`).sort()).toEqual([
      `${SHARED} deleted`,
      "s_silent deleted",
    ]);
    expect(await systemIds()).toEqual(["s_online", "s_recent"]);
    expect(await systemIds(8)).toEqual([SHARED]);
  });

  test("--dry-run shows which go and which stay, each with the reason, and asks for no token", async () => {
    const { code, stdout } = await run(["--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^delete +\d+ +s_both +its last contact was at \d{4}/m);
    expect(stdout).toMatch(
      /^delete +\d+ +s_silent +it has not contacted GitLab since its creation at \d{4}/m,
    );
    expect(stdout).toMatch(/^keep +\d+ +s_recent +its last contact was at \d{4}/m);
    expect(stdout).toMatch(/^keep +\d+ +s_online +its last contact was at \d{4}/m);
    expect(await systemIds()).toEqual(ALL);
  });

  test.each([
    ["another runner", OTHER_TOKEN, "the token is that of runner 8, not of runner 7"],
    ["no runner", "glrt-tokenofnorunner", "GitLab rejects the token"],
  ])("refuses the token of %s, and deletes nothing", async (_, token, reason) => {
    const { code, stderr } = await run(["--yes"], { input: token });
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain(token);
    expect(await systemIds()).toEqual(ALL);
    expect(await systemIds(8)).toEqual([SHARED]);
  });

  test("keeps a manager that contacts GitLab before the deletion", async () => {
    // GitLab shows a manager's contact at the first look, and a new one at the look before the deletion.
    gitlab.faults.add({
      kind: "latency",
      milliseconds: 1500,
      method: "POST",
      path: "/runners/verify",
    });
    const pruned = run(["--yes", "--json"], { input: TOKEN });
    while (!gitlab.requests.all().some(({ path }) => path.endsWith("/runners/verify")))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const contact = { token: TOKEN, system_id: SHARED };
    await fetch(`${gitlab.url}/api/v4/jobs/request`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(contact),
    });
    const { code, stdout } = await pruned;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ description: SHARED, outcome: "kept" }),
        expect.objectContaining({ description: "s_silent", outcome: "deleted" }),
      ]),
    );
    expect(await systemIds()).toEqual([SHARED, "s_online", "s_recent"]);
  });

  test("wants the token beside the answer, an age above GitLab's two hours, and a yes", async () => {
    const refused = await run([]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("pass the runner's token in RUNNER_TOKEN"),
    ]);
    const young = await runCommand(gitlab, ["prune-managers", "7", "--older-than", "1h"]);
    expect([young.code, young.stderr]).toEqual([
      2,
      expect.stringContaining("--older-than is less than 2 hours ago"),
    ]);
    const none = await runCommand(gitlab, ["prune-managers", "7", "--older-than", "30d"]);
    expect(none).toMatchObject({ code: 0, stderr: "There are no stale managers to delete.\n" });
    // Those that stay are listed all the same, with the reason.
    expect(none.stdout.match(/^keep /gm)).toHaveLength(ALL.length);
    expect(await systemIds()).toEqual(ALL);
  });

  (HAS_TERMINAL ? test : test.skip)("asks at a terminal", async () => {
    const args = ["prune-managers", "7", "--older-than", "2d"];
    const { code, shown } = await runAtTerminal(gitlab, args, {
      question: /Delete 2 managers of runner 7 if still stale\?/,
      keys: "yes\r",
      env: { RUNNER_TOKEN: TOKEN },
    });
    expect(code).toBe(0);
    expect(shown).not.toContain(TOKEN);
    expect(await systemIds()).toEqual(["s_online", "s_recent"]);
  });
});
