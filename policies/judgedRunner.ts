import type { AccessLevel, RunnerType } from "../sdk/types";

/** The types by which the engine names a `Runner`: as a dynamic resource, and as one of the plugin. */
export const RUNNERS: readonly string[] = [
  "pulumi-nodejs:dynamic/gitlab-runners:Runner",
  "gitlab-runners:index:Runner",
];

/**
 * What the rules read of a runner. Reading a value that is not known yet throws
 * `UnknownValueError`, whatever the type says.
 */
export interface JudgedRunner {
  runnerType: RunnerType;
  description?: string;
  tagList?: readonly string[];
  runUntagged?: boolean;
  locked?: boolean;
  accessLevel?: AccessLevel;
  maximumTimeout?: number;
  maintenanceNote?: string;
  version?: string;
  groupId?: number | string;
  projectId?: number | string;
  rotation?: { everyDays?: number };
  tokenObtainedAt?: string;
  tokenExpiresAt?: string;
}

/** The properties of a resource, if they show a runner's type: GitLab's or the program's. */
export function judgedRunner(
  type: string,
  props: Record<string, unknown>,
): JudgedRunner | undefined {
  if (!RUNNERS.includes(type) || props["runnerType"] === undefined) return undefined;
  return props as unknown as JudgedRunner;
}

/** Whether the program's arguments say all of it; of another runner GitLab knows more. */
export function isCreated(props: Record<string, unknown>): boolean {
  return ["runnerId", "authenticationToken", "registrationToken"].every((name) => !(name in props));
}
