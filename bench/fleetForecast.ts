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
  refresh: 1,
  update: 2,
  destroy: 1,
};

/** What each stack costs: the look at the credential, and where runners are new those at their group. */
const PER_STACK: Readonly<Record<FleetOperation, number>> = {
  create: 5,
  preview: 1,
  refresh: 0,
  update: 1,
  destroy: 0,
};

/** Whether each stack verifies tokens, those of so many runners: gitlab-runners:verifyTokensLimit. */
const VERIFIES: readonly FleetOperation[] = ["preview", "update"];
const VERIFIED = 20;

/** So many runners are on a page of the list of those never contacted. */
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
  const pages = operation === "create" ? Math.max(1, Math.ceil(neverContacted / PAGE)) : 0;
  const requests = {
    user: stacks * (PER_STACK[operation] + pages + PER_RUNNER[operation] * runnersPerStack),
    address: VERIFIES.includes(operation) ? stacks * Math.min(VERIFIED, runnersPerStack) : 0,
  };
  const windows = Math.max(requests.user / limits.user, requests.address / limits.address);
  return { requests, windows: Math.ceil(windows) };
}
