import type { Connection } from "../../gitlab/connection";
import { type Creations, type ReadState, createCreations } from "./creations";
import { Declarations } from "./declarations";
import { type Lookups, createLookups } from "./lookups";

/** What the operations of a resource work with. */
export interface Context extends Connection {
  /** Reads of GitLab that resources share: each thing is looked at once a process. */
  readonly lookups: Lookups;
  /** The ids of runners that the engine showed to be in the state. */
  readonly stateRunners: Set<string>;
  readonly creations: Creations;
  /** Whether a program declares resources meanwhile: a refresh or destroy alone checks none. */
  readonly program: { isRunning: boolean };
  /** Whether the resource that is looked at was applied before, so that its address has worked. */
  readonly wasApplied?: boolean;
  /** The ids of runners whose token, as the stack holds it, was verified. */
  readonly verifiedRunners: Set<string>;
  /** Records of the state that were proven to be of this GitLab, as JSON. */
  readonly provenInstances: Set<string>;
  /** What the program declares, by resource. */
  readonly declarations: Declarations;
}

/** What a process knows before its first operation. */
export function newContext({
  readState = stateUnknown,
  ...parts
}: Connection & { readState?: ReadState }): Context {
  return {
    ...parts,
    lookups: createLookups(parts.gitlab, parts.warn),
    stateRunners: new Set(),
    creations: createCreations(readState),
    program: { isRunning: false },
    verifiedRunners: new Set(),
    provenInstances: new Set(),
    declarations: new Declarations(),
  };
}

function stateUnknown(): Promise<never> {
  return Promise.reject(new Error("the program does not say where its engine is"));
}
