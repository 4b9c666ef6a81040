import {
  type GitLabClient,
  PermissionError,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerPayload,
} from "../../gitlab";

/** The runners that a credential may list. */
export interface RunnerListing {
  readonly runners: readonly RunnerPayload[];
  /** Whether the list has every runner that exists. */
  readonly isComplete: boolean;
}

/**
 * The runners of an owner; without the right to list these, the runners that the credential's user
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
