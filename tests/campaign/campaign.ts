import type { Deployment } from "../helpers/host/deployment";
import { HostLane } from "../helpers/host/hostLane";
import { EngineDeployment } from "./engineDeployment";
import { type Verdict, runEpisode } from "./episode";
import { hostDeploymentIn } from "./hostDeploymentIn";
import type { World } from "./world";

export const KINDS = ["engine", "host", "plugin"] as const;

/**
 * What of Pulumi an episode runs: the whole engine, the host of dynamic providers alone, or the plugin
 * alone.
 */
export type Kind = (typeof KINDS)[number];

/** Runs an episode for each seed, some at once; `tell` hears of each as it ends. */
export async function runEpisodes(
  kind: Kind,
  seeds: readonly number[],
  atOnce: number,
  tell: (verdict: Verdict) => void,
): Promise<void> {
  const left = [...seeds];
  const lane = async (): Promise<void> => {
    const host = new HostLane(kind === "plugin" ? "plugin" : "dynamic");
    const deploy = (world: World): Promise<Deployment> =>
      kind === "engine"
        ? EngineDeployment.start(world)
        : Promise.resolve(hostDeploymentIn(world, host));
    try {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift())
        tell(await runEpisode(seed, deploy));
    } finally {
      host.kill();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** A failed episode for a person: how to run it again, what was wrong, and what had happened. */
export function explain(kind: Kind, { seed, found, script }: Verdict): string {
  const again = `npm run campaign -- --kind ${kind} --seed ${seed}`;
  return [again, ...found.map((sentence) => `  ${sentence}`), ...script].join("\n");
}

/** Seeds of today's own, from a first one that is to be printed. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

export function newSeed(): number {
  return Math.floor(Math.random() * 1_000_000_000);
}
