import type { Adapter } from "../helpers/host/adapters";
import type { Deployment } from "../helpers/host/deployment";
import { HostLane } from "../helpers/host/hostLane";
import { type Checkpoints, EngineDeployment } from "./engineDeployment";
import { type Verdict, runEpisode } from "./episode";
import { hostDeploymentIn } from "./hostDeploymentIn";
import type { World } from "./world";

/** What an episode runs of Pulumi, and which adapter. */
interface Parts {
  readonly adapter: Adapter;
  /** Whether it runs the whole engine, and not the provider's process alone. */
  readonly engine: boolean;
}

const PARTS = {
  engine: { adapter: "dynamic", engine: true },
  enginePlugin: { adapter: "plugin", engine: true },
  host: { adapter: "dynamic", engine: false },
  plugin: { adapter: "plugin", engine: false },
} as const satisfies Readonly<Record<string, Parts>>;

export type Kind = keyof typeof PARTS;
export const KINDS = Object.keys(PARTS) as readonly Kind[];

/** Whether the episodes of a kind need Pulumi's engine. */
export function needsEngine(kind: Kind): boolean {
  return PARTS[kind].engine;
}

/** How episodes are run. */
export interface Manner {
  readonly kind: Kind;
  /** When the engine writes the state; without the engine each step is written. */
  readonly checkpoints: Checkpoints;
}

/** Runs an episode for each seed, some at once; `tell` hears of each as it ends. */
export async function runEpisodes(
  { kind, checkpoints }: Manner,
  seeds: readonly number[],
  atOnce: number,
  tell: (verdict: Verdict) => void,
): Promise<void> {
  const left = [...seeds];
  const { adapter, engine } = PARTS[kind];
  const lane = async (): Promise<void> => {
    const host = new HostLane(adapter);
    const deploy = (world: World): Promise<Deployment> =>
      engine
        ? EngineDeployment.start(world, adapter, checkpoints)
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
export function explain({ kind, checkpoints }: Manner, { seed, found, script }: Verdict): string {
  const mode = checkpoints === "none" ? " --checkpoints none" : "";
  const again = `npm run campaign -- --kind ${kind}${mode} --seed ${seed}`;
  return [again, ...found.map((sentence) => `  ${sentence}`), ...script].join("\n");
}

/** Seeds of today's own, from a first one that is to be printed. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

export function newSeed(): number {
  return Math.floor(Math.random() * 1_000_000_000);
}
