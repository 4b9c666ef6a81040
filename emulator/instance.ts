import type { Clock } from "./clock";
import type { Store } from "./store/store";
import type { Features } from "./versions";

/** What every part of the server works on. */
export interface Instance {
  store: Store;
  clock: Clock;
  features: Features;
  /** The public address, without a trailing slash. */
  url: string;
}
