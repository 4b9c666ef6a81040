import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse as parseYaml } from "yaml";

import { type Emulator, startEmulator } from "../../emulator";
import { type CommandOptions, type Ended, runCommand } from "../helpers/commandLine";

/** What a terminal obeys, or a person does not see. */
const HOSTILE = [
  "\u001b[2J\u001b[31m", // clears the screen, colours
  "\u001b]0;title\u0007", // sets the title
  "\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\", // a link
  "\u001b]52;c;ZXZpbA==\u0007", // the clipboard
  "\u009b31m\u009d52;c;ZXZpbA==\u009c\u0090\u0085", // the same in 8 bits, and a next line
  "\r1  online\n2  online\t\v\f\b\u007f\u0000",
  "\u061c\u200e\u200f\u202a\u202e\u2066\u2069", // turn the direction of writing round
  "\u200b\u200c\u2060\ufeff\u00ad\u034f\u115f\u3164\u180e\ufff9", // are not seen
  "\u2028\u2029",
  "\u{e0041}\u{e0100}\ud800", // tags, a variation, half a pair
].join("x");
/** What can be typed: no argument of a process has a NUL in it. */
const TYPED = HOSTILE.replaceAll("\0", "");
/** A name of GitLab's that holds no comma and begins and ends with letters. */
const NAME = `a${HOSTILE}b`;
/** Of these only the ends of lines may be in what a command writes. */
const OBEYED = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe("text from outside", () => {
  let gitlab: Emulator;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "terminal-"));
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ full_path: "acme" }],
        projects: [{ id: 11, path_with_namespace: "acme/app" }],
        runners: [
          {
            id: 1,
            runner_type: "instance_type",
            description: NAME,
            maintenance_note: NAME,
            tag_list: [NAME, "docker"],
            created_at: "-P9D",
            contacted_at: "-PT5M",
            managers: [{ system_id: NAME, version: NAME, platform: NAME, contacted_at: "-PT5M" }],
            jobs: [
              {
                id: 1,
                status: "failed",
                project: "acme/app",
                name: NAME,
                failure_reason: NAME,
                created_at: "-PT2H",
                started_at: "-PT2H",
                finished_at: "-PT1H",
              },
            ],
          },
        ],
      } as never,
    });
  });
  beforeEach(() => {
    gitlab.faults.clear();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  });

  const run = async (args: readonly string[], options?: CommandOptions): Promise<Ended> => {
    const ended = await runCommand(gitlab, args, options);
    expect(OBEYED.exec(ended.stdout + ended.stderr)).toBeNull();
    return ended;
  };
  const COMMANDS: readonly string[][] = [
    ["list", "--all"],
    ["list", "--all", "--details"],
    ["show", "1"],
    ["managers", "1"],
    ["jobs", "1"],
    ["coverage", "acme/app", "--tags", "docker"],
    ["coverage", "acme/app", "--ci-config", "-"],
    ["fleet", "--all"],
  ];
  const CONFIGURATION = {
    input: JSON.stringify({
      [`a${HOSTILE.replace(/[\n\r]/g, "")}b`]: { script: "x", tags: [NAME] },
    }),
  };

  test.each(COMMANDS.map((args) => [args]))("%j writes it out", async (args) => {
    const { stdout, code } = await run(args, CONFIGURATION);
    expect([0, 1]).toContain(code);
    // Each row is one line, whatever is in its texts.
    expect(stdout.split("\n").filter((line) => /^[12]  online/.test(line))).toEqual([]);
  });

  test.each(COMMANDS.map((args) => [args]))(
    "%j --json is the same text to a parser",
    async (args) => {
      const { stdout } = await run([...args, "--json"], CONFIGURATION);
      const texts: string[] = [];
      JSON.parse(stdout, (_, value: unknown) => {
        if (typeof value === "string") texts.push(value);
        return value;
      });
      if (args.includes("--all") || args[0] === "show") expect(texts).toContain(NAME);
      expect(stdout).not.toMatch(/[^\n\x20-\x7e]/);
    },
  );

  test.each(["csv", "yaml"])("%s has none of it either", async (output) => {
    const { stdout, code } = await run(["list", "--all", "--details", "--output", output]);
    expect(code).toBe(0);
    if (output === "yaml")
      expect(parseYaml(stdout)).toEqual([expect.objectContaining({ description: NAME })]);
  });

  test("a page of a fleet has none of it either, on standard output", async () => {
    const { stdout, code } = await run(["fleet", "--all", "--html"]);
    expect(code).toBe(0);
    expect(stdout).toContain("</html>");
  });

  test("GitLab's words and a proxy's page are messages of one line", async () => {
    for (const body of [{ message: NAME }, { message: { [NAME]: [NAME] } }, { error: NAME }]) {
      gitlab.faults.add({ kind: "status", status: 403, path: "/runners/1", body } as never);
      const { stderr, code } = await run(["show", "1"]);
      expect(code).toBe(3);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      gitlab.faults.clear();
    }
  });

  test.each<[what: string, command: { args: readonly string[] } & CommandOptions]>([
    ["a command", { args: [`li${TYPED}`] }],
    ["an option", { args: [`--al${TYPED}`] }],
    ["an option of a command", { args: ["list", `--al${TYPED}`] }],
    ["a value", { args: ["list", "--status", TYPED] }],
    ["an argument", { args: ["show", TYPED] }],
    ["a file", { args: ["coverage", "1", "--ci-config", TYPED] }],
    ["a preview", { args: ["audit", TYPED] }],
    ["a format", { args: ["audit", "--format", TYPED] }],
    ["a stack", { args: ["list", "--stack", TYPED] }],
    ["a project", { args: ["coverage", `acme/${TYPED}`] }],
    ["an address", { args: ["list", "--base-url", `http://${TYPED}`] }],
    ["the environment", { args: ["list"], env: { GITLAB_BASE_URL: TYPED } }],
    ["standard input", { args: ["audit", "-"], input: `{${HOSTILE}` }],
  ])("%s that is wrong is named in one line", async (_, { args, ...options }) => {
    const { stderr, code } = await run(args, options);
    expect([2, 3]).toContain(code);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a token that is typed by mistake is not repeated", async () => {
    const { stderr } = await run(["show", "glrt-typedByMistake_1234"]);
    expect(stderr).toContain("[redacted]");
    expect(stderr).not.toContain("typedByMistake");
  });

  test("an audit's reports have none of it, and its JSON holds the same values", async () => {
    const urn = `urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/gitlab-runners:Runner::${NAME}`;
    const state = { urn, inputs: { description: NAME, accessLevel: "ref_protected" } };
    const preview = join(folder, "preview.json");
    writeFileSync(
      preview,
      JSON.stringify({
        steps: [
          {
            op: "update",
            urn,
            oldState: { ...state, id: "1" },
            newState: {
              ...state,
              inputs: { description: "b", accessLevel: "not_protected" },
              id: "1",
            },
            diffReasons: ["description", NAME],
          },
        ],
        diagnostics: [{ severity: "error", message: NAME, urn: NAME }],
      }),
    );
    for (const format of ["markdown", "html", "json", "junit", "codequality"]) {
      const ended = await run(["audit", preview, "--format", format, "--fail-on", "info"]);
      expect(ended.code).toBe(3);
      expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
      if (format === "json")
        expect(JSON.stringify(JSON.parse(ended.stdout))).toContain(
          JSON.stringify(NAME).slice(1, -1),
        );
    }
  });
});
