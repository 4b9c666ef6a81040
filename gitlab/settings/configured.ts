import { type FullKey, ownKey } from "./keys";
import type { KnownSource } from "./settings";

/** A value, if there is one, and how users call the place where it is set. */
export type Candidate = readonly [source: string, value: string | undefined];

/**
 * A value of the configuration and the key that it is set by. In the package's own namespace, the only
 * one that the plugin is given, a key counts before the same key of `@pulumi/gitlab`.
 */
export function configured(config: KnownSource["config"], key: FullKey): Candidate {
  const own = ownKey(key);
  const value = config(own);
  // An empty one is not set, as in the environment.
  return value === undefined || value === "" ? [key, config(key)] : [own, value];
}
