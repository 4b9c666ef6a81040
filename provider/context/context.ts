import type { GitLabClient } from "../../gitlab";
import type { Connection } from "../../gitlab/connection";
import { type Creations, type ReadState, createCreations } from "./creations";
import { Declarations } from "./declarations";
import { type Lookups, createLookups } from "./lookups";

/** What the operations of a resource work with. */
export interface Context extends Connection {
  /** Shows a line of information, as often as it comes. */
  readonly note: (text: string) => void;
  /** The reads of GitLab that resources share: a process reads each thing once. */
  readonly lookups: Lookups;
  /** The ids of the runners that, as the engine showed, the state holds. */
  readonly stateRunners: Set<string>;
  readonly creations: Creations;
  /** Whether a program declares resources in this process: a refresh or destroy alone checks none. */
  readonly program: { isRunning: boolean };
  /** Whether the present resource was applied before, so that its address has worked. */
  readonly wasApplied?: boolean;
  /** The ids of the runners whose token in the stack was verified. */
  readonly verifiedRunners: Set<string>;
  /** The ids of the runners whose token a rotation resets, as their diff decided. */
  readonly dueResets: Set<string>;
  /** The ids of the runners whose token this process has reset. */
  readonly resetRunners: ReadonlySet<string>;
  /** The instances in the state that turned out to be this GitLab, as JSON. */
  readonly provenInstances: Set<string>;
  /** What the program declares, by resource. */
  readonly declarations: Declarations;
}

/** What a process knows before its first operation. */
export function newContext({
  readState = stateUnknown,
  isStateWhole = () => true,
  ...parts
}: Connection & {
  readState?: ReadState;
  isStateWhole?: () => boolean;
  note?: Context["note"];
}): Context {
  const { resetRunnerToken } = parts.gitlab;
  const resetRunners = new Set<string>();
  const gitlab: GitLabClient = {
    ...parts.gitlab,
    resetRunnerToken(id) {
      resetRunners.add(String(id));
      return resetRunnerToken(id);
    },
  };
  return {
    note: parts.warn,
    ...parts,
    gitlab,
    resetRunners,
    lookups: createLookups(gitlab, parts.warn),
    stateRunners: new Set(),
    creations: createCreations(readState, isStateWhole),
    program: { isRunning: false },
    verifiedRunners: new Set(),
    dueResets: new Set(),
    provenInstances: new Set(),
    declarations: new Declarations(),
  };
}

function stateUnknown(): Promise<never> {
  return Promise.reject(new Error("the program does not say where its engine is"));
}
