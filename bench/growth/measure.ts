/*
 * How the operations of a stack grow with its runners: the time of each and its requests to GitLab, by
 * default and without checkpoints, one right after the other.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isDeepStrictEqual } from "node:util";

import type { Emulator } from "../../emulator";
import { startGitLab } from "../../tests/helpers/gitlab";
import type { Adapter } from "../../tests/helpers/host/adapters";
import { OPERATIONS, type Operation } from "../measuredOperations";
import { MeasuredStack } from "../measuredStacks";
import { duration, timed } from "../measuring";
import { MODE_NAMES, type Mode, modesFor } from "../modes";
import {
  type Figure,
  type Growth,
  type StackFigures,
  readGrowth,
  withStacks,
  writeGrowth,
} from "./figures";

export interface GrowthOptions {
  readonly runners: readonly number[];
  readonly adapters: readonly Adapter[];
  readonly modes: readonly Mode[];
  /** The engine's version. */
  readonly pulumi: string;
  /** A file that gets the figures of each size as soon as they are there. */
  readonly out?: string | undefined;
}

/** Small stacks vary more and take little time. */
const FEW = 100;
const ROUNDS_OF_FEW = 3;

interface Measured {
  readonly mode: Mode;
  readonly gitlab: Emulator;
  readonly stack: MeasuredStack;
  readonly figures: Map<Operation, Figure>;
}

/** @throws Error when `out` has figures of another engine, Node or number of cores. */
export async function measureGrowth(options: GrowthOptions): Promise<void> {
  const { runners: sizes, adapters, modes, pulumi, out } = options;
  const machine = { cores: availableParallelism(), node: process.versions.node, pulumi };
  const growth =
    out !== undefined && existsSync(out)
      ? ofSameMachine(out, readGrowth(out), machine)
      : { ...machine, stacks: [] };
  for (const adapter of adapters) {
    await warmUp(adapter);
    for (const runners of sizes) {
      const stacks = await measureStacks(runners, adapter, modesFor(runners, modes));
      growth.stacks = withStacks(growth.stacks, stacks);
      if (out !== undefined) await writeGrowth(out, growth);
    }
  }
}

/** The figures of a file, if they can stand beside those of this machine. */
function ofSameMachine(file: string, growth: Growth, machine: Omit<Growth, "stacks">): Growth {
  const { cores, node, pulumi } = growth;
  if (isDeepStrictEqual({ cores, node, pulumi }, machine)) return growth;
  throw new Error(
    `${file} was measured with Pulumi ${pulumi}, Node ${node} and ${cores} cores: ` +
      "delete it, or name another file",
  );
}

/** The first operation after a build reads everything from the disk. */
async function warmUp(adapter: Adapter): Promise<void> {
  const { gitlab, stack } = await start(1, adapter, "default");
  try {
    for (const operation of OPERATIONS) await stack.run(operation);
  } finally {
    await stack.dispose();
    await gitlab.close();
  }
}

async function measureStacks(
  runners: number,
  adapter: Adapter,
  modes: readonly Mode[],
): Promise<StackFigures[]> {
  const measured: Measured[] = [];
  try {
    for (const mode of modes) measured.push(await start(runners, adapter, mode));
    for (let round = 0; round < (runners <= FEW ? ROUNDS_OF_FEW : 1); round += 1)
      for (const operation of OPERATIONS)
        for (const each of measured) {
          const [milliseconds, requests] = await measure(each, operation);
          console.log(
            `${adapter.padEnd(7)} ${String(runners).padStart(5)} runners  ${operation.padEnd(8)}` +
              ` ${MODE_NAMES[each.mode].padEnd(19)} ${duration(milliseconds).padStart(8)}` +
              `  ${requests} requests`,
          );
        }
    return measured.map(({ mode, figures }) => ({
      adapter,
      mode,
      runners,
      measured: new Date().toISOString().slice(0, "2026-11-26".length),
      operations: Object.fromEntries(figures) as StackFigures["operations"],
    }));
  } finally {
    for (const { stack, gitlab } of measured) {
      await stack.dispose();
      await gitlab.close();
    }
  }
}

async function start(runners: number, adapter: Adapter, mode: Mode): Promise<Measured> {
  const gitlab = await startGitLab();
  const stack = await MeasuredStack.create({ gitlab, count: runners, adapter, mode });
  return { mode, gitlab, stack, figures: new Map() };
}

async function measure(
  { gitlab, stack, figures }: Measured,
  operation: Operation,
): Promise<[milliseconds: number, requests: number]> {
  gitlab.requests.clear();
  const [milliseconds] = await timed(() => stack.run(operation));
  const requests = gitlab.requests.all().length;
  const before = figures.get(operation);
  if (before !== undefined && before.requests !== requests)
    throw new Error(`${operation} made ${before.requests} requests, and then ${requests}`);
  figures.set(operation, {
    milliseconds: [...(before?.milliseconds ?? []), Math.round(milliseconds)],
    requests,
  });
  return [milliseconds, requests];
}
