import { Argument, Command, InvalidArgumentError, Option } from "commander";

import { buildPackage } from "../scripts/build";
import { ADAPTERS, type Adapter } from "../tests/helpers/host/adapters";
import { getEngine } from "../scripts/engine/getEngine";
import { benchEmulator } from "./emulator";
import { benchLists } from "./lists";
import { benchMemory } from "./memory";
import { benchOperations } from "./operations";
import { benchStart } from "./start";
import { benchTypeScript } from "./typescript";

interface Options {
  runners: number[];
  adapter?: Adapter;
}

const PARTS: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  start: benchStart,
  lists: benchLists,
  memory: benchMemory,
  typescript: benchTypeScript,
  operations: ({ runners, adapter }) =>
    benchOperations(runners, adapter === undefined ? ADAPTERS : [adapter]),
  emulator: benchEmulator,
};

const counts = (text: string): number[] =>
  text.split(",").map((part) => {
    if (!/^[1-9]\d{0,4}$/.test(part)) throw new InvalidArgumentError("such as 10,100");
    return Number(part);
  });

async function bench(parts: string[], options: Options): Promise<void> {
  await buildPackage();
  const engine = await getEngine((line) => process.stderr.write(`${line}\n`));
  process.env["PATH"] = engine.path;
  console.log(`Node ${process.versions.node}, Pulumi ${engine.version}`);
  for (const part of parts.length > 0 ? parts : Object.keys(PARTS)) {
    console.log(`\n${part}`);
    await PARTS[part]?.(options);
  }
}

new Command("bench")
  .description("Measures the package, each figure beside a floor of the same run.")
  .addArgument(
    new Argument("[parts...]", "what is measured; everything if left out").choices(
      Object.keys(PARTS),
    ),
  )
  .option(
    "--runners <counts>",
    "how many runners a stack has, with commas",
    counts,
    [10, 100, 500, 1000],
  )
  .addOption(
    new Option("--adapter <adapter>", "what serves the stacks; both if left out").choices(ADAPTERS),
  )
  .action(bench)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
