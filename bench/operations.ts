/*
 * What the engine's operations cost for a fleet, beside the same program with resources that have the
 * same values and do nothing: the time of each, and the bytes of the state. Dynamic resources stand
 * beside a dynamic provider that does nothing, those of the plugin beside a plugin that does nothing.
 */
import { startGitLab } from "../tests/helpers/gitlab";
import type { Adapter } from "../tests/helpers/host/adapters";
import type { Stack } from "../tests/helpers/stack";
import { Floor, createFleetStack, succeed } from "./measuredStacks";
import { type Pair, duration, pair, summary } from "./measuring";
import { stateBytes } from "./stateBytes";

interface Measurement {
  readonly operation: "up" | "preview" | "refresh" | "destroy";
  /** Whether the floor's provider sends a bare request for each resource. */
  readonly asks: boolean;
  /** What changes nothing is repeated in each round. */
  readonly times: number;
}

/** In the order of a stack's life. */
const LIFE: readonly Measurement[] = [
  { operation: "up", asks: false, times: 1 },
  { operation: "preview", asks: false, times: 2 },
  { operation: "refresh", asks: false, times: 2 },
  { operation: "refresh", asks: true, times: 2 },
  { operation: "destroy", asks: false, times: 1 },
];
/** An `up` of many takes minutes, and varies less. */
const MANY = 500;
const ROUNDS_OF_FEW = 3;

export async function benchOperations(
  sizes: readonly number[],
  adapters: readonly Adapter[],
): Promise<void> {
  for (const size of sizes) for (const adapter of adapters) await benchStacks(size, adapter);
}

async function benchStacks(size: number, adapter: Adapter): Promise<void> {
  const gitlab = await startGitLab();
  const fleet = await createFleetStack(gitlab, size, adapter);
  const floor = await Floor.create(gitlab, size, adapter);
  try {
    const lines = await benchLife(size, fleet, floor);
    for (const line of lines) console.log(`${adapter.padEnd(7)} ${line}`);
  } finally {
    await fleet.dispose();
    await floor.dispose();
    await gitlab.close();
  }
}

async function benchLife(size: number, fleet: Stack, floor: Floor): Promise<string[]> {
  const pairs = new Map<Measurement, Pair[]>(LIFE.map((measurement) => [measurement, []]));
  const state: string[] = [];
  for (let round = 0; round < (size < MANY ? ROUNDS_OF_FEW : 1); round += 1) {
    for (const [{ operation, asks, times }, measured] of pairs) {
      if (operation === "destroy" && round === 0) state.push(...stateBytes(fleet, floor.stack));
      floor.provider.ask(asks ? anyRunner(fleet) : undefined);
      for (let time = 0; time < times; time += 1)
        measured.push(
          await pair(
            round + time,
            () => succeed(fleet[operation]()),
            () => succeed(floor.stack[operation]()),
          ),
        );
    }
  }
  const lines = [...pairs].map(([{ operation, asks }, measured]) => {
    const { ours, floor: floorMs, ratio } = summary(measured);
    const request = asks ? "  (the floor sends a bare request for each)" : "";
    return (
      `${String(size).padStart(5)} runners  ${operation.padEnd(8)} ${duration(ours).padStart(8)}` +
      `  floor ${duration(floorMs).padStart(8)}  ratio ${ratio.toFixed(2)}` +
      `  rounds ${measured.length}${request}`
    );
  });
  return [...lines, ...state];
}

function anyRunner(fleet: Stack): string {
  const runner = fleet.resources().find(({ urn }) => urn.includes(":Runner::"));
  if (runner?.id === undefined) throw new Error("the fleet has no runner");
  return runner.id;
}
