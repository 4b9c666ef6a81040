import { type FullKey, ownKey } from "./keys";
import { settingName } from "./settingNames";
import type { KnownSource } from "./settings";

/** A value, if there is one, and how users call the place where it is set. */
export type Candidate = readonly [source: string, value: string | undefined];

/**
 * A value of the configuration and how users call its setting. In the package's own namespace, the only
 * one that the plugin is given, a key counts before the same key of `@pulumi/gitlab`.
 */
export function configured(source: KnownSource, key: FullKey): Candidate {
  const own = ownKey(key);
  const value = source.config(own);
  // An empty one is not set, as in the environment.
  const counts = value === undefined || value === "" ? key : own;
  return [settingName(source, counts), source.config(counts)];
}
