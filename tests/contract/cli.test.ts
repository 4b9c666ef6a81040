import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

import { parse as parseYaml } from "yaml";

import { type Emulator, companySeed, startEmulator } from "../../emulator";
import { type CommandOptions, type Ended, SCRIPT, runCommand } from "../helpers/commandLine";
import { ask } from "../helpers/gitlab";

const TOKEN = "glrt-tokenofrunnerforty";

describe("the command line", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    gitlab.seed({ runners: [{ id: 40, runner_type: "instance_type", token: TOKEN }] });
  });
  afterAll(() => gitlab.close());

  const run = (args: readonly string[], options?: CommandOptions): Promise<Ended> =>
    runCommand(gitlab, args, options);
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
    for (const line of lines) expect(line).toBe(line.trimEnd());
  });

  test("list prints JSON, by every filter", async () => {
    const tagged = ["list", "--all", "--tag", "docker", "arm64", "--no-paused"];
    const rows = (await json(...tagged)) as { runnerType: string; paused: boolean }[];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ paused }) => !paused)).toBe(true);
    const detailed = (await json(...tagged, "--details")) as { tagList: string[] }[];
    expect(detailed).toHaveLength(rows.length);
    for (const { tagList } of detailed)
      expect(tagList).toEqual(expect.arrayContaining(["docker", "arm64"]));
    expect(await json("list", "--project", "acme/products/shop", "--limit", "2")).toHaveLength(2);
    expect(await json("list", "--group", "acme", "--status", "stale")).not.toEqual([]);
  });

  test("list prints CSV and YAML with the same runners", async () => {
    const wanted = ["list", "--all", "--type", "group_type", "--limit", "3"];
    const rows = (await json(...wanted)) as { id: number; description: string }[];
    const yaml = await run([...wanted, "--output", "yaml"]);
    expect(parseYaml(yaml.stdout)).toEqual(rows);
    gitlab.seed({ runners: [{ id: 41, runner_type: "instance_type", description: '=1+1,"x"' }] });
    const csv = await run(["list", "--all", "--output", "csv", "--columns", "description,id"]);
    const lines = csv.stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("description,id");
    expect(lines).toEqual(
      expect.arrayContaining([
        ...rows.map(({ id, description }) => `${description},${id}`),
        // What a spreadsheet would take for a formula is a text to it.
        `"'=1+1,""x""",41`,
      ]),
    );
  });

  test("list prints the columns that are asked for, in their order", async () => {
    const { stdout } = await run(
      "list --all --columns id,tags --sort-by id --descending --type instance_type".split(" "),
    );
    const [heading, ...rows] = stdout.trimEnd().split("\n");
    expect(heading).toMatch(/^ID\s+TAGS\s*$/);
    const ids = rows.map((row) => Number.parseInt(row, 10));
    expect(ids).toEqual([...ids].sort((one, other) => other - one));
    // Only the details of runners have tags.
    expect(stdout).toContain("docker");
    const wrong = await run(["list", "--all", "--columns", "idd"]);
    expect(wrong.stderr).toBe("there is no column idd; did you mean id?\n");
    expect(wrong.code).toBe(2);
  });

  test("nothing found is said in words, and to a program it is an empty list", async () => {
    const nothing = ["list", "--all", "--tag", "no-such-tag"];
    expect(await run(nothing)).toEqual({
      code: 0,
      stdout: "",
      stderr: "There are no runners to list.\n",
    });
    expect(await json(...nothing)).toEqual([]);
  });

  test.each(["table", "json", "csv", "yaml"])(
    "a token that somebody wrote into a description is in no %s",
    async (output) => {
      const token = "glrt-tokeninadescription1";
      gitlab.seed({
        runners: [{ id: 77, runner_type: "instance_type", description: `old ${token}` }],
      });
      const { stdout } = await run(["list", "--all", "--output", output]);
      expect(stdout).toContain("old [redacted]");
      expect(stdout).not.toContain(token);
      await ask(gitlab, "DELETE", "/runners/77");
    },
  );

  test("words are emphasised where the user wants it", async () => {
    const coloured = await run(["list", "--all", "--color", "always"], { env: { NO_COLOR: "1" } });
    expect(coloured.stdout).toMatch(/^\u001b\[1mID/);
    expect((await run(["list", "--all", "--color", "never"])).stdout).toMatch(/^ID/);
  });

  test("the version, and completion for each shell", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect((await run(["--version"])).stdout).toBe(`${version}\n`);
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout, code } = await run(["complete", shell]);
      expect(code).toBe(0);
      expect(stdout).toContain("gitlab-runners complete --");
    }
    const syntax = (await run(["complete", "bash"])).stdout;
    const read = await runCommand(gitlab, ["-n"], { program: "bash", input: syntax });
    expect(read).toEqual({ code: 0, stdout: "", stderr: "" });
    const values = await run(["complete", "--", "list", "--type", ""]);
    expect(values.stdout).toContain("instance_type");
    expect((await run(["complete", "--", "cov"])).stdout).toMatch(/^coverage\t/);
  });

  test("a token as an argument is refused and not repeated", async () => {
    const { code, stderr } = await run(["verify", TOKEN]);
    expect(code).toBe(2);
    expect(stderr).toContain("pass the token on standard input, or in RUNNER_TOKEN");
    expect(stderr).not.toContain(TOKEN);
  });

  test("a misspelt project is named with the one that was meant", async () => {
    const words = 'did you mean "acme/products/shop"?';
    expect((await run(["coverage", "acme/products/shpo"])).stderr).toContain(words);
    expect((await run(["list", "--project", "acme/products/shopp"])).stderr).toContain(words);
    const other = await run(["list", "--project", "acme/products/nothing-alike"]);
    expect(other.code).toBe(3);
    expect(other.stderr).toContain("404 Project Not Found");
    expect(other.stderr).not.toContain("did you mean");
  });

  test("coverage says that a project has no CI configuration", async () => {
    const { code, stderr } = await run(["coverage", "acme/handbook"]);
    expect(code).toBe(3);
    expect(stderr).toBe(
      "project acme/handbook has no CI configuration: check tags, or pass the text of a .gitlab-ci.yml\n",
    );
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
    const several = [
      "jobs",
      "1",
      "--status",
      "failed",
      "canceled",
      "--since",
      "30d",
      "--sort",
      "asc",
    ];
    const either = (await json(...several)) as { id: number; status: string }[];
    expect(new Set(either.map(({ status }) => status))).toEqual(new Set(["failed", "canceled"]));
    expect(either.map(({ id }) => id)).toEqual(
      [...either.map(({ id }) => id)].sort((one, other) => one - other),
    );
    expect((await run(["jobs", "1"])).stdout).toMatch(/^ID\s+STATUS\s+STARTED\s+SECONDS\s+JOB/);
  });

  test("verify reads the token from standard input or the environment, and reports by its exit code", async () => {
    const good = await run(["verify"], { input: `${TOKEN}\n` });
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("valid") as string });
    const full = await run(["verify", "--full", "--json"], { env: { RUNNER_TOKEN: TOKEN } });
    expect(JSON.parse(full.stdout)).toMatchObject({ state: "valid", runnerId: 40 });
    const bad = await run(["verify"], { input: "glrt-wrong" });
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining("rejected") as string });
    const withoutCredential = { input: TOKEN, env: { GITLAB_TOKEN: "" } };
    for (const more of [[], ["--full"]])
      expect((await run(["verify", ...more], withoutCredential)).code).toBe(0);
    const none = await run(["verify"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("no token");
    for (const { stdout, stderr } of [good, full, bad])
      expect(stdout + stderr).not.toMatch(/glrt-/);
  });

  test("a wrong command line is named before GitLab is asked", async () => {
    gitlab.requests.clear();
    const { code, stderr } = await run(["list", "--status", "asleep"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Allowed choices are online, offline, stale, never_contacted/);
    expect((await run(["show", "one"])).stderr).toContain("Give a whole number");
    expect(gitlab.requests.all()).toEqual([]);
    expect((await run(["fleet", "--since", "soon"])).stderr).toContain(
      "m, h, d or w for minutes, hours, days or weeks, such as 12h or 7d",
    );
    expect((await run(["coverage", "1", "--tags", "a,,b"])).code).toBe(2);
    expect((await run(["coverage", "1", "--ci-config", "nothing.yml"])).code).toBe(2);
    expect((await run(["nonsense"])).code).toBe(2);
    const help = await run(["--help"]);
    expect(help.stdout).toMatch(/verify .*standard input/s);
    expect(help.code).toBe(0);
  });

  test.each([
    ["list --all --json", 0],
    ["coverage acme/research/vision", 1],
  ])("%s ends with its own exit code where nobody reads its output", async (args, code) => {
    const command = `${process.execPath} ${SCRIPT} ${args} | true; exit \${PIPESTATUS[0]}`;
    const ended = await runCommand(gitlab, ["--norc", "-c", command], { program: "bash" });
    expect(ended).toEqual({ code, stdout: "", stderr: "" });
  });

  test("a fault of its own is no answer", async () => {
    const fault = encodeURIComponent(`process.on("newListener", (name) => {
      if (name === "uncaughtException") setImmediate(() => { throw new TypeError("no such thing"); });
    });`);
    const env = { NODE_OPTIONS: `--import data:text/javascript,${fault}` };
    const { code, stderr } = await run(["list"], { env });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^gitlab-runners itself failed\. Please report .*: TypeError: no such thing\n$/,
    );
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
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(
      /there is no token .* Run: export GITLAB_TOKEN=<access token>\n$/,
    );
    expect(missing.stderr).not.toContain("pulumi config set");
  });

  test("config read prints the program that writes a config.toml, and by its exit code whether all of it", async () => {
    gitlab.requests.clear();
    const file = "tests/fixtures/configToml/shell.toml";
    const whole = await run(["config", "read", file]);
    expect(whole).toEqual({
      code: 0,
      stdout: readFileSync(file.replace(".toml", ".ts"), "utf8"),
      stderr: "",
    });
    const json = await run(["config", "read", file, "--language", "json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      concurrent: 1,
      runners: [{ runner: "deploymentsRunner", executor: "shell", shell: "bash" }],
    });
    const input =
      '[[runners]]\ntoken = "glrt-abc"\nexecutor = "docker"\n[runners.docker]\nimag = "a"\n';
    const partly = await run(["config", "read", "-"], { input });
    expect(partly.code).toBe(1);
    expect(partly.stdout).toContain('executor: "docker"');
    expect(partly.stderr).toMatch(/^runners\[0\]\.docker\.imag: .*; did you mean image\?$/m);
    expect(partly.stdout + partly.stderr).not.toContain("glrt-");
    expect(gitlab.requests.all()).toEqual([]);
  });

  test("config read says where a file is no TOML, and quotes nothing of it", async () => {
    const input = '[[runners]]\ntoken = "glrt-abc\nexecutor = "shell"\n';
    const broken = await run(["config", "read", "-"], { input });
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/^standard input is not TOML: line 2, column \d+: /);
    const number = await run(["config", "read", "-"], {
      input: "concurrent = 1\nshutdown_timeout = 9223372036854775807\n",
    });
    expect(number.code).toBe(2);
    expect(number.stderr).toMatch(
      /^standard input, line 2, column \d+: a whole number must be at most 9007199254740991, either/,
    );
    expect(broken.stderr).not.toMatch(/glrt-|shell/);
    const missing = await run(["config", "read", "nothing.toml"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^cannot read nothing\.toml: ENOENT/);
    const large = await run(["config", "read", "/dev/zero"]);
    expect(large.code).toBe(2);
    expect(large.stderr).toMatch(/^\/dev\/zero has more than \d+ bytes/);
    const python = await run(["config", "read", "-", "--language", "cobol"]);
    expect(python.code).toBe(2);
    expect(python.stderr).toContain("Allowed choices are typescript, json");
  });

  test("coverage shows which tags have runners, and by its exit code whether all have", async () => {
    const configured = await run(["coverage", "acme/research/vision"]);
    expect(configured.code).toBe(1);
    expect(configured.stdout).toMatch(/^COVERED\s+TAGS\s+RUNNERS\s+NOT NOW\s+JOBS/);
    expect(configured.stdout).toMatch(/^no\s+gpu,windows\s+render/m);
    const given = ["coverage", "acme/products/shop", "--tags", "docker,linux", "--untagged"];
    const covered = await run([...given, "--json"]);
    expect(covered.code).toBe(0);
    expect(JSON.parse(covered.stdout)).toMatchObject([
      { tags: ["docker", "linux"], coverage: "all_refs" },
      { tags: [], coverage: "all_refs" },
    ]);
    const text = await run(["coverage", "acme/products/shop", "--ci-config", "-", "--json"], {
      input: "build: { script: make, tags: [docker] }",
    });
    expect(JSON.parse(text.stdout)).toMatchObject([{ tags: ["docker"], jobs: ["build"] }]);
    const invalid = await run(["coverage", "acme/products/shop", "--ci-config", "-"], {
      input: "build: { stage: nowhere, script: make }",
    });
    expect(invalid.code).toBe(3);
    expect(invalid.stderr).toContain("GitLab reports that it is not valid");
  });

  test("coverage says what was not checked, by its exit code, too, unless some tags have no runner", async () => {
    const covered = (input: string, ...args: string[]): Promise<Ended> =>
      run(["coverage", "acme/products/shop", "--ci-config", "-", ...args], { input });
    const child = "children: { trigger: { include: child.yml } }\n";
    const nothing = await covered(child);
    expect(nothing.code).toBe(3);
    expect(nothing.stdout).toMatch(/^unknown\s+child_pipeline\s+children/m);
    expect(nothing.stderr).toContain(
      "nothing was checked: the jobs of the child pipelines of children",
    );
    const json = await covered(child, "--json");
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toEqual([
      {
        tags: [],
        jobs: ["children"],
        coverage: "unknown",
        reason: "child_pipeline",
        runners: [],
        unavailable: [],
      },
    ]);
    const partly = await covered(`${child}build: { script: make, tags: [docker] }`);
    expect(partly.code).toBe(3);
    expect(partly.stdout).toMatch(/^yes\s+docker/m);
    expect(partly.stderr).toMatch(/^not checked: the jobs of the child pipelines/);
    const none = await covered(`${child}build: { script: make, tags: [nowhere] }`);
    expect(none.code).toBe(1);
    const mirror = await covered("mirror: { needs: { pipeline: acme/site } }");
    expect(mirror.code).toBe(3);
    expect(mirror.stderr).toContain(
      "nothing was checked: no job of the configuration needs a runner",
    );
    const given = await run(["coverage", "acme/products/shop", "--tags", "$ARCH"]);
    expect(given.code).toBe(3);
    expect(given.stderr).toContain("the tags $ARCH contain a variable");
    const known = await covered(
      "build: { script: make, tags: [$A], parallel: { matrix: [{ A: [docker, linux] }] } }",
    );
    expect(known).toMatchObject({ code: 0, stderr: "" });
    expect(known.stdout).toMatch(/^yes\s+docker\s.*build: \[docker\]/m);
  });

  test("a runner that has just gone is left out; one that GitLab refuses is shown with the reason", async () => {
    const ofInstances = ["--all", "--type", "instance_type"];
    const hit = (status: number, id: number): void => {
      gitlab.faults.add({ kind: "status", status, method: "GET", path: `/runners/${id}` });
    };
    // Else one page shows the details of all.
    gitlab.faults.add({ kind: "status", status: 404, path: "/api/graphql", times: Infinity });
    const before = (await json("list", ...ofInstances)) as { id: number; description: string }[];
    hit(404, 1);
    hit(403, 2);
    const table = await run(["list", ...ofInstances, "--details"]);
    expect(table.code).toBe(0);
    expect(table.stdout).not.toMatch(/^1 /m);
    expect(table.stdout).toMatch(/^2\s+instance.*cannot read runner 2: GitLab/m);
    hit(404, 1);
    hit(403, 2);
    const rows = (await json("list", ...ofInstances, "--details")) as { id: number }[];
    expect(rows.map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
    expect(rows[0]).toMatchObject({
      description: before[1]?.description,
      reason: expect.stringContaining("GitLab answered 403") as string,
    });

    hit(404, 1);
    hit(403, 2);
    const figures = await run(["fleet", ...ofInstances, "--json"]);
    expect(figures.code).toBe(0);
    expect(figures.stderr).toMatch(
      /not show the details, tags and jobs of 1 runner; no figure counts them: cannot read runner 2/,
    );
    const { runners } = JSON.parse(figures.stdout) as { runners: { runner: { id: number } }[] };
    expect(runners.map(({ runner }) => runner.id)).toEqual(before.slice(2).map(({ id }) => id));

    hit(404, 1);
    const project = ["coverage", "acme/products/shop", "--tags", "docker,linux", "--json"];
    const sets = (await json(...project)) as { runners: { id: number }[] }[];
    expect(sets[0]?.runners.map(({ id }) => id)).not.toContain(1);
    const whole = (await json(...project)) as { runners: { id: number }[] }[];
    expect(whole[0]?.runners.map(({ id }) => id)).toContain(1);
    // What a runner can't be asked for is no answer to whether it takes a job.
    hit(403, 1);
    expect(await run(project)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("cannot read runner 1") as string,
    });
    gitlab.faults.clear();
  });

  test("of a fleet without runners it prints one table and no empty lines", async () => {
    const { stdout, stderr } = await run(["fleet", "--all", "--tag", "no-such-tag"]);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^BY\s+JOBS/),
      expect.stringMatching(/^total\s+0\s/),
      "",
    ]);
    expect(stderr).toBe(
      "There are no runners to list.\nThere are no projects with jobs to list.\n",
    );
  });

  test("an option that is wrong is called by its name, also where a key of the configuration is the same", async () => {
    const { code, stderr } = await run(["list", "--base-url", "ftp://gitlab.example.com"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "--base-url has the scheme ftp, not http or https. Give the address of GitLab, such as https://gitlab.example.com\n",
    });
  });

  test.each([
    ["fleet --all --html -", "<!doctype html>"],
    ["access --runner 1 --html -", "<!doctype html>"],
    ["audit --format json=- -", "{"],
  ])("a page of %s goes to standard output", async (args, begin) => {
    const { code, stdout } = await runCommand(gitlab, args.split(" "), {
      input: `{"steps":[],"changeSummary":{}}`,
    });
    expect(code).toBe(0);
    expect(stdout.trimStart().slice(0, begin.length).toLowerCase()).toBe(begin);
    expect(existsSync("-")).toBe(false);
  });

  test.each(["check --all --out -", "prune --all --older-than 30d --out -"])(
    "%s is refused, as standard output has the text",
    async (args) => {
      const { code, stderr } = await run(args.split(" "));
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining("Give a file: standard output has what") as string,
      });
    },
  );

  test.each([
    ["list", "--all"],
    ["managers", "1"],
    ["jobs", "1"],
    ["access", "--group", "acme/platform"],
    ["fleet", "--group", "acme/platform"],
    ["usage", "1"],
    ["prune", "--all", "--older-than", "30d"],
  ])("%s prints the columns that its help names", async (command, ...args) => {
    const help = (await run([command, "--help"])).stdout.replace(/\s+/g, " ");
    const [, columns = ""] =
      /--columns <names> which columns to print, such as (\S+)/.exec(help) ?? [];
    const { code, stdout } = await run([command, ...args, "--columns", columns]);
    expect(code).toBe(0);
    const headings = columns.split(",").map((name) => name.replace("-", " ").toUpperCase());
    expect(stdout.split("\n")[0]?.trim().split(/ {2,}/)).toEqual(headings);
  });

  test("fleet shows figures by tag, by runner and by project", async () => {
    const { code, stdout } = await run(["fleet", "--group", "acme/platform", "--since", "30d"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^total\s+\d+\s+[\dhms]+\s.*\s\d+ runners$/m);
    expect(stdout).toMatch(/^tag\s+\d+\s.*\sdocker$/m);
    expect(stdout).toMatch(
      /^ID\s+JOBS\s+QUEUED P50\s+QUEUED P95\s+RAN P50\s+RAN P95\s+FAILED\s+BUSY\s+NAME$/m,
    );
    expect(stdout).toMatch(/^\d+\s+\d+h\d+m\s+acme\//m);
    const figures = (await json("fleet", "--all", "--limit", "10", "--top", "2")) as {
      runners: { jobs: number; runner: { tagList: string[] } }[];
      topProjects: unknown[];
    };
    expect(Math.max(...figures.runners.map(({ jobs }) => jobs))).toBe(10);
    expect(figures.runners[0]?.runner.tagList).toEqual(["docker", "linux"]);
    expect(figures.topProjects).toHaveLength(2);
  });

  test("fleet has all rows in one CSV, in numbers, and sorts those of each kind", async () => {
    const wanted = ["fleet", "--group", "acme/platform", "--since", "30d", "--top", "3"];
    const sort = ["--sort-by", "queued-p95", "--descending"];
    const figures = (await json(...wanted)) as {
      queuedDuration: { p95: number };
      runners: { runner: { id: number }; queuedDuration?: { p95: number } }[];
      topProjects: { project: string }[];
    };
    const csv = await run([...wanted, ...sort, "--output", "csv"]);
    const [heading, total = "", ...rows] = csv.stdout.trimEnd().split("\n");
    expect(heading).toBe("by,id,jobs,queued-p50,queued-p95,ran-p50,ran-p95,failed,busy,ran,name");
    expect(total.split(",")[4]).toBe(String(figures.queuedDuration.p95));
    const cells = rows.map((row) => row.split(","));
    expect([...new Set(cells.map(([by]) => by))]).toEqual(["tag", "runner", "project"]);
    const p95s = cells.filter(([by]) => by === "runner").map((row) => [row[1], row[4]]);
    expect(p95s).toEqual(
      figures.runners
        .map(({ runner, queuedDuration }) => [runner.id, queuedDuration?.p95 ?? 0] as const)
        .sort(([, one], [, other]) => other - one)
        .map(([id, p95]) => [String(id), p95 === 0 ? "" : String(p95)]),
    );
    // Projects have no wait to sort by, so they stay by how long their jobs ran. Jobs that still run
    // can reorder them between two reads.
    const projects = cells.slice(-3);
    expect(projects.map((row) => row.at(-1)).sort()).toEqual(
      figures.topProjects.map(({ project }) => project).sort(),
    );
    const ran = projects.map((row) => Number(row[9]));
    expect(ran).toEqual(ran.toSorted((one, other) => other - one));
    expect(ran.at(-1)).toBeGreaterThan(0);

    const table = await run([...wanted, ...sort, "--columns", "queued-p95,name"]);
    expect(table.stdout).toMatch(/^QUEUED P95 {2}NAME\n/);
    expect(table.stdout.match(/^QUEUED P95/gm)).toHaveLength(3);
    gitlab.requests.clear();
    expect(await run(["fleet", "--all", "--sort-by", "p95"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^there is no column p95; it has by, id, jobs/) as string,
    });
    expect(gitlab.requests.all()).toEqual([]);
  });

  (existsSync("/dev/full") ? test : test.skip).each(["list --all", "--help", "list --help"])(
    "output of %s that cannot be written is no fault of the package, and does not pass for a whole one",
    async (args) => {
      const command = `"${process.execPath}" "${SCRIPT}" ${args} > /dev/full`;
      expect(await run(["-c", command], { program: "/bin/sh" })).toEqual({
        code: 2,
        stdout: "",
        stderr: "cannot write standard output: ENOSPC: no space left on device, write\n",
      });
    },
  );

  // Gives a command a terminal; part of util-linux.
  const hasScript = process.platform === "linux" && existsSync("/usr/bin/script");
  (hasScript ? test : test.skip)(
    "on a terminal a table fits it, headings are bold, and a read shows how far it is",
    async () => {
      const command = `stty cols 80; "${process.execPath}" "${SCRIPT}"`;
      const shown = await run(["-qec", `${command} list --all --details`, "/dev/null"], {
        program: "/usr/bin/script",
        env: { TERM: "xterm" },
      });
      expect(shown.code).toBe(0);
      expect(shown.stdout).toContain("Reading GitLab");
      const table = shown.stdout.slice(shown.stdout.indexOf("\u001b[1mID"));
      expect(table).toMatch(/^\u001b\[1mID\u001b\[22m/);
      const lines = table
        .replace(/\u001b\[\d+m/g, "")
        .split(/\r?\n/)
        .filter((line) => /^(ID|\d+) /.test(line));
      expect(lines).toHaveLength(33);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
      const plain = await run(
        ["-qec", `${command.replace("; ", "; NO_COLOR=1 ")} show 1`, "/dev/null"],
        {
          program: "/usr/bin/script",
          env: { TERM: "xterm" },
        },
      );
      expect(plain.stdout).not.toContain("\u001b[1m");
    },
  );

  (hasScript ? test : test.skip).each([
    "--help",
    "prune-managers --help",
    "list --all",
    "list --all --details",
    "show 1",
    "fleet --all",
    "check --all",
  ])("on a terminal of 40 columns %s breaks no line and no word that has room", async (args) => {
    const inside = `"${process.execPath}" "${SCRIPT}" ${args}`;
    const at = (columns: number): Promise<Ended> =>
      run(["-qec", `stty cols ${columns}; ${inside}`, "/dev/null"], {
        program: "/usr/bin/script",
        env: { TERM: "xterm" },
      });
    // After what comes and goes while GitLab is read.
    const linesOf = ({ stdout }: Ended): string[] =>
      stripVTControlCharacters(stdout.split("\u001b[?25h").at(-1) ?? "").split(/\r?\n/);
    const [narrow, wide] = [linesOf(await at(40)), linesOf(await at(0))];
    // A longer word is whole, so that an address can be copied.
    for (const line of narrow.filter((each) => / /.test(each.trim())))
      expect(line.length).toBeLessThanOrEqual(40);
    // The figures of the second run are of a later time.
    const wordsOf = (lines: readonly string[]): string[] =>
      lines.flatMap((line) => line.split(/[ ,]/)).map((word) => word.replace(/\d[\d.hms%]*/g, "0"));
    const words = new Set(wordsOf(narrow));
    const whole = wordsOf(wide).filter((word) => word.length <= 38);
    expect(whole.filter((word) => !words.has(word))).toEqual([]);
    expect(words.size).toBeGreaterThan(20);
  });
});
