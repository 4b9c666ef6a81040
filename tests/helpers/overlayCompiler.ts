import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A text of a file, which holds it once, and what the compiler finds in its place. */
export interface Edit {
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

/** What is compiled: files of this repository, by their paths in it. */
export interface Trial {
  readonly edits: readonly Edit[];
  /** Where errors are looked for, also those that an edit of another file makes. */
  readonly files: readonly string[];
}

/** The errors of each trial: `file: the line: what the compiler says`. */
export function compileOverlays(trials: readonly Trial[]): string[][] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(__dirname, "overlayProgram.js")],
    { input: JSON.stringify(trials), encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}
