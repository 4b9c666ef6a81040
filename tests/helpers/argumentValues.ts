import type { ArgumentName, RunnerInputs } from "../../provider/runner/runnerArguments";
import { GIVEN_TOKEN, OTHER_TOKEN } from "../properties/helpers/tokens";

/** Values of an argument to try it with. */
interface Tried<Name extends ArgumentName> {
  /** No default of GitLab's. */
  readonly value: RunnerInputs[Name];
  readonly other: RunnerInputs[Name];
  /** What must be given beside it; a project runner is created if left out. */
  readonly beside?: Partial<RunnerInputs>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const instanceRunner = { runnerType: "instance_type" } as const;

/** For every argument of a runner; without values of its own a new one does not compile. */
export const ARGUMENT_VALUES: { readonly [Name in ArgumentName]: Tried<Name> } = {
  runnerType: { value: "instance_type", other: "group_type", beside: {} },
  groupId: { value: 7, other: 8, beside: { runnerType: "group_type" } },
  projectId: { value: 11, other: 12, beside: { runnerType: "project_type" } },
  registrationToken: { value: "register-me", other: "register-you", beside: {} },
  runnerId: { value: 2, other: 3, beside: {} },
  authenticationToken: { value: GIVEN_TOKEN, other: OTHER_TOKEN, beside: {} },
  deleteOnDestroy: { value: true, other: false, beside: { runnerId: 2 } },
  resetTokenOnAdopt: { value: true, other: false, beside: { runnerId: 2 } },
  drain: { value: { timeout: 600 }, other: { timeout: 600, onTimeout: "force" } },
  description: { value: "Builds", other: "Deployments" },
  paused: { value: true, other: false },
  locked: { value: true, other: false },
  runUntagged: {
    value: false,
    other: true,
    beside: { runnerType: "project_type", projectId: 11, tagList: ["docker"] },
  },
  tagList: { value: ["docker"], other: ["docker", "gpu"] },
  accessLevel: { value: "ref_protected", other: "not_protected" },
  maximumTimeout: { value: 3600, other: 600 },
  maintenanceNote: { value: "call 42", other: "call 43" },
  tokenExpiresAt: { value: inDays(10), other: inDays(12), beside: instanceRunner },
  tokenRotationDeadline: {
    value: inDays(9),
    other: inDays(8),
    beside: { ...instanceRunner, tokenExpiresAt: inDays(10) },
  },
  rotation: { value: { everyDays: 30 }, other: { everyDays: 90, beforeExpiryDays: 7 } },
};

/** Arguments of a runner with one to be tried. */
export function argumentsWith(name: ArgumentName, value: unknown): Record<string, unknown> {
  const { beside = { runnerType: "project_type", projectId: 11 } }: Tried<ArgumentName> =
    ARGUMENT_VALUES[name];
  return { ...beside, ...(value !== undefined && { [name]: value }) };
}
