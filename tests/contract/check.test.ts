import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { type Ended, runCommand } from "../helpers/commandLine";

const TOKEN = "glrt-tokenofrunnertwelve";
const HOSTILE = "\u001b[2J\u202e";

interface Report {
  checks: { name: string; state: string; value: number; notLookedAt: string[] }[];
  waiting: { project: string; tags: string[]; reason: string; explanation: string }[];
  requests: { used: number; most: number };
}

describe("check", () => {
  let gitlab: Emulator;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "check-"));
    const job = (id: number, project: string, tag_list: string[]) => ({
      id,
      project,
      tag_list,
      status: "pending" as const,
      created_at: "-PT20M",
    });
    const online = { created_at: "-P2D", contacted_at: "-PT1M" } as const;
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ full_path: "acme" }, { full_path: "calm" }],
        projects: [
          { id: 1, path_with_namespace: "acme/app" },
          { id: 2, path_with_namespace: "calm/app" },
        ],
        runners: [
          {
            id: 12,
            runner_type: "group_type",
            group: "acme",
            ...online,
            token: TOKEN,
            tag_list: ["busy"],
            run_untagged: false,
          },
          {
            id: 13,
            runner_type: "group_type",
            group: "acme",
            ...online,
            paused: true,
            tag_list: ["paused"],
            run_untagged: false,
          },
          {
            id: 14,
            runner_type: "group_type",
            group: "acme",
            ...online,
            access_level: "ref_protected",
            tag_list: ["secure"],
            run_untagged: false,
          },
          {
            id: 15,
            runner_type: "group_type",
            group: "acme",
            created_at: "-P3D",
            contacted_at: "-P1D",
            description: HOSTILE,
            tag_list: ["away"],
            run_untagged: false,
          },
        ],
        jobs: [
          job(101, "acme/app", ["busy"]),
          job(102, "acme/app", ["paused"]),
          job(103, "acme/app", ["secure"]),
          job(104, "acme/app", ["away"]),
          job(105, "acme/app", ['gpu"\\']),
          job(106, "acme/app", []),
        ],
      },
    });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  });
  const run = (...args: string[]): Promise<Ended> => runCommand(gitlab, ["check", ...args]);

  test("each reason why jobs wait has its name, and the thresholds are crossed", async () => {
    const { code, stdout, stderr } = await run("--group", "acme", "--output", "json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const { checks, waiting } = JSON.parse(stdout) as Report;
    const reasons = Object.fromEntries(waiting.map(({ tags, reason }) => [tags.join(), reason]));
    expect(reasons).toEqual({
      busy: "busy",
      paused: "unavailable",
      secure: "protected_refs",
      away: "unavailable",
      'gpu"\\': "tags",
      "": "untagged",
    });
    const crossed = checks.filter(({ state }) => state === "crossed").map(({ name }) => name);
    expect(crossed).toEqual(expect.arrayContaining(["max-wait", "max-stuck", "max-offline"]));
    expect(stdout).not.toContain(TOKEN);
  });

  test("a fleet without troubles is healthy", async () => {
    const { code, stdout } = await run("--group", "calm");
    expect(stdout).toMatch(/^Healthy\.\n/);
    expect(code).toBe(0);
  });

  test("a spent budget leaves nothing healthy that was not looked at", async () => {
    gitlab.requests.clear();
    const { code, stdout } = await run(
      ...["--group", "calm", "--max-requests", "2", "--output", "json"],
    );
    expect(code).toBe(3);
    const { checks, requests } = JSON.parse(stdout) as Report;
    expect(requests).toEqual({ used: 2, most: 2 });
    expect(gitlab.requests.all()).toHaveLength(2);
    expect(checks.find(({ name }) => name === "max-wait")?.state).toBe("not_looked_at");
  });

  test("metrics are written whole, with escaped labels", async () => {
    const file = join(folder, "fleet.prom");
    await run("--group", "acme", "--output", "prometheus", "--out", file);
    expect(readdirSync(folder)).toEqual(["fleet.prom"]);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(
      'gitlab_runners_waiting_jobs{project="acme/app",tags="gpu\\"\\\\",reason="tags"} 1\n',
    );
  });

  test("thresholds of a file count, and options come before them", async () => {
    const file = JSON.stringify({ maxWait: "1h", maxStuck: 9, maxOffline: 1, maxOld: 0 });
    const args = ["check", "--group", "acme", "--thresholds", "-"];
    const { code } = await runCommand(gitlab, args, { input: file });
    expect(code).toBe(0);
    const option = await runCommand(gitlab, [...args, "--max-stuck", "0"], { input: file });
    expect(option.code).toBe(1);
    const wrong = await runCommand(gitlab, args, { input: "maxWeight: 1" });
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("maxWeight") as string,
    });
  });

  test("text obeys nothing of GitLab's", async () => {
    const { stdout } = await run("--group", "acme");
    expect(stdout).toMatch(/^Not healthy: max-wait, max-stuck, max-offline/);
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });
});
