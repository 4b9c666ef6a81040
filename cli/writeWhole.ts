import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

import { cannotWrite } from "./terminal";
import { writeOutput } from "./writeOutput";

/**
 * Writes a file in one step: a reader such as node_exporter never sees a part of it, and where it cannot be
 * written, the file of before stays. A link stays one, and what is no file, such as a pipe, is written to.
 *
 * @param mode - of the file; by default, that of the file of before.
 * @throws {ConfigurationError} when the file cannot be written.
 */
export function writeWhole(text: string, file: string, mode?: number): void {
  const present = statSync(file, { throwIfNoEntry: false });
  if (present?.isFile() === false) {
    writeOutput(text, file);
    return;
  }
  const target = present === undefined ? file : realpathSync(file);
  const whole = `${target}.${process.pid}.tmp`;
  const kept = mode ?? present?.mode;
  try {
    writeFileSync(whole, text, { mode });
    if (kept !== undefined) chmodSync(whole, kept);
    renameSync(whole, target);
  } catch (cause) {
    rmSync(whole, { force: true });
    throw cannotWrite(file, cause);
  }
}
