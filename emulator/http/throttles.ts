import type { Context } from "hono";

import type { Instance } from "../instance";
import { secondsOf } from "../rules/rateLimits";
import { requesterOf } from "./requester";

/** What a throttle says of a request that it counted. */
export interface Throttled {
  refused: boolean;
  /** The headers of the answer: all of GitLab's if the request is refused. */
  headers: Record<string, string>;
}

const OWN_TEXT = "Retry later";

/**
 * Counts a request to the API against the throttle of its user, or of its address when GitLab knows
 * nobody by it: GitLab's lib/gitlab/rack_attack.rb. One that is refused counts, too.
 *
 * @returns undefined where no throttle applies.
 */
export async function throttle(c: Context, instance: Instance): Promise<Throttled | undefined> {
  const { store, clock, counts, features } = instance;
  const { settings } = store;
  const applies =
    settings.throttle_authenticated_api_enabled || settings.throttle_unauthenticated_api_enabled;
  if (!applies || !c.req.path.startsWith("/api/")) return undefined;

  const requester = await requesterOf(c, instance);
  if (requester.kind === "runner") return undefined;
  if (requester.kind === "user" && requester.byJobToken && features.jobTokensUnthrottled)
    if (/^\/api\/v\d+\/jobs\//.test(c.req.path)) return undefined;
  const name =
    requester.kind === "user" ? "throttle_authenticated_api" : "throttle_unauthenticated_api";
  if (!settings[`${name}_enabled`]) return undefined;

  const limit = settings[`${name}_requests_per_period`];
  const period = settings[`${name}_period_in_seconds`];
  const now = clock.now();
  const whose = requester.kind === "user" ? `user:${requester.id}` : requester.address;
  const observed = counts.add(`${name} ${whose}`, period, now);
  const refused = observed > limit;
  const retryAfter = period - (secondsOf(now) % period);
  const reset = secondsOf(now) + retryAfter;
  const common = {
    "RateLimit-Name": name,
    // For a minute, however long the period is.
    "RateLimit-Limit": String(Math.ceil((limit * 60) / period)),
    "RateLimit-Observed": String(observed),
    "RateLimit-Remaining": String(Math.max(0, limit - observed)),
    "RateLimit-Reset": String(reset),
  };
  if (!refused) return { refused, headers: features.limitsInEveryAnswer ? common : {} };
  const more = {
    "Retry-After": String(retryAfter),
    "RateLimit-ResetTime": new Date(reset * 1000).toUTCString(),
  };
  return { refused, headers: { ...common, ...more } };
}

/** The answer to a request that is refused. */
export function refusal({ headers }: Throttled, { store }: Instance): Response {
  const text = store.settings.rate_limiting_response_text;
  return new Response(`${text === null || text === "" ? OWN_TEXT : text}\n`, {
    status: 429,
    headers: { "content-type": "text/plain", ...headers },
  });
}
