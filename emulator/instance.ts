import type { Clock } from "./clock";
import type { WindowCounts } from "./rules/rateLimits";
import type { JobLogs } from "./store/jobLogs";
import type { Store } from "./store/store";
import type { Features } from "./versions";

/** What every part of the server works on. */
export interface Instance {
  store: Store;
  clock: Clock;
  features: Features;
  /** What runners have sent of the logs of jobs. */
  logs: JobLogs;
  /** What the rate limits have counted. */
  counts: WindowCounts;
  /** The public address, without a trailing slash. */
  url: string;
}
