import { writeFileSync } from "node:fs";

import { cannotWrite, print } from "./terminal";

/**
 * Writes a whole report to a file, or to standard output.
 *
 * @param file - its path; `-` or nothing for standard output.
 * @throws {ConfigurationError} when the file cannot be written.
 */
export function writeOutput(text: string, file: string | undefined): void {
  if (file === undefined || file === "-") {
    print(text.replace(/\n$/, ""));
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
}
