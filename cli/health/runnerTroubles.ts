import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import type { RunnerManagerPayload } from "../../gitlab/payloads/schemas";
import type { RunnerWithDetails } from "../runnerDetails";
import { isOld } from "./releases";

/** What can be wrong with a runner itself, the worst first. */
export const RUNNER_TROUBLES = ["offline", "stale", "never-contacted", "old"] as const;
export type RunnerTrouble = (typeof RUNNER_TROUBLES)[number];

/** A runner and its machines. */
export interface ExaminedRunner extends RunnerWithDetails {
  /** Undefined where GitLab does not show them. */
  readonly managers?: readonly RunnerManagerPayload[];
}

/** @param gitlab - the version of GitLab; without it no runner is old. */
export function hasTrouble(
  runner: ExaminedRunner,
  trouble: RunnerTrouble,
  gitlab: string | undefined,
): boolean {
  const { listed } = runner;
  switch (trouble) {
    // Somebody who pauses a runner knows that it takes no jobs.
    case "offline":
      return contactStatus(listed) === "offline" && !listed.paused;
    case "stale":
      return contactStatus(listed) === "stale";
    case "never-contacted":
      return contactStatus(listed) === "never_contacted";
    case "old":
      return gitlab !== undefined && oldVersionsOf(runner, gitlab).length > 0;
  }
}

/**
 * The versions of a runner's gitlab-runner that GitLab no longer repairs, each once.
 *
 * @param gitlab - the version of GitLab.
 */
export function oldVersionsOf(runner: ExaminedRunner, gitlab: string): string[] {
  return [...new Set(versionsOf(runner).filter((version) => isOld(version, gitlab)))].sort();
}

/** The versions of what is in contact with GitLab: what is not, has other troubles. */
function versionsOf({ listed, details, managers }: ExaminedRunner): string[] {
  if (managers !== undefined)
    return managers.filter(({ status }) => status === "online").map(({ version }) => version ?? "");
  return contactStatus(listed) === "online" ? [details?.version ?? ""] : [];
}
