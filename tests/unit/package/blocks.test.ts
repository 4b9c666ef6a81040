import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Command, CommanderError } from "commander";
import ts from "typescript";
import { parse as yaml } from "yaml";

import { program as gitlabRunners } from "../../../cli/program";
import { lint } from "../../../emulator/ci/lint";
import { program as gitlabRunnersEmulator } from "../../../emulator/program";
import manifest from "../../../package.json";
import { type RunnerPolicyConfiguration, runnerPolicies } from "../../../policies";
import { Runner, RunnerProcess } from "../../../sdk";
import { pluginPlaces } from "../../../stack/pluginPlaces";
import { docsCommands, isPipeline } from "../../helpers/docsCommands";
import { PAGES, type PageBlock, blocksOf } from "../../helpers/pageBlocks";
import { NO_PACKS } from "../../helpers/policyPack";
import { shellCommands } from "../../helpers/shellCommands";

const TUTORIAL = "docs/tutorial.md:";
const BLOCKS = PAGES.flatMap(blocksOf);
const COMMANDS = docsCommands();

/** What holds the blocks of a language, besides a comment before a block and the test of the tutorial. */
const HOLDERS: Readonly<Record<string, string>> = {
  ts: "contract/consumerTypes compiles them",
  js: "contract/consumerTypes compiles them",
  go: "readme.test.ts compares them with an example",
  python: "readme.test.ts and docs.test.ts compare them with an example",
  sh: "this file",
  yaml: "this file",
  json: "this file",
  mermaid: "this file",
  text: "nothing: formulas",
};

const ofLanguage = (language: string): PageBlock[] =>
  BLOCKS.filter((block) => block.language === language && !block.place.startsWith(TUTORIAL));

test("every block of README and docs is held by a test", () => {
  expect(BLOCKS.length).toBeGreaterThan(100);
  const free = BLOCKS.filter(
    ({ place, language, heldBy }) =>
      heldBy === undefined && !place.startsWith(TUTORIAL) && !(language in HOLDERS),
  );
  expect(free).toEqual([]);
});

describe("blocks for a shell", () => {
  test("are a shell's program", () => {
    const scripts = BLOCKS.filter(({ language }) => language === "sh");
    const refused = scripts.flatMap(({ place, code }) => {
      try {
        execFileSync("bash", ["-n"], { input: code, stdio: ["pipe", "ignore", "pipe"] });
        return [];
      } catch (error) {
        return [`${place}: ${String((error as { stderr: Buffer }).stderr)}`];
      }
    });
    expect(refused).toEqual([]);
  });

  test.each([
    ["a b | c >d # e", [["a", "b"], ["c"]]],
    ["A=1 a 'b c' \\\n  --d \"e f\"/g && (h; i <j)", [["a", "b c", "--d", "e f/g"], ["h"], ["i"]]],
    ["for x in y z; do sudo a $x; done", [["for", "x", "in", "y", "z"], ["a", "$x"], ["done"]]],
    ["cat > a <<END\nb c\nEND\nd", [["cat"], ["d"]]],
  ])("%j has its commands", (script, commands) => {
    expect(shellCommands(script)).toEqual(commands);
  });

  /** What a command line says of wrong arguments; undefined where it takes them. */
  async function refusalOf(
    program: Command,
    words: readonly string[],
  ): Promise<string | undefined> {
    try {
      await program.parseAsync([...words], { from: "user" });
      return undefined;
    } catch (error) {
      const { code, message } = error as CommanderError;
      return code === "commander.help" ? undefined : message;
    }
  }

  /** The program with all its commands, which then do nothing but check what they are given. */
  function checking(program: Command): Command {
    program
      .exitOverride()
      .configureOutput({ outputError: () => undefined, writeErr: () => undefined });
    // Only commands that have no commands of their own do something.
    if (program.commands.length === 0) program.action(() => undefined);
    program.commands.forEach(checking);
    return program;
  }

  test.each([
    ["gitlab-runners", checking(gitlabRunners), 20],
    ["gitlab-runners-emulator", checking(gitlabRunnersEmulator), 3],
  ])("name commands and options that %s has", async (name, program, count) => {
    const lines = COMMANDS.filter(({ words }) => words[0] === "npx" && words[1] === name);
    expect(lines.length).toBeGreaterThanOrEqual(count);
    const refused: string[] = [];
    for (const { place, words } of lines) {
      const refusal = await refusalOf(program, words.slice(2));
      if (refusal !== undefined) refused.push(`${place}: ${words.join(" ")}: ${refusal}`);
    }
    expect(refused).toEqual([]);
    expect(await refusalOf(program, ["--no-such-option"])).toMatch(/unknown option/);
  });

  test("name no program of another package but those that the tests use, in their version", () => {
    const others = COMMANDS.flatMap(({ words: [npx, name = ""] }) =>
      npx === "npx" && !(name in manifest.bin) ? [name] : [],
    );
    const version = manifest.devDependencies["gitlab-ci-local"];
    expect([...new Set(others)].sort()).toEqual([`gitlab-ci-local@${version}`, "jest", "tsc"]);
  });

  test("name scripts that package.json has", () => {
    const inBlocks = COMMANDS.filter(({ words }) => words[0] === "npm" && words[1] === "run").map(
      ({ words }) => words.slice(2).find((word) => !word.startsWith("-")) ?? "",
    );
    expect(inBlocks.length).toBeGreaterThan(10);
    expect(inBlocks.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

describe("blocks in YAML", () => {
  test("are pipelines that GitLab takes, projects that name the plugin, or in YAML at least", () => {
    const pipelines = ofLanguage("yaml").filter(isPipeline);
    expect(pipelines).not.toHaveLength(0);
    for (const { place, code } of pipelines)
      expect({ place, ...lint(code) }).toMatchObject({ place, valid: true, errors: [] });
    for (const { code } of ofLanguage("yaml")) expect(yaml(code, { merge: true })).toBeTruthy();
  });

  const projects = ofLanguage("yaml").filter(({ file }) => file === "Pulumi.yaml");
  test.each(projects.map(({ place, code }) => [place, code]))("%s names the plugin", (_, code) => {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-block-"));
    try {
      writeFileSync(join(folder, "Pulumi.yaml"), code);
      expect(pluginPlaces(folder, manifest.version)).toEqual({
        hasPlugin: true,
        otherVersions: [],
      });
      expect(code).toContain(`./node_modules/${manifest.name}/dist/plugin`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test("of the plugin are found", () => {
    expect(projects.length).toBeGreaterThan(1);
  });
});

test("blocks in JSON are a configuration of policies or one of the compiler", () => {
  const blocks = ofLanguage("json");
  expect(blocks).not.toHaveLength(0);
  for (const { file, code } of blocks) {
    if (file?.startsWith("tsconfig") === true) {
      const { config } = ts.parseConfigFileTextToJson(file, code) as {
        config: { compilerOptions: object };
      };
      const { errors } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
      expect(errors).toEqual([]);
    } else {
      const { all, ...rules } = JSON.parse(code) as Record<string, unknown>;
      expect(all).toBe("mandatory");
      expect(() => runnerPolicies(rules as RunnerPolicyConfiguration)).not.toThrow();
    }
  }
});

test("the picture of the ways to a machine names methods that there are", () => {
  const [picture] = ofLanguage("mermaid");
  const named = picture?.code.match(/\b[a-z]+[A-Z]\w+|config(?=\.toml)/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  const methods = [RunnerProcess.prototype, Runner.prototype];
  expect(named.filter((name) => !methods.some((each) => name in each))).toEqual([]);
});

test("the page of policies shows what an engine says that runs no packs", () => {
  const shown = blocksOf("docs/policies.md").filter(({ code }) => code.startsWith("error: "));
  expect(shown).toHaveLength(1);
  expect(shown[0]?.code.trim()).toMatch(NO_PACKS);
});
