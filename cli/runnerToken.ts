import { text as readAll } from "node:stream/consumers";

import { ConfigurationError } from "../gitlab";

/**
 * A runner's authentication token, from RUNNER_TOKEN or standard input: an argument would show in process
 * lists.
 *
 * @throws {ConfigurationError} where there is none.
 */
export async function readRunnerToken(): Promise<string> {
  const given = process.env["RUNNER_TOKEN"] ?? (await readAll(process.stdin));
  const token = given.trim();
  if (token === "")
    throw new ConfigurationError("there is no token: pass it on standard input or in RUNNER_TOKEN");
  return token;
}
