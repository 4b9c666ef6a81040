import * as pulumi from "@pulumi/pulumi";
import { pluginPlaces } from "../stack/pluginPlaces";
import { monitorAddress } from "./engineInput";
import { packageVersion } from "./packageVersion";

const ENTRY = `plugins:
  providers:
    - name: gitlab-runners
      path: ./node_modules/pulumi-gitlab-runners/dist/plugin`;

let hasWarned = false;

/**
 * Says how the engine finds the plugin where it will not: it then only says that it could not download
 * it. A warning, as later engines may look elsewhere, or find it where they download others.
 */
export function warnOfMissingPlugin(): void {
  if (hasWarned || monitorAddress() === undefined) return;
  hasWarned = true;
  const version = packageVersion();
  const { hasPlugin, otherVersions } = pluginPlaces(pulumi.runtime.getRootDirectory(), version);
  if (!hasPlugin) void pulumi.log.warn(missingText(version, otherVersions));
}

/** Several lines, so that the entry can be copied from a terminal. */
export function missingText(version: string, otherVersions: readonly string[]): string {
  const others = otherVersions.length === 0 ? "" : ` (there is ${otherVersions.join(", ")})`;
  return (
    `the plugin gitlab-runners ${version} is not installed${others}, and Pulumi.yaml names no folder of ` +
    `it. Add to Pulumi.yaml:\n\n${ENTRY}\n`
  );
}
