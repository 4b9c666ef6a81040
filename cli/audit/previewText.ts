import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { buffer as readBuffer, text as readAll } from "node:stream/consumers";

import { ConfigurationError, GitLabError } from "../../gitlab";
import { redact } from "../../gitlab/text/redact";
import { decodeText } from "./decodeText";

/** What `pulumi preview --json` wrote. */
export interface PreviewText {
  readonly text: string;
  /** Why it failed, where the exit code says so: what a policy forbids is not in the text. */
  readonly failure?: string | undefined;
}

/**
 * What `pulumi preview --json` wrote: of a file, of standard input, or of a preview that is run now.
 *
 * @throws {ConfigurationError} when there is none, or it cannot be read.
 * @throws {GitLabError} with Pulumi's own words, when a preview that is run writes nothing.
 */
export async function previewText(
  file: string | undefined,
  stack: string | undefined,
): Promise<PreviewText> {
  if (file !== undefined && file !== "-") return { text: decodeText(readBytes(file)) };
  if (file === undefined && stack !== undefined) return runPreview(stack);
  if (process.stdin.isTTY) {
    throw new ConfigurationError(
      "there is no preview: pass a file with the output of pulumi preview --json, pipe that output here, or let --stack run the preview",
    );
  }
  return { text: decodeText(await readBuffer(process.stdin)) };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ConfigurationError(`cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
}

async function runPreview(stack: string): Promise<PreviewText> {
  const args = ["preview", "--json", "--non-interactive", "--stack", stack];
  const child = spawn("pulumi", args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<Error | number>((resolve) => {
    child.once("error", resolve);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
  const [text, stderr, end] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    ended,
  ]);
  const error = end instanceof Error ? end : undefined;
  if (error === undefined && text.trim() !== "") {
    const failure = end === 0 ? undefined : `pulumi preview ended with exit code ${String(end)}`;
    return { text, failure };
  }
  const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  if (isMissing) throw new ConfigurationError("cannot run a preview: there is no pulumi on PATH");
  const reason = error?.message ?? redact(stderr.replace(/^error: /, "").trim());
  throw new GitLabError(`cannot preview the stack ${stack}: ${reason}`, { cause: error });
}
