#!/usr/bin/env node
import { readFileSync } from "node:fs";

import { Command, InvalidArgumentError, Option } from "commander";

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
    throw new InvalidArgumentError("It is a number from 0 to 65535.");
  return value;
}

/** A file, or the company that ships with the server. */
function readSeed(file: string): Seed {
  if (file === COMPANY) return companySeed();
  const text = readFileSync(file, "utf8");
  try {
    // The emulator checks what is in it.
    return JSON.parse(text) as Seed;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
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
  });
  console.log(`GitLab (${version}) at ${gitlab.url}`);
  for (const [name, token] of Object.entries(gitlab.tokens)) console.log(`token ${name}: ${token}`);
  console.log("Ctrl-C ends it.");
  const stop = (): void => {
    gitlab.close().catch((error: unknown) => {
      fail(error);
    });
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

new Command("gitlab-runners-emulator")
  .description("Serves GitLab's API of runners from memory, to test against.")
  .option("--port <number>", "port to listen on; 0 for a free one", port, 0)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option(
    "--seed <file>",
    `JSON file with what it holds at first; "${COMPANY}" for a made-up company`,
  )
  .option("--state <file>", "file that keeps what it holds; if it is there, the seed is not read")
  .addOption(
    new Option("--version <release>", "release of GitLab to imitate")
      .choices(VERSIONS)
      .default("newest"),
  )
  .action((options: CliOptions) => serve(options))
  .parseAsync()
  .catch(fail);
