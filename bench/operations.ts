/*
 * What the engine's operations cost for a fleet, beside the same program with resources that have the
 * same values and do nothing: the time of each, and the bytes of the state.
 */
import { startGitLab } from "../tests/helpers/gitlab";
import type { Stack } from "../tests/helpers/stack";
import { createFleetStack, createIdleStack, succeed } from "./measuredStacks";
import { type Pair, duration, pair, summary } from "./measuring";
import { stateBytes } from "./stateBytes";

type Operation = "up" | "preview" | "refresh" | "destroy";
/** In the order of a stack's life; what changes nothing is repeated in each round. */
const LIFE: readonly (readonly [operation: Operation, times: number])[] = [
  ["up", 1],
  ["preview", 2],
  ["refresh", 2],
  ["destroy", 1],
];
/** An `up` of many takes minutes, and varies less. */
const MANY = 500;
const ROUNDS_OF_FEW = 3;

export async function benchOperations(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    const gitlab = await startGitLab();
    const fleet = await createFleetStack(gitlab, size);
    const idle = await createIdleStack(size);
    try {
      for (const line of await benchSize(size, fleet, idle)) console.log(line);
    } finally {
      await fleet.dispose();
      await idle.dispose();
      await gitlab.close();
    }
  }
}

async function benchSize(size: number, fleet: Stack, idle: Stack): Promise<string[]> {
  const pairs: Record<Operation, Pair[]> = { up: [], preview: [], refresh: [], destroy: [] };
  const state: string[] = [];
  for (let round = 0; round < (size < MANY ? ROUNDS_OF_FEW : 1); round += 1) {
    for (const [operation, times] of LIFE) {
      if (operation === "destroy" && round === 0) state.push(...stateBytes(fleet, idle));
      for (let time = 0; time < times; time += 1) {
        const measured = await pair(
          round + time,
          () => succeed(fleet[operation]()),
          () => succeed(idle[operation]()),
        );
        pairs[operation].push(measured);
      }
    }
  }
  const lines = Object.entries(pairs).map(([operation, measured]) => {
    const { ours, floor, ratio } = summary(measured);
    return (
      `${String(size).padStart(5)} runners  ${operation.padEnd(8)} ${duration(ours).padStart(8)}` +
      `  floor ${duration(floor).padStart(8)}  ratio ${ratio.toFixed(2)}  rounds ${measured.length}`
    );
  });
  return [...lines, ...state];
}
