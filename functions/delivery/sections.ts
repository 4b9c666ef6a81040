import type { KnownProcess, KnownRunner } from "./knownProcess";
import type { TomlTable } from "./keys/readKeys";

/** The global section of config.toml. */
export function globalSection({ keys }: KnownProcess): TomlTable {
  return { concurrent: 1, ...keys };
}

/** What a `[[runners]]` says of how jobs are run; whose runner it is, the caller adds. */
export function runnerSection({ executor, keys }: KnownRunner): TomlTable {
  return { executor, ...keys };
}
