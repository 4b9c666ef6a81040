import * as pulumi from "@pulumi/pulumi";
import { type Candidate, candidateOf } from "../../gitlab/coverage/tagCoverage";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Runner } from "../runner";
import type { Connection } from "./connection";
import { runnerPayload } from "./runner";

type Attributes = Pick<
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
const DEFAULTS: Omit<Attributes, "runnerType"> = {
  description: undefined,
  tagList: [],
  runUntagged: true,
  accessLevel: "not_protected",
  paused: false,
};

/** Unknown while an argument is, but not for want of an id. */
export function declaredRunner(runner: Runner): pulumi.Output<DeclaredRunner> {
  const { declared } = runner;
  const { runnerType, description, tagList, runUntagged, accessLevel, paused } = declared;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- who still registers is understood
  const isMade = runnerType !== undefined || declared.registrationToken !== undefined;
  return pulumi
    .all([
      knownId(runner),
      declared.runnerId,
      { runnerType, description, tagList, runUntagged, accessLevel, paused },
    ])
    .apply(([id, runnerId, given]) => ({
      id: id ?? (runnerId === undefined ? undefined : String(runnerId)),
      attributes: { ...(isMade && DEFAULTS), ...withoutUndefined(given as Partial<Attributes>) },
    }));
}

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

/** In a preview a runner that is to be made has no id yet, and an apply on it is never called. */
async function knownId({ id }: Runner): Promise<string | undefined> {
  const { isKnown } = id as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown)) return undefined;
  return new Promise((resolve) => {
    id.apply(resolve);
  });
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
