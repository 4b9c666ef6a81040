import { availableParallelism } from "node:os";

import { Command, InvalidArgumentError, Option } from "commander";

import { buildPackage } from "../../scripts/build";
import { getEngine } from "../../scripts/engine/getEngine";
import {
  KINDS,
  type Kind,
  explain,
  needsEngine,
  newSeed,
  runEpisodes,
  seedsFrom,
} from "./campaign";

interface CliOptions {
  kind: Kind;
  seed?: number;
  episodes?: number;
  atOnce: number;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

async function run({ kind, seed, episodes, atOnce }: CliOptions): Promise<void> {
  await buildPackage();
  if (needsEngine(kind)) process.env["PATH"] = (await getEngine(console.log)).path;
  const seeds = seedsFrom(seed ?? newSeed(), episodes ?? (seed === undefined ? 10 : 1));
  console.log(`${seeds.length} episodes of kind ${kind}, seeds ${seeds[0]} to ${seeds.at(-1)}`);
  const begun = Date.now();
  const failed: number[] = [];
  let operations = 0;
  let kills = 0;
  let ended = 0;
  await runEpisodes(kind, seeds, Math.min(atOnce, seeds.length), (verdict) => {
    ended += 1;
    operations += verdict.operations;
    kills += verdict.kills;
    if (verdict.found.length > 0) {
      failed.push(verdict.seed);
      console.log(`\n${explain(kind, verdict)}`);
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
  .option("--seed <number>", "the seed of the first episode; random if left out", wholeNumber)
  .option("--episodes <number>", "how many; 1 with a seed, else 10", wholeNumber)
  .option("--at-once <number>", "how many run at once", wholeNumber, 2 * availableParallelism())
  .action((options: CliOptions) => run(options))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
