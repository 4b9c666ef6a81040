import { WorkingFleet } from "../helpers/workingFleet";
import type { Deployment } from "../helpers/host/deployment";
import type { Random } from "./random";
import { jobsBy } from "./upkeep";
import type { World } from "./world";

/** How often a job arrives, milliseconds. */
const JOB_EVERY_MS = 250;
const PACE = { everyMs: 150, machines: 3 };

/** The machines of a stack's runners, which take jobs and end them the whole time. */
export class Work {
  readonly #world: World;
  readonly #deployment: Deployment;
  readonly #fleet: WorkingFleet;
  /** Whether the state last had a drain of a runner, by the runner's id. */
  readonly #drained = new Map<number, boolean>();
  readonly #deletedByOthers = new Set<number>();

  constructor(random: Random, world: World, deployment: Deployment) {
    this.#world = world;
    this.#deployment = deployment;
    this.#fleet = new WorkingFleet(world.gitlab, () => deployment.tokens(), PACE);
    this.#fleet.open(jobsBy(random), JOB_EVERY_MS);
  }

  /** Notes which runners the next operation may delete only when none of their jobs runs. */
  noteDrains(): void {
    for (const [id, isDrained] of this.#deployment.drained()) this.#drained.set(id, isDrained);
  }

  /** Somebody deletes a runner at GitLab, whatever runs. */
  noteDeletion(runner: number): void {
    this.#deletedByOthers.add(runner);
  }

  /**
   * Tokens that machines had and GitLab should accept no more, when the stack has come to rest. A runner
   * that was there before keeps the last one that it had.
   */
  async deadTokens(): Promise<string[]> {
    const tokens = [...this.#fleet.runnerOf];
    const present = new Set(this.#deployment.tokens().values());
    const last = new Map(tokens.map(([token, runner]) => [runner, token]));
    const before = new Set(this.#world.adoptable.map(({ id }) => id));
    const found: string[] = [];
    for (const [token, runner] of tokens) {
      const mayLive = present.has(token) || (before.has(runner) && last.get(runner) === token);
      if (!mayLive && (await this.#world.accepts(token, runner)))
        found.push(`GitLab accepts an old token of runner ${runner}`);
    }
    return found;
  }

  /** Ends it. @returns what became of jobs that should not. */
  async end(): Promise<string[]> {
    const wrong = await this.#fleet.close(await this.#world.takerOfAll());
    const cutOff = this.#fleet.cutOff.filter(
      ({ runner }) => this.#drained.get(runner) === true && !this.#deletedByOthers.has(runner),
    );
    return [
      ...wrong,
      ...cutOff.map(({ job, runner }) => `job ${job} ran when runner ${runner} was deleted`),
    ];
  }

  /** How many jobs have arrived. */
  get jobs(): number {
    return this.#fleet.jobs;
  }

  /** Lets no more jobs arrive. */
  endArrivals(): void {
    this.#fleet.endArrivals();
  }

  stop(): Promise<void> {
    return this.#fleet.stop();
  }
}
