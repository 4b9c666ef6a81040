import type { Declared, Program } from "../helpers/host/declared";
import type { ArrivingJob } from "../helpers/workingFleet";
import { adoptedId } from "./program";
import type { Random } from "./random";
import { PROJECTS } from "./world";

/** So long that a job which a machine has ends meanwhile, and so short that an episode goes on. */
const DRAIN = { timeout: 5 } as const;
const LONGEST_JOB_MS = 300;
const EVERY_DAYS = 30;
/** After which every date of a rotation has passed. */
const LEAP_DAYS = EVERY_DAYS + 1;

type Strategy = "replace" | "reset";

/** How one resource is looked after. */
interface Care {
  readonly drain?: typeof DRAIN;
  readonly rotation?: { readonly everyDays: number; readonly strategy: Strategy };
  readonly replaceOnChanges?: readonly string[];
}

/**
 * Adds to a program what looks after runners that work: drains, dates at which tokens are rotated, tags
 * whose change replaces. Its random numbers are its own, so that a seed writes the program that it did.
 */
export class Upkeep {
  readonly #random: Random;
  readonly #cares = new Map<string, Care>();

  constructor(random: Random) {
    this.#random = random;
  }

  over(program: Program): Program {
    return program.map((declared) => this.#withCare(declared));
  }

  /** Has some resources be looked after in another way from now on. */
  revise(): void {
    for (const name of this.#random.some([...this.#cares.keys()]).slice(0, 2))
      this.#cares.set(name, this.#care());
  }

  /** How many days pass before the next operation. */
  days(): number {
    return this.#random.chance(0.35) ? LEAP_DAYS : 0;
  }

  #withCare(declared: Declared): Declared {
    const care = this.#cares.get(declared.name) ?? this.#care();
    this.#cares.set(declared.name, care);
    const { drain, rotation, replaceOnChanges } = care;
    const args: Declared["args"] = { ...declared.args, ...(drain && { drain }) };
    if (declared.type !== "Runner") return { ...declared, args };
    if (adoptedId(args) !== undefined) {
      // Who adopts a runner by its token looks after the token himself.
      const resets = rotation && args["runnerId"] !== undefined;
      return { ...declared, args: resets ? { ...args, rotation: resetOf(rotation) } : args };
    }
    const ours = args["rotation"] as { strategy: Strategy } | undefined;
    return {
      ...declared,
      args: rotation ? { ...args, rotation: { ...rotation, ...ours } } : args,
      ...(replaceOnChanges && { replaceOnChanges }),
    };
  }

  #care(): Care {
    const random = this.#random;
    const strategy = random.pick<Strategy>(["replace", "replace", "reset"]);
    return {
      ...(random.chance(0.6) && { drain: DRAIN }),
      ...(random.chance(0.5) && { rotation: { everyDays: EVERY_DAYS, strategy } }),
      ...(random.chance(0.4) && { replaceOnChanges: ["tagList"] }),
    };
  }
}

function resetOf({ everyDays }: NonNullable<Care["rotation"]>): NonNullable<Care["rotation"]> {
  return { everyDays, strategy: "reset" };
}

/** The jobs that arrive during an episode, each for some runners that an author declares. */
export function jobsBy(random: Random): () => ArrivingJob {
  return () => ({
    project: random.pick(Object.keys(PROJECTS)),
    tags: random.pick([[], ["docker"]]),
    milliseconds: random.int(0, LONGEST_JOB_MS),
  });
}
