import { readFileSync } from "node:fs";
import { getSystemErrorMap } from "node:util";

import { Command, InvalidArgumentError, Option } from "commander";

import { greeting } from "./greeting";
import { companySeed } from "./seed/companySeed";
import type { Seed } from "./seed/seedDocument";
import { startEmulator } from "./startEmulator";
import { VERSIONS, type Version } from "./versions";

/** In place of a file's name. */
const COMPANY = "company";

interface CliOptions {
  port: number;
  host: string;
  version: Version;
  seed?: string;
  state?: string;
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError("Give a number from 0 to 65535.");
  return value;
}

/** A file, or the company that ships with the server. */
function readSeed(file: string): Seed {
  if (file === COMPANY) return companySeed();
  const text = textOf(file);
  try {
    // The emulator checks what is in it.
    return JSON.parse(text) as Seed;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { errno = 0, message } = error as NodeJS.ErrnoException;
    const [, reason = message] = getSystemErrorMap().get(errno) ?? [];
    throw new Error(
      `The seed ${file} cannot be read: ${reason}. The server's own seed is "${COMPANY}".`,
      { cause: error },
    );
  }
}

async function serve(options: CliOptions): Promise<void> {
  const { host, port, version, state } = options;
  const gitlab = await startEmulator({
    host,
    port,
    version,
    ...(state === undefined ? {} : { state }),
    ...(options.seed === undefined ? {} : { seed: readSeed(options.seed) }),
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new Error(
      `Port ${port} of ${host} is in use. Give another one by --port, or none for a free port.`,
      { cause: error },
    );
  });
  for (const line of await greeting(gitlab, version)) console.log(line);
  const stop = (): void => {
    gitlab.close().catch(fail);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** Says why the command fails. */
export function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** What `gitlab-runners-emulator` takes. */
export const program = new Command("gitlab-runners-emulator")
  .description("Serve GitLab's Runners API from memory, for tests.")
  .option("--port <number>", "port to listen on; 0 for a free port", port, 0)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option(
    "--seed <file>",
    `JSON file with what GitLab has at first; "${COMPANY}" for a made-up company`,
  )
  .option(
    "--state <file>",
    "file that keeps what the server has; if the file exists, the server ignores the seed",
  )
  .addOption(
    new Option("--version <release>", "release of GitLab to imitate")
      .choices(VERSIONS)
      .default("newest"),
  )
  .action((options: CliOptions) => serve(options));
