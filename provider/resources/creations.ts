import * as v from "valibot";
import { type Engine, engineSchema, readState } from "../engineState";
import { type HeldRunners, heldRunners } from "./heldRunners";
import type { Properties } from "./resourceHandler";

/** What a process knows that decides how a runner is created. */
export interface Creations {
  /** Takes in what the program's class says of the engine and of the resource. */
  readonly note: (inputs: Properties) => void;
  /** Whether the engine leaves the runners of a resource at GitLab, by the resource's mark. */
  readonly isRetained: (mark: unknown) => boolean;
  /** The runners that the stack's state holds; rejects where the engine cannot be asked. */
  readonly held: () => Promise<HeldRunners>;
  /** Takes in that the engine showed a runner of the state, or that one was taken over. */
  readonly show: (id: string, mark: unknown, attempt: string | undefined) => void;
  /** Whether the engine showed the runner of a resource, by the resource's mark. */
  readonly isShown: (mark: unknown) => boolean;
  /** Whether a runner has come to another creation than the one that a state has it of. */
  readonly hasSuccessor: (id: string, attempt: string | undefined) => boolean;
  /** Takes in how long GitLab took for a creation. */
  readonly noteLatency: (milliseconds: number) => void;
  /** The longest that GitLab took. */
  readonly slowestMs: () => number;
}

export function createCreations(): Creations {
  let engine: Engine | undefined;
  let held: Promise<HeldRunners> | undefined;
  let slowestMs = 0;
  const retained = new Set<unknown>();
  const shown = new Set<unknown>();
  const attempts = new Map<string, string>();
  return {
    note(inputs) {
      const given = v.safeParse(engineSchema, inputs["__engine"]);
      if (!given.success) return;
      engine = given.output;
      if (engine.retains) retained.add(inputs["__mark"]);
    },
    isRetained: (mark) => retained.has(mark),
    held: () => (held ??= readHeld(engine)),
    show(id, mark, attempt) {
      shown.add(mark);
      // A state of an earlier version has none, nor has one that adopted the runner.
      if (attempt !== undefined) attempts.set(id, attempt);
    },
    isShown: (mark) => shown.has(mark),
    hasSuccessor: (id, attempt) => attempts.has(id) && attempts.get(id) !== attempt,
    noteLatency(milliseconds) {
      slowestMs = Math.max(slowestMs, milliseconds);
    },
    slowestMs: () => slowestMs,
  };
}

async function readHeld(engine: Engine | undefined): Promise<HeldRunners> {
  if (!engine) throw new Error("the program does not say where its engine is");
  return heldRunners(await readState(engine));
}
