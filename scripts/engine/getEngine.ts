import { delimiter, dirname } from "node:path";

import { engineFromGoModules } from "./engineFromGoModules";
import { engineFromInstaller } from "./engineFromInstaller";
import { engineOnPath } from "./engineOnPath";
import type { Log } from "../setUp/progress";

/** A Pulumi engine that is ready to run. */
export interface Engine {
  version: string;
  /** Where it came from, for a person. */
  source: string;
  /** What PATH must be for it to find its own parts. */
  path: string;
}

/** What one way of getting an engine gives: its version, and a directory if it is not on PATH. */
export interface Found {
  version: string;
  directory?: string;
}

interface Way {
  name: string;
  get: (log: Log) => Promise<Found>;
  /** What the engine that it gives cannot do, and where a page says why. */
  limit?: string;
}

const WAYS: readonly Way[] = [
  { name: "a pulumi on PATH", get: engineOnPath },
  { name: "Pulumi's installer", get: engineFromInstaller },
  {
    name: "a build from Go modules",
    get: engineFromGoModules,
    limit: "it runs no policy packs (docs/policies.md)",
  },
];

/**
 * Gets a Pulumi engine by the first way that works.
 *
 * @throws Error that names every way and why it failed.
 */
export async function getEngine(log: Log): Promise<Engine> {
  const failures: string[] = [];
  for (const { name, get, limit } of WAYS) {
    try {
      const { version, directory } = await get(log);
      const source = limit === undefined ? name : `${name}; ${limit}`;
      return { version, source, path: pathWith(directory) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`  ${name}: ${reason.replaceAll("\n", "\n    ")}`);
    }
  }
  throw new Error(
    `No Pulumi engine could be had; one of these three must work:\n${failures.join("\n")}\n` +
      "Put a pulumi (3.216 or later) on PATH, allow the download from get.pulumi.com, " +
      "or install Go 1.25 or later with a module proxy that it can reach.",
  );
}

/** The host of dynamic providers comes with the SDK; an engine's own one is found first. */
function pathWith(directory: string | undefined): string {
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  const parts = [directory, process.env["PATH"], sdk];
  return parts.filter((part) => part !== undefined).join(delimiter);
}
