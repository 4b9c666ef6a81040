import { availableParallelism } from "node:os";

import { Command, InvalidArgumentError, Option } from "commander";

import { buildPackage } from "../../scripts/build";
import { getEngine } from "../../scripts/engine/getEngine";
import {
  KINDS,
  type Manner,
  explain,
  needsEngine,
  newSeed,
  runEpisodes,
  seedsFrom,
} from "./campaign";
import { CHECKPOINTS } from "./engineDeployment";

interface CliOptions extends Manner {
  seed?: number;
  episodes?: number;
  atOnce: number;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1.");
  return Number(text);
}

async function run(options: CliOptions): Promise<void> {
  const { kind, checkpoints, seed, episodes, atOnce } = options;
  if (checkpoints === "none" && !needsEngine(kind))
    throw new Error(
      `only the engine writes checkpoints, and episodes of kind ${kind} run without it`,
    );
  await buildPackage();
  if (needsEngine(kind)) process.env["PATH"] = (await getEngine(console.log)).path;
  const seeds = seedsFrom(seed ?? newSeed(), episodes ?? (seed === undefined ? 10 : 1));
  const mode = checkpoints === "none" ? " without checkpoints" : "";
  console.log(
    `${seeds.length} episodes of kind ${kind}${mode}, seeds ${seeds[0]} to ${seeds.at(-1)}`,
  );
  const begun = Date.now();
  const failed: number[] = [];
  let operations = 0;
  let kills = 0;
  let ended = 0;
  await runEpisodes(options, seeds, Math.min(atOnce, seeds.length), (verdict) => {
    ended += 1;
    operations += verdict.operations;
    kills += verdict.kills;
    if (verdict.found.length > 0) {
      failed.push(verdict.seed);
      console.log(`\n${explain(options, verdict)}`);
    }
    if (ended % 100 === 0) console.log(`${ended} done, ${failed.length} failed`);
  });
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(`${ended} episodes, ${operations} operations, ${kills} kills in ${seconds} s`);
  console.log(failed.length === 0 ? "none failed" : `failed: ${failed.sort().join(" ")}`);
  if (failed.length > 0) process.exitCode = 1;
}

new Command("npm run campaign --")
  .description("Applies random stacks while things go wrong, and looks whether anything is lost.")
  .addOption(
    new Option(
      "--kind <kind>",
      "with Pulumi's engine (dynamic resources, or the plugin), with its host of dynamic providers alone, or with the plugin alone",
    )
      .choices(KINDS)
      .default("host"),
  )
  .addOption(
    new Option(
      "--checkpoints <when>",
      "when Pulumi's engine writes the state: at each step, or once at the end",
    )
      .choices(CHECKPOINTS)
      .default("each"),
  )
  .option("--seed <number>", "the seed of the first episode; random if left out", wholeNumber)
  .option("--episodes <number>", "how many; 1 with a seed, else 10", wholeNumber)
  .option("--at-once <number>", "how many run at once", wholeNumber, 2 * availableParallelism())
  .action((options: CliOptions) => run(options))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
