import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { isTemporaryName } from "./durableFiles";
import { isJournalPath } from "./journal";
import { StateFileError } from "./stateFileError";

/** Removes what killed servers have left beside a state file: it holds tokens. */
export function removeLeftovers(statePath: string, journal: string | undefined): void {
  for (const path of besides(statePath)) {
    const isLeft =
      isTemporaryName(path, statePath) ||
      isTemporaryName(path, `${statePath}.lock`) ||
      (isJournalPath(path, statePath) && path !== journal);
    if (isLeft) rmSync(path, { force: true });
  }
}

/**
 * Somebody may still have the state file of a journal, which is no leftover then.
 *
 * @throws StateFileError when there is a journal, of a state file that is missing.
 */
export function refuseOrphans(statePath: string): void {
  for (const path of besides(statePath))
    if (isJournalPath(path, statePath) && statSync(path).size > 0)
      throw new StateFileError(
        `The state file ${statePath} is missing, and goes on in ${path}. Put it back, or move that ` +
          `away to start anew.`,
      );
}

/** The files of its folder whose names begin with its own. */
function besides(statePath: string): string[] {
  const folder = dirname(statePath);
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(statePath)))
    .map((name) => join(folder, name));
}
