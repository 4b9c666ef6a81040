import { type Candidate, candidateOf } from "../gitlab/coverage/tagCoverage";
import { unlessGone } from "../gitlab/transport/unlessGone";
import type { Connection } from "../gitlab/connection";
import { RUNNER_DEFAULTS } from "../gitlab/runnerDefaults";
import { runnerPayload } from "./runnerPayloads";

/** What of a runner matters to the jobs that find it. */
export type Attributes = Pick<
  Candidate,
  "description" | "runnerType" | "tagList" | "runUntagged" | "accessLevel" | "paused"
>;

/** What a program declares of a runner, as far as it matters to the jobs that find it. */
export interface DeclaredRunner {
  /** Undefined for one that is yet to be made. */
  readonly id: string | undefined;
  /** The arguments that are given; of another runner than an adopted one GitLab's defaults, too. */
  readonly attributes: Partial<Attributes>;
}

/** GitLab's defaults, which an argument that is left out means on a runner that a stack makes. */
export const DEFAULTS: Omit<Attributes, "runnerType"> = {
  description: undefined,
  tagList: RUNNER_DEFAULTS.tagList,
  runUntagged: RUNNER_DEFAULTS.runUntagged,
  accessLevel: RUNNER_DEFAULTS.accessLevel,
  paused: RUNNER_DEFAULTS.paused,
};

/** The runner as it will be once the program is applied. */
export async function declaredCandidate(
  connection: Connection,
  { id, attributes }: DeclaredRunner,
): Promise<Candidate> {
  const present = id === undefined ? undefined : await presentCandidate(connection, id);
  const status = present?.status ?? (id === undefined ? "never_contacted" : "gone");
  return { ...DEFAULTS, ...present, ...attributes, status };
}

async function presentCandidate(
  connection: Connection,
  id: string,
): Promise<Candidate | undefined> {
  const runner = await unlessGone(runnerPayload(connection, id, { projects: false }));
  return runner && candidateOf(runner);
}
