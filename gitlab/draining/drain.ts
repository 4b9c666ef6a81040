/** What becomes of a drain whose time is over while jobs run: it fails, or goes on without them. */
export const TIMEOUT_ACTIONS = ["fail", "force"] as const;
export type TimeoutAction = (typeof TIMEOUT_ACTIONS)[number];

/** How long the jobs of a runner are waited for. */
export interface Drain {
  /** Seconds. */
  readonly timeout: number;
  /** `fail` if left out. */
  readonly onTimeout?: TimeoutAction;
}

/** A week, seconds; a timer of Node's takes no more than three. */
export const LONGEST_DRAIN_S = 604_800;
