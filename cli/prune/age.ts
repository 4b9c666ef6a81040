import { ConfigurationError } from "../../gitlab";
import { wouldTakeOnline } from "../../gitlab/pruning/staleness";

/**
 * From which time on nothing heard is stale.
 *
 * @param since - by `--older-than`; milliseconds since 1970.
 * @throws {ConfigurationError} if what GitLab counts as online would be stale.
 */
export function staleSince(since: number): number {
  if (!wouldTakeOnline(since)) return since;
  throw new ConfigurationError(
    "--older-than is less than 2 hours ago, and GitLab counts a runner as online for so long after a contact",
  );
}
