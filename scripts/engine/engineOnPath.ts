import { dirname } from "node:path";

import { runCommand } from "../setUp/commands";
import { onPath } from "../setUp/onPath";
import type { Found } from "./getEngine";

const OLDEST: readonly [number, number] = [3, 216];

/** The user's own engine, if it is one that this package supports. */
export async function engineOnPath(): Promise<Found> {
  const pulumi = onPath("pulumi");
  if (pulumi === undefined) throw new Error("there is none");
  const { stdout } = await runCommand(pulumi, ["version"], { timeout: 30_000 });
  const [, version, major, minor] = /^v?((\d+)\.(\d+)\.\S+)$/.exec(stdout) ?? [];
  if (version === undefined) throw new Error(`${pulumi} does not report its version: ${stdout}`);
  if (Number(major) !== OLDEST[0] || Number(minor) < OLDEST[1])
    throw new Error(`${pulumi} is ${version}; 3.216 or later is needed, below 4`);
  const host = "pulumi-language-nodejs";
  if (onPath(host) === undefined && onPath(host, dirname(pulumi)) === undefined)
    throw new Error(`${pulumi} comes without ${host}`);
  return { version };
}
