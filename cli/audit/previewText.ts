import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";

import { ConfigurationError, GitLabError } from "../../provider/api";
import { redact } from "../../provider/api/redact";

/**
 * What `pulumi preview --json` wrote: of a file, of standard input, or of a preview that is run now.
 *
 * @throws {ConfigurationError} when there is none, or it cannot be read.
 * @throws {GitLabError} with Pulumi's own words, when a preview that is run writes nothing.
 */
export async function previewText(
  file: string | undefined,
  stack: string | undefined,
): Promise<string> {
  if (file !== undefined && file !== "-") return readText(file);
  if (file === undefined && stack !== undefined) return runPreview(stack);
  if (process.stdin.isTTY) {
    throw new ConfigurationError(
      "there is no preview: give a file of pulumi preview --json, pipe it here, or give --stack to run it",
    );
  }
  return readAll(process.stdin);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConfigurationError(`cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
}

/** A preview that fails writes its reasons as JSON, too, so its exit code tells nothing more. */
async function runPreview(stack: string): Promise<string> {
  const args = ["preview", "--json", "--non-interactive", "--stack", stack];
  const child = spawn("pulumi", args, { stdio: ["ignore", "pipe", "pipe"] });
  const failure = new Promise<Error | undefined>((resolve) => {
    child.once("error", resolve);
    child.once("close", () => {
      resolve(undefined);
    });
  });
  const [stdout, stderr, error] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    failure,
  ]);
  if (error === undefined && stdout.trim() !== "") return stdout;
  const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  if (isMissing) throw new ConfigurationError("cannot run a preview: there is no pulumi on PATH");
  const reason = error?.message ?? redact(stderr.replace(/^error: /, "").trim());
  throw new GitLabError(`cannot preview the stack ${stack}: ${reason}`, { cause: error });
}
