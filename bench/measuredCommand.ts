import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../emulator";
import { runCommand } from "../scripts/setUp/commands";
import { environmentOf } from "../tests/helpers/gitlab";
import { duration, median, timed } from "./measuring";

const PEAK_MEMORY = ["--require", join(__dirname, "readers/peakMemory.js")];

/** What a script took in a process of its own. */
export interface CommandFigures {
  /** With the start of the process. */
  readonly milliseconds: number;
  /** The most that the process had, in MiB. */
  readonly memory: number;
  readonly requests: number;
}

/** Runs a script of Node's against an embedded GitLab. @returns its figures, and what it printed. */
export async function measuredCommand(
  gitlab: Emulator,
  folder: string,
  script: readonly string[],
): Promise<CommandFigures & { readonly stdout: string }> {
  const peak = join(folder, "peak");
  gitlab.requests.clear();
  const [milliseconds, { stdout }] = await timed(() =>
    runCommand(process.execPath, [...PEAK_MEMORY, ...script], {
      cwd: folder,
      env: { ...commandEnvironment(gitlab), PEAK_MEMORY_FILE: peak },
    }),
  );
  const memory = Number(readFileSync(peak, "utf8")) / 1024;
  return { milliseconds, memory, requests: gitlab.requests.all().length, stdout };
}

export function commandEnvironment(gitlab: Emulator): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], ...environmentOf(gitlab) };
}

/** The medians of several runs in one line, with the ratio of the time to that of the floor. */
export function figuresText(
  runs: readonly CommandFigures[],
  floor: readonly CommandFigures[],
): string {
  const middle = (of: readonly CommandFigures[], figure: keyof CommandFigures): number =>
    median(of.map((run) => run[figure]));
  const time = middle(runs, "milliseconds");
  return (
    `${duration(time).padStart(7)}  ratio ${(time / middle(floor, "milliseconds")).toFixed(2)}` +
    `  ${middle(runs, "memory").toFixed(0).padStart(4)} MiB` +
    `  ${middle(runs, "requests")} requests  rounds ${runs.length}`
  );
}
