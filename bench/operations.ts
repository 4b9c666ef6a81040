/*
 * What the engine's operations cost for a fleet, by default and without checkpoints, beside the same
 * program with resources that have the same values and do nothing: the time of each, and the bytes of
 * the state. Dynamic resources stand beside a dynamic provider that does nothing, those of the plugin
 * beside a plugin that does nothing.
 */
import type { Emulator } from "../emulator";
import { startGitLab } from "../tests/helpers/gitlab";
import type { Adapter } from "../tests/helpers/host/adapters";
import { Floor, MeasuredStack } from "./measuredStacks";
import type { Operation } from "./measuredOperations";
import { type Pair, duration, pair, summary } from "./measuring";
import { MODE_NAMES, type Mode, modesFor } from "./modes";
import { stateBytes } from "./stateBytes";

interface Measurement {
  readonly operation: Operation;
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
  { operation: "update", asks: false, times: 1 },
  { operation: "destroy", asks: false, times: 1 },
];
/** An `up` of many takes minutes, and varies less. */
const MANY = 500;
const ROUNDS_OF_FEW = 3;

/** A fleet and its floor in one mode, of a GitLab of their own. */
interface Contest {
  readonly mode: Mode;
  readonly gitlab: Emulator;
  readonly fleet: MeasuredStack;
  readonly floor: Floor;
}

export async function benchOperations(
  sizes: readonly number[],
  adapters: readonly Adapter[],
  modes: readonly Mode[],
): Promise<void> {
  for (const size of sizes)
    for (const adapter of adapters) await benchStacks(size, adapter, modesFor(size, modes));
}

async function benchStacks(size: number, adapter: Adapter, modes: readonly Mode[]): Promise<void> {
  const contests: Contest[] = [];
  try {
    for (const mode of modes) contests.push(await contest(size, adapter, mode));
    const lines = await benchLives(size, contests);
    for (const line of lines) console.log(`${adapter.padEnd(7)} ${line}`);
  } finally {
    for (const { gitlab, fleet, floor } of contests) {
      await fleet.dispose();
      await floor.dispose();
      await gitlab.close();
    }
  }
}

async function contest(count: number, adapter: Adapter, mode: Mode): Promise<Contest> {
  const gitlab = await startGitLab();
  const stack = { gitlab, count, adapter, mode };
  return {
    mode,
    gitlab,
    fleet: await MeasuredStack.create(stack),
    floor: await Floor.create(stack),
  };
}

async function benchLives(size: number, contests: readonly Contest[]): Promise<string[]> {
  const pairs = LIFE.map((measurement) => ({
    measurement,
    byContest: contests.map((each) => ({ ...each, measured: [] as Pair[] })),
  }));
  const state: string[] = [];
  for (let round = 0; round < (size < MANY ? ROUNDS_OF_FEW : 1); round += 1) {
    for (const { measurement, byContest } of pairs) {
      const { operation, asks, times } = measurement;
      const [first] = contests;
      if (operation === "update" && round === 0 && first !== undefined)
        state.push(...stateBytes(first.fleet.runners(), first.floor.stack.runners()));
      for (let time = 0; time < times; time += 1)
        for (const { fleet, floor, measured } of byContest) {
          floor.provider.ask(asks ? anyRunner(fleet) : undefined);
          measured.push(
            await pair(
              round + time,
              () => fleet.run(operation),
              () => floor.stack.run(operation),
            ),
          );
        }
    }
  }
  const lines = pairs.map(({ measurement: { operation, asks }, byContest }) => {
    const columns = byContest.map(({ mode, measured }) => {
      const { ours, floor, ratio } = summary(measured);
      return (
        `${MODE_NAMES[mode]} ${duration(ours).padStart(8)}` +
        `  floor ${duration(floor).padStart(8)}  ratio ${ratio.toFixed(2)}`
      );
    });
    const rounds = byContest[0]?.measured.length ?? 0;
    const request = asks ? "  (the floor sends a bare request for each)" : "";
    return (
      `${String(size).padStart(5)} runners  ${operation.padEnd(8)} ${columns.join("   ")}` +
      `  rounds ${rounds}${request}`
    );
  });
  return [...lines, ...state];
}

function anyRunner(fleet: MeasuredStack): string {
  const id = fleet.runners()[0]?.id;
  if (id === undefined) throw new Error("the fleet has no runner");
  return id;
}
