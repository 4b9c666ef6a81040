import { setTimeout as sleep } from "node:timers/promises";

import { findSecrets } from "../helpers/secretScan";
import type { Program } from "../helpers/host/declared";
import type { Deployment, Ended } from "../helpers/host/deployment";
import { HELD_MS, type Kill, changesBehind, disturb, makeChange, matches } from "./events";
import { violations } from "./invariants";
import { Author, adoptedId } from "./program";
import { Random } from "./random";
import { Upkeep } from "./upkeep";
import { Work } from "./work";
import { World } from "./world";

/** What became of an episode. */
export interface Verdict {
  readonly seed: number;
  readonly resources: number;
  readonly operations: number;
  readonly kills: number;
  /** What was wrong; none when all is well. */
  readonly found: readonly string[];
  /** What happened, one line an event. */
  readonly script: readonly string[];
}

/** How often refresh and up may be needed, after everything that went wrong, to come to rest. */
const MOST_ROUNDS = 2;
const LARGEST = 60;
/** Added to an episode's seed for random numbers that its program does not depend on. */
const UPKEEP_SEED = 1_000_000_000;
const JOBS_SEED = 2_000_000_000;

/**
 * A stack's life while things go wrong: it is applied, changed and removed with faults and kills at
 * random, then left alone until it is at rest, and must be what its program declares.
 */
export async function runEpisode(
  seed: number,
  deploy: (world: World) => Promise<Deployment>,
): Promise<Verdict> {
  const random = new Random(seed);
  const world = await World.start(random, String(seed));
  const deployment = await deploy(world);
  try {
    return await new Episode(seed, random, world, deployment).run();
  } finally {
    await deployment.dispose();
    await world.close();
  }
}

class Episode {
  readonly #random: Random;
  readonly #world: World;
  readonly #deployment: Deployment;
  readonly #author: Author;
  readonly #upkeep: Upkeep;
  readonly #work: Work;
  readonly #script: string[] = [];
  readonly #found: string[] = [];
  #operations = 0;
  #kills = 0;

  constructor(
    private readonly seed: number,
    random: Random,
    world: World,
    deployment: Deployment,
  ) {
    this.#random = random;
    this.#world = world;
    this.#deployment = deployment;
    this.#author = new Author(random, world);
    this.#upkeep = new Upkeep(new Random(seed + UPKEEP_SEED));
    this.#work = new Work(new Random(seed + JOBS_SEED), world, deployment);
  }

  async run(): Promise<Verdict> {
    try {
      return await this.#live();
    } finally {
      await this.#work.stop();
    }
  }

  async #live(): Promise<Verdict> {
    const random = this.#random;
    const size = random.chance(0.2) ? random.int(11, LARGEST) : random.int(1, 10);
    let written = this.#author.write(size);
    let program = this.#upkeep.over(written);
    this.#note(`as ${this.#world.user}: ${shown(program)}`);
    const phases = random.int(1, 3);
    let drifted = false;
    let unfinished = false;
    let replaced: readonly string[] = [];
    for (let phase = 0; phase < phases; phase += 1) {
      if (phase > 0 && random.chance(0.7)) {
        // A user who gives up a resource while it is not clear whether it was made must look himself.
        if (unfinished) await this.#converge(program, drifted, replaced);
        unfinished = false;
        replaced = [];
        written = this.#author.revise(written);
        this.#upkeep.revise();
        program = this.#upkeep.over(written);
        this.#note(`the program is now: ${shown(program)}`);
      }
      if (phase > 0 && program.length > 0 && random.chance(0.4)) {
        drifted = true;
        await this.#changeBehind(program);
      }
      if (phase > 0) this.#letTimePass();
      const refreshes = phase > 0 && random.chance(0.25);
      // Who interrupts a replacement that was asked for asks for it again.
      if (!unfinished) replaced = phase > 0 && !refreshes ? this.#toReplace(program) : [];
      const ended = await this.#disturbed(refreshes ? "refresh" : "up", program, {
        mayLag: !unfinished,
        replaced: refreshes ? [] : replaced,
      });
      unfinished = !ended || refreshes;
      if (ended && !refreshes) replaced = [];
    }
    await this.#converge(program, drifted || random.chance(0.5), replaced);
    await this.#check(program, "at rest");

    if (this.#found.length === 0) {
      if (random.chance(0.5))
        await this.#disturbed("destroy", program, { mayLag: false, replaced: [] });
      await this.#undisturbed("destroy", program);
      await this.#check([], "destroyed");
      const wrong = await this.#work.end();
      this.#note(`${this.#work.jobs} jobs`);
      this.#found.push(...wrong);
    }
    return {
      seed: this.seed,
      resources: program.length,
      operations: this.#operations,
      kills: this.#kills,
      found: this.#found,
      script: this.#script,
    };
  }

  /** Runners that are replaced though nothing of them changes. */
  #toReplace(program: Program): string[] {
    const created = program.filter(
      ({ type, args }) => type === "Runner" && adoptedId(args) === undefined,
    );
    if (created.length === 0 || !this.#random.chance(0.3)) return [];
    return [this.#random.pick(created).name];
  }

  async #changeBehind(program: Program): Promise<void> {
    const changes = changesBehind(this.#random, program, this.#deployment.ids());
    for (const change of changes) {
      if (change.deletes !== undefined) this.#work.noteDeletion(change.deletes);
      this.#note(`somebody: ${change.what}: ${await makeChange(this.#world, change)}`);
    }
  }

  #letTimePass(): void {
    const days = this.#upkeep.days();
    if (days === 0) return;
    this.#deployment.daysAhead += days;
    this.#world.advance(days);
    this.#note(`${days} days pass`);
  }

  /** @returns whether it succeeded all the same. */
  async #disturbed(
    operation: Operation,
    program: Program,
    { mayLag, replaced }: { mayLag: boolean; replaced: readonly string[] },
  ): Promise<boolean> {
    const disturbance = disturb(this.#random, program.length, mayLag);
    const { faults, kill } = disturbance;
    for (const fault of faults) this.#world.addFault(fault);
    if (kill) this.#world.addFault(kill.fault);
    this.#note(`${operation} ${replaced.join(" ")} with ${JSON.stringify(disturbance)}`);

    const stop = kill ? this.#armed(kill) : undefined;
    const ended = await this.#operate(operation, program, replaced);
    const killed = stop?.() === true;
    this.#world.calm();
    await this.#ended(operation, ended);
    if (!killed) return ended.succeeded;
    this.#kills += 1;
    // What GitLab is still busy with comes to its end.
    await sleep(HELD_MS + 100);
    const recovered = await this.#deployment.recover();
    if (!recovered.succeeded) this.#found.push(`recovering failed: ${recovered.output}`);
    return ended.succeeded;
  }

  /** Watches for the request at which a process is to be killed. @returns the end of the watch. */
  #armed(kill: Kill): () => boolean {
    const { requests } = this.#world.gitlab;
    requests.clear();
    let killed = false;
    const watch = setInterval(() => {
      const seen = requests.all().filter((sent) => matches(kill.at, sent)).length;
      if (killed || seen <= kill.at.skip) return;
      killed = true;
      setTimeout(() => {
        this.#deployment.kill(kill.victim);
      }, kill.delayMs);
    }, 1);
    return () => {
      clearInterval(watch);
      if (killed) this.#note(`  the ${kill.victim} was killed`);
      return killed;
    };
  }

  /** Without anything going wrong any more, until nothing is left to do. */
  async #converge(
    program: Program,
    refreshFirst: boolean,
    replaced: readonly string[],
  ): Promise<void> {
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      if (round > 1 || refreshFirst) await this.#undisturbed("refresh", program);
      await this.#undisturbed("up", program, round === 1 ? replaced : []);
      const left = await this.#deployment.expectNoChanges(program);
      await this.#ended("preview", left);
      if (left.succeeded) return;
      this.#note(left.output);
    }
    this.#found.push(`after ${MOST_ROUNDS} rounds there is still something to do`);
  }

  async #undisturbed(
    operation: Operation,
    program: Program,
    replaced: readonly string[] = [],
  ): Promise<void> {
    const ended = await this.#operate(operation, program, replaced);
    await this.#ended(operation, ended);
    if (!ended.succeeded) this.#found.push(`${operation} failed undisturbed: ${ended.output}`);
  }

  #operate(operation: Operation, program: Program, replaced: readonly string[]): Promise<Ended> {
    this.#work.noteDrains();
    return this.#deployment[operation](program, replaced);
  }

  async #ended(operation: string, { succeeded, output }: Ended): Promise<void> {
    this.#operations += 1;
    this.#note(`  ${operation} ${succeeded ? "succeeded" : `failed: ${output}`}`);
    const texts = { [`output of ${operation}`]: output, state: await this.#deployment.written() };
    for (const leak of findSecrets(texts, this.#world.tokens()))
      this.#found.push(`${leak.where} has a ${leak.kind} in ${leak.encoding}`);
  }

  async #check(program: Program, when: string): Promise<void> {
    const deployed = await this.#deployment.deployed();
    const found = [
      ...(await violations(this.#world, program, this.#author, deployed)),
      ...(await this.#work.deadTokens()),
    ];
    this.#found.push(...found.map((sentence) => `${when}: ${sentence}`));
  }

  #note(line: string): void {
    this.#script.push(line);
  }
}

type Operation = "up" | "refresh" | "destroy";

function shown(program: Program): string {
  const brief = (_: string, value: unknown): unknown =>
    typeof value === "string" && value.length > 40
      ? `${value.slice(0, 8)}… ${value.length}`
      : value;
  return program.map(({ name, args }) => `\n    ${name} ${JSON.stringify(args, brief)}`).join("");
}
