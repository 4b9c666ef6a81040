/** The settings that limit rates, by GitLab's names. */
export interface RateLimitSettings {
  /** All requests to the API, for each user. */
  throttle_authenticated_api_enabled: boolean;
  throttle_authenticated_api_requests_per_period: number;
  throttle_authenticated_api_period_in_seconds: number;
  /** The limits for requests without a known user, for each address. */
  throttle_unauthenticated_api_enabled: boolean;
  throttle_unauthenticated_api_requests_per_period: number;
  throttle_unauthenticated_api_period_in_seconds: number;
  /** What a throttle answers; null is GitLab's own text. */
  rate_limiting_response_text: string | null;
  /** Requests a minute of `GET /projects/:id` and of `GET /groups/:id`, for each user; 0 is no limit. */
  project_api_limit: number;
  group_api_limit: number;
  /** New notes a minute, for each user. */
  notes_create_limit: number;
  /** A minute, for each token of a runner, and of a job. */
  runner_jobs_request_api_limit: number;
  runner_jobs_patch_trace_api_limit: number;
  runner_jobs_endpoints_api_limit: number;
}

/** Settings that limit single endpoints. */
export type ApplicationLimit = Extract<keyof RateLimitSettings, `${string}_limit`>;

/**
 * Nothing is limited. Periods and requests of the throttles are GitLab's defaults, for those who turn
 * them on.
 */
export const NO_RATE_LIMITS: Readonly<RateLimitSettings> = {
  throttle_authenticated_api_enabled: false,
  throttle_authenticated_api_requests_per_period: 7200,
  throttle_authenticated_api_period_in_seconds: 3600,
  throttle_unauthenticated_api_enabled: false,
  throttle_unauthenticated_api_requests_per_period: 3600,
  throttle_unauthenticated_api_period_in_seconds: 3600,
  rate_limiting_response_text: null,
  project_api_limit: 0,
  group_api_limit: 0,
  notes_create_limit: 0,
  runner_jobs_request_api_limit: 0,
  runner_jobs_patch_trace_api_limit: 0,
  runner_jobs_endpoints_api_limit: 0,
};

const MANY_COUNTS = 10_000;

/**
 * Counts in fixed windows, which begin at multiples of their length since 1970, as those of
 * GitLab's limiters do.
 */
export class WindowCounts {
  readonly #latest = new Map<string, { window: number; count: number; endS: number }>();
  #pruneAt = MANY_COUNTS;

  /** Counts one more; returns how many there are in the window of that time. */
  add(key: string, periodS: number, now: Date): number {
    const window = Math.floor(secondsOf(now) / periodS);
    const latest = this.#latest.get(key);
    const count = latest?.window === window ? latest.count + 1 : 1;
    this.#latest.set(key, { window, count, endS: (window + 1) * periodS });
    if (this.#latest.size > this.#pruneAt) this.#prune(now);
    return count;
  }

  /** Every token and every address has counts of its own: those of windows that are over go. */
  #prune(now: Date): void {
    for (const [key, { endS }] of this.#latest)
      if (endS <= secondsOf(now)) this.#latest.delete(key);
    this.#pruneAt = Math.max(MANY_COUNTS, 2 * this.#latest.size);
  }

  clear(): void {
    this.#latest.clear();
  }
}

/** Whole seconds since 1970, in which GitLab's limiters reckon. */
export function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
