import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Part } from "./surface";

interface Manifest {
  readonly engines: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** What package.json promises: what it needs, and the names under which its parts are found. */
export function requirements(root: string): Record<string, Part> {
  const { engines, bin, exports, peerDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as Manifest;
  const needed = Object.entries({ ...engines, ...peerDependencies });
  return {
    package: {
      // Only the oldest version: a newer one that is supported, too, takes nothing from anybody.
      ...Object.fromEntries(needed.map(([name, range]) => [name, range.split(" ")[0] ?? range])),
      ...named(Object.keys(bin), "command"),
      ...named(Object.keys(exports), "entry"),
    },
  };
}

function named(names: readonly string[], kind: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}
