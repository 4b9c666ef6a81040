import type { FleetOperation } from "./fleetOrders";

/** Requests that GitLab's two throttles count apart. */
export interface Requests {
  /** With the access token: for its user. */
  readonly user: number;
  /** With a runner's token in the header, to verify it: for the address, as nobody's. */
  readonly address: number;
}

/** Requests for the user that each runner costs. */
const PER_RUNNER: Readonly<Record<FleetOperation, number>> = {
  create: 1,
  preview: 0,
  refresh: 0,
  update: 2,
  destroy: 1,
};

/**
 * What each stack costs beside pages: the look at the credential, and where runners are new those at
 * their group; in a refresh the group's path and the sizes of the lists that have its runners.
 */
const PER_STACK: Readonly<Record<FleetOperation, number>> = {
  create: 6,
  preview: 1,
  refresh: 2,
  update: 1,
  destroy: 0,
};

/** Whether each stack verifies tokens, those of so many runners: gitlab-runners:verifyTokensLimit. */
const VERIFIES: readonly FleetOperation[] = ["preview", "update"];
const VERIFIED = 20;

/** So many runners are on a page of a list. */
const PAGE = 100;

export interface Fleet {
  readonly stacks: number;
  readonly runnersPerStack: number;
}

export interface Limits {
  /** Requests of a user, and of an address, in a window. */
  readonly user: number;
  readonly address: number;
  /** How long a window is, seconds. */
  readonly periodS: number;
}

/** What an operation of all stacks, at once or one after the other, takes. */
export interface Forecast {
  readonly requests: Requests;
  /** Full windows of the throttle that takes longer. */
  readonly windows: number;
}

/**
 * @param neverContacted - how many runners have not been in contact when it begins: whoever creates
 *   lists them, by pages.
 */
export function forecast(
  operation: FleetOperation,
  { stacks, runnersPerStack }: Fleet,
  limits: Limits,
  neverContacted = 0,
): Forecast {
  const lists: Partial<Record<FleetOperation, number>> = {
    create: neverContacted,
    refresh: runnersPerStack,
  };
  const listed = lists[operation];
  const pages = listed === undefined ? 0 : Math.max(1, Math.ceil(listed / PAGE));
  const requests = {
    user: stacks * (PER_STACK[operation] + pages + PER_RUNNER[operation] * runnersPerStack),
    address: VERIFIES.includes(operation) ? stacks * Math.min(VERIFIED, runnersPerStack) : 0,
  };
  const windows = Math.max(requests.user / limits.user, requests.address / limits.address);
  return { requests, windows: Math.ceil(windows) };
}
