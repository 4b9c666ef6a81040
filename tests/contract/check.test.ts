import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020";

import { type Emulator, startEmulator } from "../../emulator";
import { ask } from "../helpers/gitlab";
import { type Ended, type CommandOptions, runCommand } from "../helpers/commandLine";

const TOKEN = "glrt-tokenofrunnertwelve";
const ACME = ["--group", "acme"];
const SPANS = ["max-wait", "token-expires-within"];
const camelCase = (name: string): string =>
  name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const HOSTILE = "\u001b[2J\u202e";

interface Finding {
  code: string;
  value: number;
  threshold?: number;
  text: string;
  runnerId?: number;
}
interface Report {
  checks: {
    name: string;
    state: string;
    value?: number;
    threshold?: number;
    findings: Finding[];
    notLookedAt: string[];
  }[];
  waiting: { project: string; tags: string[]; reason: string; explanation: string }[];
  checked: { runners: number; projects: number };
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
    const switchedOff = { shared_runners_enabled: false, group_runners_enabled: false };
    const ofAcme = { runner_type: "group_type", group: "acme", run_untagged: false } as const;
    const online = { created_at: "-P2D", contacted_at: "-PT1M" } as const;
    gitlab = await startEmulator({
      seed: {
        settings: { ci_registered_group_runners: 10 },
        users: [{ username: "root", admin: true }, { username: "ada" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "ada", user: "ada" },
        ],
        members: [{ user: "ada", of: "acme", role: "owner" }],
        groups: [{ id: 5, full_path: "acme" }, { full_path: "calm" }, { full_path: "wiki" }],
        projects: [
          { id: 1, path_with_namespace: "acme/app" },
          { id: 2, path_with_namespace: "calm/app" },
          { id: 3, path_with_namespace: "acme/alone", ...switchedOff },
          { id: 4, path_with_namespace: "acme/old", archived: true },
          { id: 6, path_with_namespace: "wiki/pages", builds_access_level: "disabled" },
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
          { ...ofAcme, id: 16, created_at: "-P90D", contacted_at: "-P60D" },
          { ...ofAcme, id: 17, created_at: "-PT1H" },
          {
            ...{ ...ofAcme, id: 18, ...online, token_expires_at: "+P10D" },
            managers: [
              { system_id: "s_old", version: "17.0.0", created_at: "-P1D", contacted_at: "-PT1M" },
              { system_id: "s_away", version: "19.4.0", created_at: "-P3D", contacted_at: "-P1D" },
            ],
          },
          {
            ...{ id: 19, runner_type: "instance_type", ...online },
            ...{ tag_list: ["shared"], run_untagged: false },
          },
        ],
        jobs: [
          job(107, "acme/alone", ["shared"]),
          { ...job(108, "acme/app", ["mutex"]), status: "waiting_for_resource" },
          { ...job(109, "acme/old", ["busy"]) },
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
  async function reportOf(args: readonly string[], options?: CommandOptions): Promise<Report> {
    const { stdout } = await runCommand(gitlab, ["check", ...args, "--output", "json"], options);
    return JSON.parse(stdout) as Report;
  }
  /** What the schema says of a report. */
  function validated(report: unknown): unknown {
    const ajv = addFormats(new Ajv2020({ strict: true }));
    const schema = JSON.parse(readFileSync("docs/check.schema.json", "utf8")) as object;
    return ajv.validate(schema, report) ? [] : ajv.errors;
  }
  const statesOf = ({ checks }: Report): Record<string, string> =>
    Object.fromEntries(checks.map(({ name, state }) => [name, state]));

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
      shared: "tags",
    });
    const alone = waiting.find(({ project }) => project === "acme/alone");
    expect(alone?.explanation).toContain("switch for instance and group runners is off");
    const crossed = checks.filter(({ state }) => state === "crossed").map(({ name }) => name);
    expect(crossed).toEqual(expect.arrayContaining(["max-wait", "max-stuck", "max-offline"]));
    expect(stdout).not.toContain(TOKEN);
    expect(validated(JSON.parse(stdout))).toEqual([]);
  });

  test("a project and the instance can be looked at, too", async () => {
    const { waiting } = await reportOf(["--project", "acme/alone"]);
    expect(waiting).toMatchObject([{ project: "acme/alone", tags: ["shared"] }]);
    const all = await reportOf(["--all"]);
    expect(new Set(all.waiting.map(({ project }) => project))).toEqual(
      new Set(["acme/app", "acme/alone"]),
    );
    // Without them, the runners that the token's user owns, and the projects whose member the user is.
    const own = await reportOf([], { as: "ada" });
    expect(own.waiting).toHaveLength(7);
    expect(own.checks).toContainEqual(expect.objectContaining({ name: "max-stale", value: 1 }));
  });

  test("a threshold is crossed by more than its value, whether an option or a file sets it", async () => {
    const found = await reportOf([...ACME, "--max-quota", "100", "--max-offline-machines", "9"]);
    const counts = found.checks.filter(({ name }) => !SPANS.includes(name));
    expect(counts.every(({ value = 0 }) => value > 0)).toBe(true);
    const options = (less: number, wait: string, expiry: string): string[] => [
      ...counts.flatMap(({ name, value = 0 }) => [`--${name}`, String(value - less)]),
      ...["--max-wait", wait, "--token-expires-within", expiry],
    ];
    const file = Object.fromEntries([
      ...counts.map(({ name, value }) => [camelCase(name), value]),
      ...[
        ["maxWait", "1h"],
        ["tokenExpiresWithin", "9d"],
      ],
    ]) as object;
    const sides: [state: string, args: string[], input?: string][] = [
      ["ok", options(0, "1h", "9d")],
      ["ok", ["--thresholds", "-"], JSON.stringify(file)],
      ["crossed", options(1, "10m", "11d")],
    ];
    for (const [state, args, input = ""] of sides) {
      const states = statesOf(await reportOf([...ACME, ...args], { input }));
      expect(states).toEqual(Object.fromEntries(found.checks.map(({ name }) => [name, state])));
    }
  });

  test("each finding has its code, its subject and what it adds to the check", async () => {
    const options = [...ACME, "--max-quota", "50", "--max-offline-machines", "0"];
    const report = await reportOf(options);
    expect(validated(report)).toEqual([]);
    for (const { name, value, threshold, findings } of report.checks) {
      const values = findings.map((finding) => finding.value);
      const total =
        name === "max-wait" ? Math.max(...values) : values.reduce((sum, each) => sum + each, 0);
      expect([name, total]).toEqual([name, value]);
      for (const finding of findings) expect(finding.threshold).toBe(threshold);
    }
    const same = { text: "", value: 0, threshold: 0 };
    const { "max-wait": waits, ...found } = Object.fromEntries(
      report.checks.map(({ name, findings }) => [
        name,
        findings.map((finding) => ({ ...finding, ...same })),
      ]),
    );
    const stuck = [["paused"], ["away"], ['gpu"\\'], []].map((tags) => ({ projectId: 1, tags }));
    const jobs = [...stuck, { projectId: 3, tags: ["shared"] }];
    const others = ["busy", "secure"].map((tag) => ({ projectId: 1, tags: [tag] }));
    const ofRunner = (code: string, runnerId: number, more = {}) => ({
      ...same,
      code,
      runnerId,
      ...more,
    });
    const contact = { lastContactAt: expect.stringMatching(/^\d{4}-/) as string };
    const { body } = await ask(gitlab, "GET", "/metadata");
    const gitlabVersion = (body as { version: string }).version;
    expect(waits).toHaveLength(jobs.length + others.length);
    expect(waits).toEqual(
      expect.arrayContaining(
        [...jobs, ...others].map((each) => ({ ...same, code: "jobs_wait", ...each })),
      ),
    );
    expect(found["max-stuck"]).toHaveLength(jobs.length);
    expect(found).toEqual({
      "max-stuck": expect.arrayContaining(
        jobs.map((each) => ({ ...same, code: "jobs_stuck", ...each })),
      ) as unknown,
      "max-offline": [ofRunner("runner_offline", 15, contact)],
      "max-stale": [ofRunner("runner_stale", 16, contact)],
      "max-never-contacted": [ofRunner("runner_never_contacted", 17)],
      "max-old": [ofRunner("runner_old", 18, { versions: ["17.0.0"], gitlabVersion })],
      "max-offline-machines": [
        ofRunner("machine_not_online", 18, { systemId: "s_away", ...contact }),
      ],
      "token-expires-within": [
        ofRunner("token_expires", 18, {
          tokenExpiresAt: expect.stringMatching(/^\d{4}-/) as string,
        }),
      ],
      "max-quota": [{ ...same, code: "quota_used", groupId: 5 }],
    });
    const ofProject = await reportOf(["--project", "acme/app", "--max-quota", "50"]);
    const quota = ofProject.checks.find(({ name }) => name === "max-quota");
    expect(quota?.findings).toMatchObject([{ code: "quota_used", projectId: 1, threshold: 50 }]);
  });

  test("the text names versions and last contacts, too", async () => {
    const { stdout } = await run(...ACME, "--max-offline-machines", "0");
    expect(stdout).toMatch(/^ {2}runner 15 .*: last contact at \d{4}-/m);
    expect(stdout).toMatch(/^ {2}runner 16: last contact at \d{4}-/m);
    expect(stdout).toMatch(/^ {2}runner 18: gitlab-runner 17\.0\.0, GitLab \d+\.\d+/m);
    expect(stdout).toMatch(/^ {2}s_away of runner 18: offline, last contact at \d{4}-/m);
  });

  test("the page of the fleet says the same of each runner", async () => {
    const { stdout: page } = await runCommand(gitlab, ["fleet", ...ACME, "--html"]);
    const { checks } = await reportOf(ACME);
    const rows = [
      ...page.matchAll(/<tr\s+role="row"\s+id="runner-(\d+)"[^>]*data-attention="([^"]*)"/g),
    ];
    for (const kind of ["offline", "stale", "never-contacted", "old"]) {
      const marked = rows.filter(([, , kinds]) => kinds?.split(" ").includes(kind));
      const findings = checks.find(({ name }) => name === `max-${kind}`)?.findings ?? [];
      expect(findings.map(({ runnerId }) => String(runnerId))).toEqual(marked.map(([, id]) => id));
      expect(marked.length).toBeGreaterThan(0);
    }
  });

  test("the limit of registered runners is not looked at for others than administrators", async () => {
    const report = await reportOf([...ACME, "--max-quota", "90"], { as: "ada" });
    expect(statesOf(report)).toMatchObject({ "max-quota": "not_looked_at" });
    const quota = report.checks.find(({ name }) => name === "max-quota");
    expect(quota).not.toHaveProperty("value");
    expect(quota?.notLookedAt).toEqual([expect.stringContaining("403")]);
  });

  test("a repeated request counts, too", async () => {
    gitlab.requests.clear();
    gitlab.faults.add({ kind: "status", status: 503, path: "/metadata", times: 1 });
    const { checked, requests } = await reportOf(["--group", "calm"]);
    expect(checked).toEqual({ runners: 1, projects: 1 });
    const sent = gitlab.requests.all();
    expect(sent.filter(({ path }) => path.endsWith("/metadata"))).toHaveLength(2);
    expect(requests.used).toBe(sent.length);
  });

  test("a fleet without troubles is healthy", async () => {
    const { code, stdout } = await run("--group", "calm");
    expect(stdout).toMatch(/^Healthy\.\n/);
    expect(code).toBe(0);
  });

  test("a project with CI/CD off, whose jobs GitLab lists to nobody, has none that wait", async () => {
    const { code, stdout } = await run("--group", "wiki");
    expect(stdout).toMatch(/^Healthy\.\n/);
    expect(code).toBe(0);
  });

  test("a spent budget leaves nothing healthy that was not looked at", async () => {
    gitlab.requests.clear();
    const { code, stdout } = await run(
      ...["--group", "calm", "--max-requests", "2", "--output", "json"],
    );
    expect(code).toBe(3);
    const { checked, checks, requests } = JSON.parse(stdout) as Report;
    expect(requests).toEqual({ used: 2, most: 2 });
    expect(gitlab.requests.all()).toHaveLength(2);
    expect(checked.projects).toBe(0);
    expect(checks.find(({ name }) => name === "max-wait")?.state).toBe("not_looked_at");
  });

  test("metrics are written whole, with escaped labels", async () => {
    const file = join(folder, "fleet.prom");
    const { stdout } = await run("--group", "acme", "--output", "prometheus", "--out", file);
    expect(stdout).toMatch(/^Not healthy: /);
    expect(readdirSync(folder)).toEqual(["fleet.prom"]);
    expect(await run("--group", "calm", "--out", folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`cannot write ${folder}`) as string,
    });
    expect(readdirSync(folder)).toEqual(["fleet.prom"]);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(
      'gitlab_runners_waiting_jobs{project="acme/app",tags="gpu\\"\\\\",reason="tags"} 1\n',
    );
  });

  test("a report keeps a link and the mode of what it replaces, and goes into a pipe", async () => {
    const [target, link, pipe] = ["target", "link", "pipe"].map((name) => join(folder, name));
    writeFileSync(target ?? "", "before");
    chmodSync(target ?? "", 0o640);
    symlinkSync(target ?? "", link ?? "");
    await run("--group", "calm", "--out", link ?? "");
    expect(lstatSync(link ?? "").isSymbolicLink()).toBe(true);
    expect(readFileSync(target ?? "", "utf8")).toContain("Healthy");
    expect(statSync(target ?? "").mode & 0o777).toBe(0o640);
    execFileSync("mkfifo", [pipe ?? ""]);
    const reader = readFile(pipe ?? "", "utf8");
    await run("--group", "calm", "--out", pipe ?? "");
    expect(await reader).toContain("Healthy");
    for (const file of [target, link, pipe]) rmSync(file ?? "");
  });

  test("thresholds of a file count, and options come before them", async () => {
    const others = { maxStale: 1, maxNeverContacted: 1, maxOld: 1, tokenExpiresWithin: "1d" };
    const file = JSON.stringify({ maxWait: "1h", maxStuck: 9, maxOffline: 1, ...others });
    const args = ["check", "--group", "acme", "--thresholds", "-"];
    const { code } = await runCommand(gitlab, args, { input: file });
    expect(code).toBe(0);
    const option = await runCommand(gitlab, [...args, "--max-stuck", "0"], { input: file });
    expect(option.code).toBe(1);
  });

  test.each([
    ["max_wait: 1", "there is no key max_wait; did you mean maxWait?"],
    ["maxWait: 5", "maxWait: expected a span of time such as 10m or 14d"],
    ["maxOld: -1", "maxOld: expected a whole number from 0 on"],
    ["maxQuota: 101", "maxQuota: expected percent, from 1 to 100"],
    ["", "expected a mapping with keys among maxWait, "],
    ["maxOld: 1\nmaxOld: 2", "line 2 repeats a key"],
  ])("thresholds %j are refused before anything is read", async (input, reason) => {
    gitlab.requests.clear();
    const args = ["check", "--group", "acme", "--thresholds", "-"];
    const { code, stderr } = await runCommand(gitlab, args, { input });
    expect(code).toBe(2);
    expect(stderr).toContain(`standard input is not a file of thresholds: ${reason}`);
    const [, example = ""] = /A file of thresholds looks like this: (.*)$/m.exec(stderr) ?? [];
    expect(gitlab.requests.all()).toEqual([]);
    expect((await runCommand(gitlab, args, { input: example })).code).toBe(1);
  });

  test("text obeys nothing of GitLab's", async () => {
    const { stdout } = await run("--group", "acme");
    expect(stdout).toMatch(/^Not healthy: max-wait, max-stuck, max-offline/);
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });
});
