import type { Instance } from "../instance";
import type { ApplicationLimit } from "../rules/rateLimits";
import { tooManyRequests } from "./errors";

const INTERVAL_S = 60;

/**
 * Counts a request against the limit of its endpoint: GitLab's
 * lib/gitlab/application_rate_limiter.rb, which knows nothing of the throttles.
 *
 * @param scope - For whom it counts: a user, or the token of a runner or of a job.
 * @throws ApiError 429.
 */
export function countAgainst(limit: ApplicationLimit, scope: string, instance: Instance): void {
  const { store, counts, clock, features } = instance;
  const most = store.settings[limit];
  if (most === 0 || !features.limits.includes(limit)) return;
  if (counts.add(`${limit} ${scope}`, INTERVAL_S, clock.now()) <= most) return;
  throw tooManyRequests(features.limitsTellWhen ? INTERVAL_S : undefined);
}
