import {
  type GitLabClient,
  PermissionError,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerPayload,
} from "../../gitlab";

/** Runners as far as a credential may list them. */
export interface RunnerListing {
  readonly runners: readonly RunnerPayload[];
  /** Whether a runner that is not in it does not exist. */
  readonly isComplete: boolean;
}

/**
 * The runners of an owner; without the right to that list, those that the credential's user
 * administers.
 *
 * @returns undefined for a credential that may list no runners.
 */
export async function listWhereAllowed(
  gitlab: GitLabClient,
  owner: RunnerListOwner,
  filter: RunnerFilter,
): Promise<RunnerListing | undefined> {
  const list = (of: RunnerListOwner): Promise<readonly RunnerPayload[] | undefined> =>
    gitlab.listRunners(of, filter).catch((error: unknown) => {
      if (error instanceof PermissionError) return undefined;
      throw error;
    });
  const all = await list(owner);
  if (all) return { runners: all, isComplete: true };
  const own = await list({ of: "caller" });
  return own && { runners: own, isComplete: false };
}
