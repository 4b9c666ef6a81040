import { isDeepStrictEqual } from "node:util";

import { type Declared, type Program, referencesOf } from "./declared";
import type { Deployed, Deployment, Ended } from "./deployment";
import type { HostLane } from "./hostLane";
import { UNKNOWN } from "./givenArguments";
import { type Entry, HostState, dependsOn } from "./hostState";
import { Monitor } from "./monitor";
import { InitFailure, type Properties, type ProviderHost } from "./providerHost";
import { sameInputs } from "./sameInputs";
import { inClear } from "./secrets";

/** One operation. */
interface Run {
  readonly host: ProviderHost;
  readonly lines: string[];
  /** The names of the resources that are to be replaced, changed or not. */
  readonly replaced: readonly string[];
  hasFailed: boolean;
  /** The engine was killed: nothing of the operation comes into the state any more. */
  isDead: boolean;
}

type Plan =
  | { step: "create"; inputs: Properties }
  | { step: "same" | "update" | "replace"; inputs: Properties; old: Entry };

/** How a preview ended, and what is to be done with each resource for which that could be said. */
export interface Previewed extends Ended {
  readonly steps: Readonly<Record<string, Plan["step"]>>;
}

/**
 * A stack without Pulumi's engine: the SDK's host of dynamic providers or the plugin is the real one,
 * and what the engine does with it is done here in small. There are checks, diffs, creates, updates, replacements
 * that create first, deletes in the order of dependence, failed initialisations, and a state that is
 * kept after each step. There are no unknown values but ids, no program and no encryption, and the provider's
 * process serves more than one operation. An end of the engine is the end of what comes into the
 * state.
 */
export class HostDeployment implements Deployment {
  daysAhead = 0;
  readonly #lane: HostLane;
  readonly #config: Readonly<Record<string, string>>;
  readonly #secretOf: (name: string) => string;
  readonly #state = new HostState();
  #monitor: Monitor | undefined;
  #run: Run | undefined;

  /** @param secretOf - a token, by the name that a program has for it. */
  constructor(
    lane: HostLane,
    config: Readonly<Record<string, string>>,
    secretOf: (name: string) => string = () => "",
  ) {
    this.#lane = lane;
    this.#config = config;
    this.#secretOf = secretOf;
  }

  /** Plans everything at once, as the engine does. */
  async preview(program: Program): Promise<Previewed> {
    const steps: Record<string, Plan["step"]> = {};
    const ended = await this.#operate(async (run) => {
      const all = program.map((declared) =>
        this.#attempt(run, declared.name, async () => {
          steps[declared.name] = (await this.#plan(run, declared)).step;
        }),
      );
      await Promise.all(all);
    });
    return { ...ended, steps };
  }

  up(program: Program, replaced: readonly string[] = []): Promise<Ended> {
    return this.#operate(async (run) => {
      const steps = new Map<string, Promise<boolean>>();
      const done = async (declared: Declared): Promise<boolean> => {
        for (const name of referencesOf(declared))
          if ((await steps.get(name)) !== true) return false;
        return !run.hasFailed && this.#apply(run, declared);
      };
      for (const declared of program) steps.set(declared.name, done(declared));
      await Promise.all(steps.values());
      await this.#delete(run, this.#superfluous(program));
    }, replaced);
  }

  refresh(): Promise<Ended> {
    return this.#operate(async (run) => {
      const all = this.#state.entries.map((entry) =>
        this.#attempt(run, entry.name, () => this.#read(run, entry)),
      );
      await Promise.all(all);
    });
  }

  destroy(): Promise<Ended> {
    return this.#operate((run) => this.#delete(run, this.#state.entries));
  }

  expectNoChanges(program: Program): Promise<Ended> {
    return this.#operate(async (run) => {
      for (const declared of program)
        await this.#attempt(run, declared.name, async () => {
          const { step } = await this.#plan(run, declared);
          if (step !== "same") throw new Error(`there is something to ${step}`);
        });
      for (const { name } of this.#superfluous(program))
        await this.#attempt(run, name, () =>
          Promise.reject(new Error("there is something to delete")),
        );
    });
  }

  kill(victim: "provider" | "engine"): void {
    const run = this.#run;
    if (!run) return;
    if (victim === "provider") {
      run.host.kill();
      return;
    }
    run.isDead = true;
    // What the engine has started goes on for a while, and has nobody to tell of it.
    setTimeout(() => {
      run.host.kill();
    }, 100);
  }

  /** There is no lock to take away. */
  recover(): Promise<Ended> {
    return Promise.resolve({ succeeded: true, output: "" });
  }

  deployed(): Promise<readonly Deployed[]> {
    return Promise.resolve(
      this.#state.entries.map((entry) => ({
        ...entry,
        outputs: inClear(entry.outputs) as Properties,
      })),
    );
  }

  ids(): ReadonlyMap<string, string> {
    return new Map(this.#state.entries.map(({ name, id }) => [name, id]));
  }

  tokens(): ReadonlyMap<string, string> {
    const tokens = this.#state.entries.flatMap(({ name, type, outputs, isReplaced }) => {
      const token = inClear(outputs["token"]);
      const isUsed = type === "Runner" && !isReplaced && typeof token === "string";
      return isUsed ? [[name, token] as const] : [];
    });
    return new Map(tokens);
  }

  drained(): ReadonlyMap<number, boolean> {
    const runners = this.#state.entries.filter(({ type }) => type === "Runner");
    return new Map(runners.map(({ id, outputs }) => [Number(id), outputs["drain"] !== undefined]));
  }

  /** Nothing is: the state is in memory. */
  written(): Promise<string> {
    return Promise.resolve("");
  }

  dispose(): Promise<void> {
    this.#monitor?.close();
    return Promise.resolve();
  }

  async #operate(
    work: (run: Run) => Promise<void>,
    replaced: readonly string[] = [],
  ): Promise<Ended> {
    this.#monitor ??= await Monitor.start(() => this.#state.entries);
    const host = await this.#lane.host(this.daysAhead);
    const run: Run = { host, lines: [], replaced, hasFailed: false, isDead: false };
    await host.startOperation(this.#config);
    this.#run = run;
    await work(run);
    this.#run = undefined;
    const output = [...run.lines, await host.takeOutput()].join("\n");
    return { succeeded: !run.hasFailed && !run.isDead, output };
  }

  /** Does one thing of an operation, whose failure is the operation's. */
  async #attempt(run: Run, name: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      run.hasFailed = true;
      run.lines.push(`${name}: ${(error as Error).message}`);
      return false;
    }
  }

  #apply(run: Run, declared: Declared): Promise<boolean> {
    return this.#attempt(run, declared.name, async () => {
      const plan = await this.#plan(run, declared);
      if (plan.step === "create") {
        await this.#create(run, declared, plan.inputs);
      } else if (plan.step === "replace") {
        const replaced = { ...plan.old, isReplaced: true };
        await this.#create(run, declared, plan.inputs, () => {
          this.#state.put(plan.old, replaced);
        });
      } else {
        const { old, inputs } = plan;
        const outputs =
          plan.step === "same" ? old.outputs : await this.#update(run, old, plan.inputs);
        const references = referencesOf(declared);
        const now = { ...old, inputs, outputs, references, hasFailed: false };
        if (!run.isDead) this.#state.put(old, now);
      }
    });
  }

  async #plan(run: Run, declared: Declared): Promise<Plan> {
    const old = this.#state.present(declared.name);
    const given = run.host.registered(declared, {
      address: this.#monitor?.address ?? "",
      idOf: (name) => this.#state.present(name)?.id ?? UNKNOWN,
      secretOf: this.#secretOf,
    });
    const check = async (olds: Properties): Promise<Properties> => {
      const { inputs, failures } = await run.host.check(declared, olds, given);
      if (failures.length > 0) throw new Error(failures.join("; "));
      return inputs;
    };
    // One that is to be replaced is not compared, and checked as a new one.
    if (old && run.replaced.includes(declared.name))
      return { step: "replace", inputs: await check({}), old };
    const inputs = await check(old?.inputs ?? {});
    if (!old) return { step: "create", inputs };
    const { changes, replaces } = await run.host.diff(
      declared,
      old.id,
      old.outputs,
      inputs,
      old.inputs,
    );
    const differs = changes ?? !sameInputs(old.inputs, inputs);
    const isReplaced =
      replaces.length > 0 ||
      declared.replaceOnChanges?.some((key) => !isDeepStrictEqual(old.inputs[key], inputs[key]));
    if (differs && isReplaced === true) return { step: "replace", inputs: await check({}), old };
    return { step: differs || old.hasFailed ? "update" : "same", inputs, old };
  }

  /** @param made - called when there is something to keep, before it is kept. */
  async #create(
    run: Run,
    declared: Declared,
    inputs: Properties,
    made?: () => void,
  ): Promise<void> {
    const { name, type } = declared;
    const keep = (
      id: string,
      outputs: Properties,
      { failed }: { failed?: InitFailure } = {},
    ): void => {
      if (run.isDead) return;
      made?.();
      const references = referencesOf(declared);
      this.#state.add({
        name,
        type,
        id,
        inputs: failed?.inputs ?? inputs,
        outputs,
        references,
        isReplaced: false,
        hasFailed: failed !== undefined,
      });
    };
    try {
      const { id, outputs } = await run.host.create(declared, inputs);
      keep(id, outputs);
    } catch (error) {
      if (error instanceof InitFailure) keep(error.id, error.properties, { failed: error });
      throw error;
    }
  }

  async #update(run: Run, old: Entry, inputs: Properties): Promise<Properties> {
    try {
      return await run.host.update(old, old.id, old.outputs, inputs, old.inputs);
    } catch (error) {
      if (error instanceof InitFailure && !run.isDead)
        this.#state.put(old, {
          ...old,
          inputs: error.inputs ?? inputs,
          outputs: error.properties,
          hasFailed: true,
        });
      throw error;
    }
  }

  async #read(run: Run, entry: Entry): Promise<void> {
    const found = await run.host.read(entry, entry.id, entry.outputs, entry.inputs);
    if (run.isDead) return;
    if (!found) {
      this.#state.remove(entry);
      return;
    }
    const { outputs, inputs = entry.inputs } = found;
    this.#state.put(entry, { ...entry, inputs, outputs, hasFailed: false });
  }

  /** What the program does not declare, or no longer as it was. */
  #superfluous(program: Program): Entry[] {
    const declared = new Set(program.map(({ name }) => name));
    return this.#state.entries.filter(({ name, isReplaced }) => isReplaced || !declared.has(name));
  }

  /** Dependents first; nothing more once something has failed. */
  async #delete(run: Run, entries: readonly Entry[]): Promise<void> {
    let left = entries;
    while (left.length > 0 && !run.hasFailed && !run.isDead) {
      const next = left.filter(
        (entry) => !left.some((other) => other !== entry && dependsOn(other, entry)),
      );
      const all = next.map((entry) =>
        this.#attempt(run, entry.name, async () => {
          await run.host.delete(entry, entry.id, entry.outputs, entry.inputs);
          if (!run.isDead) this.#state.remove(entry);
        }),
      );
      await Promise.all(all);
      left = left.filter((entry) => !next.includes(entry));
    }
  }
}
