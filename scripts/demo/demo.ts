import { buildPackage } from "../build";
import { type Engine, getEngine } from "../engine/getEngine";
import { withProgress } from "../setUp/progress";
import { DemoStack } from "./demoStack";
import { tellStory } from "./story";
import { type Target, findTarget } from "./target";

const print = (text: string): void => {
  process.stdout.write(text);
};
const log = (line: string): void => {
  print(`${line}\n`);
};

async function main(): Promise<void> {
  const start = Date.now();
  await withProgress("Compiling the package", log, buildPackage);
  const engine = await getEngine(log);
  log(`Pulumi ${engine.version}, from ${engine.source}`);
  const target = await findTarget(process.env);
  log(`GitLab at ${target.url}`);
  try {
    await demonstrate(engine, target);
    log(`\nEvery step was as it should be (${Math.round((Date.now() - start) / 1000)} s).`);
  } finally {
    await target.close();
  }
}

/** Whatever happens, nothing is left behind: neither at GitLab nor here. */
async function demonstrate(engine: Engine, target: Target): Promise<void> {
  const stack = await DemoStack.create(engine, target);
  let done = false;
  try {
    await tellStory(stack, target, print);
    done = true;
  } finally {
    if (!done) await stack.operate("destroy", ["--yes", "--skip-preview"], print);
    await stack.remove();
  }
}

// The engine gets an interrupt too and ends its operation; then the finally blocks clean up.
process.on("SIGINT", () => {
  log("\nInterrupted; cleaning up ...");
});

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
