#!/usr/bin/env node
import { CommanderError } from "commander";

import { redact } from "../gitlab/text/redact";
import { exitCodeOf, shownError } from "./endings";
import { program } from "./program";
import { note, outliveClosedOutput } from "./terminal";

function fail(error: unknown): void {
  // Commander has printed its own: help, the version, or what is wrong with the command line.
  if (!(error instanceof CommanderError)) note(redact(shownError(error)));
  process.exitCode = exitCodeOf(error);
}

/** Adds the command `complete`, which has a shell complete commands, options and their values. */
async function run(): Promise<void> {
  // An ES module, which CommonJS cannot import at once.
  const { default: addCompletion } = await import("@bomb.sh/tab/commander");
  addCompletion(program);
  await program.parseAsync();
}

outliveClosedOutput();
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});
run().catch(fail);
