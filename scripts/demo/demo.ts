import { dirname } from "node:path";

import { Command, Option } from "commander";

import { buildPackage } from "../build";
import { getEngine } from "../engine/getEngine";
import { withProgress } from "../setUp/progress";
import { DemoStack } from "./demoStack";
import { LANGUAGES, LANGUAGE_NAMES, type LanguageName, type LanguageSetUp } from "./languages";
import { standardScreen } from "./screen";
import { tellStory } from "./story";
import { type Target, findTarget } from "./target";

const screen = standardScreen(process.stdout, process.env);
const log = (line: string): void => {
  screen.line(line);
};

const NEXT = [
  "",
  "Next:",
  "  Write your first stack: README.md, “The first stack”",
  "  Run this against your GitLab, in a project that you maintain:",
  "    GITLAB_BASE_URL=https://gitlab.example.com GITLAB_TOKEN=glpat-… npm run demo",
  "  See it in another language: npm run demo -- --language yaml, or python",
];

async function main(name: LanguageName): Promise<void> {
  const start = Date.now();
  await withProgress("Compiling the package", log, buildPackage);
  const engine = await getEngine(log);
  log(`Pulumi ${engine.version}, from ${engine.source}`);
  const setUp = await LANGUAGES[name].setUp(log, engine.path);
  const target = await findTarget(process.env);
  log(`GitLab at ${target.url}`);
  if (name === "typescript")
    log("The engine does not check types here: PULUMI_NODEJS_TRANSPILE_ONLY=true");
  try {
    await demonstrate(name, setUp, engine.path, target);
    log(`\nAll 8 steps behaved as expected (${Math.round((Date.now() - start) / 1000)} s).`);
    for (const line of NEXT) log(line);
  } finally {
    await target.close();
  }
}

/** Whatever happens, nothing is left behind: neither at GitLab nor here. */
async function demonstrate(
  name: LanguageName,
  { folders, install }: LanguageSetUp,
  enginePath: string,
  target: Target,
): Promise<void> {
  const path = [...folders, enginePath, dirname(process.execPath)];
  const stack = await DemoStack.create(LANGUAGES[name], screen, path, target, install);
  let done = false;
  try {
    await tellStory(stack, target, screen);
    done = true;
  } finally {
    if (!done) await stack.operate("destroy", ["--yes", "--skip-preview"]);
    await stack.remove();
  }
}

// The engine gets an interrupt too and ends its operation; then the finally blocks clean up.
process.on("SIGINT", () => {
  log("\nInterrupted; cleaning up ...");
});

new Command("npm run demo --")
  .description("Shows the main job with a real Pulumi engine.")
  .addOption(
    new Option("--language <name>", "language of the program")
      .choices(LANGUAGE_NAMES)
      .default("typescript"),
  )
  .action(({ language }: { language: LanguageName }) => main(language))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
