import { spawn } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { serve } from "../emulator/command";
import { testWith } from "../helpers/languageTools";
import { PolicyPackFolder } from "../helpers/policyPack";
import { shownBy } from "../helpers/processes";
import { type TutorialStep, shown, tutorialSteps } from "../helpers/tutorial";

const ROOT = join(__dirname, "../..");
const PAGE_URL = "http://127.0.0.1:8080";
const STARTS_GITLAB = /^npx gitlab-runners-emulator (.*)$/m;
/** Between the outputs of two steps, with whether a command of the step before failed. */
const MARK = /^@@ step (\d+)\n/m;

/** The packages that npm would install, in a folder for all. */
function packagesIn(directory: string): string {
  const modules = join(directory, "packages");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  symlinkSync(ROOT, join(modules, "pulumi-gitlab-runners"), "junction");
  for (const name of ["@pulumi", "@types", "typescript"])
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "junction");
  // npm makes a program of it when it installs the package.
  const program = join(modules, ".bin/gitlab-runners");
  writeFileSync(program, `#!/bin/sh\nexec node ${join(ROOT, "dist/cli/cli.js")} "$@"\n`);
  chmodSync(program, 0o755);
  return modules;
}

/** A shell's program that does what the page says, without what needs a registry or another terminal. */
function scriptOf(steps: readonly TutorialStep[], modules: string, pack: string): string {
  const commandsOf = (step: TutorialStep): string => {
    if (step.kind === "shows") return "";
    if (step.kind === "write") {
      // The runtime by which the engine at hand runs packs.
      const text = step.file.endsWith("PulumiPolicy.yaml") ? pack : step.text;
      return `mkdir -p ${dirname(step.file)}\ncat > ${step.file} <<'END_OF_FILE'\n${text}END_OF_FILE\n`;
    }
    if (STARTS_GITLAB.test(step.commands) || step.commands.includes("GITLAB_TOKEN=")) return "";
    return step.commands
      .replace(/^npm install --save-dev .*\n/m, "")
      .replace(/^npm install .*$/m, `ln -s ${JSON.stringify(modules)} node_modules`);
  };
  const marked = steps.map(
    (step) => `failed=0\n${commandsOf(step)}\nprintf '\\n@@ step %s\\n' "$failed"\n`,
  );
  return ["exec 2>&1", "trap 'failed=1' ERR", ...marked].join("\n");
}

testWith(
  { tools: [], programs: ["bash", "curl"] },
  "the tutorial does what it says, from an empty folder",
  async () => {
    const steps = tutorialSteps();
    const commands = steps.map((step) => (step.kind === "run" ? step.commands : "")).join("");
    const [, options = ""] = STARTS_GITLAB.exec(commands) ?? [];
    expect(options).toContain("--port 8080");
    const directory = mkdtempSync(join(tmpdir(), "gitlab-runners-tutorial-"));
    const [gitlab, pack] = await Promise.all([
      serve(options.replace("8080", "0").split(" ")),
      PolicyPackFolder.create(""),
    ]);
    try {
      const packFile = readFileSync(join(pack.directory, "PulumiPolicy.yaml"), "utf8");
      const child = spawn("bash", ["-s"], {
        cwd: directory,
        env: {
          PATH: [pack.env["PATH"], dirname(process.execPath)].join(delimiter),
          HOME: directory,
          PULUMI_HOME: join(directory, ".pulumi"),
          PULUMI_SKIP_UPDATE_CHECK: "true",
          NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "../helpers/deferredModules.js"))}`,
          // Another test compiles the programs of the page.
          PULUMI_NODEJS_TRANSPILE_ONLY: "true",
          GITLAB_BASE_URL: gitlab.url,
          GITLAB_TOKEN: gitlab.tokens["root"] ?? "",
        },
      });
      child.stdin.end(scriptOf(steps, packagesIn(directory), packFile));
      const { output } = await shownBy(child);
      const parts = stripVTControlCharacters(output).replaceAll(gitlab.url, PAGE_URL).split(MARK);
      const endings = steps.map((_, index) => ({
        shown: (parts[2 * index] ?? "")
          .replace(/[ \t]+$/gm, "")
          .replace(/\n+/g, "\n")
          .replace(/^\n/, ""),
        failed: parts[2 * index + 1] === "1",
      }));
      expect(parts).toHaveLength(2 * steps.length + 1);
      for (const [index, step] of steps.entries()) {
        const next = steps[index + 1];
        if (step.kind !== "run") continue;
        const lines = next?.kind === "shows" ? next.lines : ["…"];
        const failed = lines.some((line) => /^error: |^ *- \[mandatory\]/.test(line));
        const { commands } = step;
        const expected = { commands, failed, shown: expect.stringMatching(shown(lines)) as string };
        expect({ commands, ...endings[index] }).toEqual(expected);
      }
      expect(output.match(/glrt-[\w.-]+/g)).toHaveLength(1);
    } finally {
      await gitlab.end("SIGTERM");
      pack.dispose();
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
