import type { Program, ResourceType } from "./declared";

/** A resource of a stack, as its state has it; secrets in clear. */
export interface Deployed {
  readonly name: string;
  readonly type: ResourceType;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** How an operation ended, and what a user saw of it. */
export interface Ended {
  readonly succeeded: boolean;
  readonly output: string;
}

/**
 * A stack that an episode works on. There are those of Pulumi's engine, and those that only a
 * provider's process is real of: the SDK's host of dynamic providers, or the plugin.
 */
export interface Deployment {
  /** How many days the clock of the provider's processes is ahead, from the next operation on. */
  daysAhead: number;
  /** @param replaced - the names of those that are to be replaced, changed or not. */
  up(program: Program, replaced?: readonly string[]): Promise<Ended>;
  refresh(program: Program): Promise<Ended>;
  destroy(program: Program): Promise<Ended>;
  /** A preview that fails when there is something to do. */
  expectNoChanges(program: Program): Promise<Ended>;
  /** Ends a process of the operation under way, at once. */
  kill(victim: "provider" | "engine"): void;
  /** What a user does after the engine was killed, and before the next operation. */
  recover(): Promise<Ended>;
  deployed(): Promise<readonly Deployed[]>;
  /** The ids of the resources by their names. */
  ids(): ReadonlyMap<string, string>;
  /** The tokens of the program's runners, by their names, as the program hands them to machines. */
  tokens(): ReadonlyMap<string, string>;
  /** For each runner in the state, by its id, whether the state has a drain of it. */
  drained(): ReadonlyMap<number, boolean>;
  /** Texts that the stack has written, in which no token may be. */
  written(): Promise<string>;
  dispose(): Promise<void>;
}
