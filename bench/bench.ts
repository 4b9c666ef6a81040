import { Argument, Command, InvalidArgumentError, Option } from "commander";

import { buildPackage } from "../scripts/build";
import { ADAPTERS, type Adapter } from "../tests/helpers/host/adapters";
import { getEngine } from "../scripts/engine/getEngine";
import { benchAccess } from "./access";
import { benchDetails } from "./details";
import { benchEmulator } from "./emulator";
import { measureGrowth } from "./growth/measure";
import { writePicture } from "./growth/writePicture";
import { benchLists } from "./lists";
import { benchMemory } from "./memory";
import { MODES, type Mode } from "./modes";
import { benchOperations } from "./operations";
import { benchStart } from "./start";
import { benchTypeScript } from "./typescript";
import { benchUsage } from "./usage";

interface Options {
  runners?: readonly number[];
  adapter?: Adapter;
  mode?: Mode;
}

const SIZES = [10, 100, 500, 1000];
const GROWING_SIZES = [...SIZES, 5000];
const LISTED = [10_000];

const PARTS: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  start: benchStart,
  lists: benchLists,
  details: ({ runners = LISTED }) => benchDetails(runners),
  memory: benchMemory,
  typescript: benchTypeScript,
  operations: ({ runners = SIZES, adapter, mode }) =>
    benchOperations(runners, chosen(ADAPTERS, adapter), chosen(MODES, mode)),
  emulator: benchEmulator,
  usage: benchUsage,
  access: benchAccess,
};

/** One of the names, or all of them. */
function chosen<Name>(names: readonly Name[], one: Name | undefined): readonly Name[] {
  return one === undefined ? names : [one];
}

const counts = (text: string): number[] =>
  text.split(",").map((part) => {
    if (!/^[1-9]\d{0,4}$/.test(part)) throw new InvalidArgumentError("such as 10,100");
    return Number(part);
  });

/** Compiles the package and puts an engine on PATH. @returns the engine's version. */
async function setUp(): Promise<string> {
  await buildPackage();
  const engine = await getEngine((line) => process.stderr.write(`${line}\n`));
  process.env["PATH"] = engine.path;
  console.log(`Node ${process.versions.node}, Pulumi ${engine.version}`);
  return engine.version;
}

async function bench(parts: string[], options: Options): Promise<void> {
  await setUp();
  for (const part of parts.length > 0 ? parts : Object.keys(PARTS)) {
    console.log(`\n${part}`);
    await PARTS[part]?.(options);
  }
}

async function growth(options: Options & { out?: string }): Promise<void> {
  const { runners = GROWING_SIZES, adapter, mode, out } = options;
  await measureGrowth({
    runners,
    adapters: chosen(ADAPTERS, adapter),
    modes: chosen(MODES, mode),
    pulumi: await setUp(),
    out,
  });
}

/** Options of what runs stacks. */
const stackOptions = (command: Command): Command =>
  command
    .option("--runners <counts>", "how many runners a stack has, with commas", counts)
    .addOption(
      new Option("--adapter <adapter>", "what serves the stacks; both if left out").choices(
        ADAPTERS,
      ),
    )
    .addOption(
      new Option("--mode <mode>", "when the engine writes the state; both if left out").choices(
        MODES,
      ),
    );

const program = new Command("bench").description("Measures the package.");
stackOptions(
  program
    .command("measure", { isDefault: true })
    .description("prints figures, each beside a floor of the same run")
    .addArgument(
      new Argument("[parts...]", "what is measured; everything if left out").choices(
        Object.keys(PARTS),
      ),
    ),
).action(bench);
stackOptions(
  program
    .command("growth")
    .description("measures the operations of stacks from small to large")
    .option("--out <file>", "JSON that keeps the figures beside those that it has of other stacks"),
).action(growth);
program
  .command("picture")
  .description("draws the figures, and writes them into the tables of the page beside them")
  .argument(
    "<file>",
    "JSON of growth; the picture has its name and .svg, the page is performance.md",
  )
  .action(writePicture);
program.parseAsync().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
